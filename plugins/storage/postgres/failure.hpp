// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include <odb/exceptions.hxx>
#include <odb/pgsql/exceptions.hxx>

#include <tidemark/result.hpp>

namespace tidemark::postgres {

/// A connection that could not be made, with what is wrong in words.
class connect_failed final : public std::exception {
 public:
  explicit connect_failed(error why) : why_(std::move(why)) {}
  const error& why() const { return why_; }
  const char* what() const noexcept override { return why_.message.c_str(); }

 private:
  error why_;
};

/// The SQLSTATE of a right that is missing.
inline constexpr std::string_view insufficient_privilege = "42501";

/// Whether the server said this: five digits and capitals. ODB writes `?????` where it did not,
/// e.g. when a connection timed out.
bool is_sqlstate(std::string_view text);

/// What went wrong with the database called `name`, in words that say what to do about it.
/// `sqlstate` is empty where the server has not said one; `detail` is the server's own message.
error error_of(std::string_view sqlstate, const std::string& name, std::string_view detail);

/// What is said of a connection that broke.
error connection_lost(const std::string& name);

/// What is said of a connection that failed in a way that only the client library, by `detail`,
/// knows of.
error connection_failed(const std::string& name, std::string detail);

/// What `work` returns, or an error in place of what it throws. Nothing is thrown to the host.
template <typename Work>
auto no_throw(const std::string& name, Work&& work) noexcept -> decltype(work()) {
  try {
    return work();
  } catch (const connect_failed& problem) {
    return problem.why();
  } catch (const odb::pgsql::database_exception& problem) {
    return is_sqlstate(problem.sqlstate())
               ? error_of(problem.sqlstate(), name, problem.message())
               : connection_failed(name, problem.message());
  } catch (const odb::connection_lost&) {
    return connection_lost(name);
  } catch (const odb::recoverable& problem) {  // a deadlock
    return error_of("40P01", name, problem.what());
  } catch (const std::bad_alloc&) {
    return failure(name + ": out of memory");
  } catch (const std::exception& problem) {
    return error_of("", name, problem.what());
  }
}

}  // namespace tidemark::postgres
