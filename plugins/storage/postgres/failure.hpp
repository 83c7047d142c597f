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

/// A connection could not be made; says in words what is wrong.
class connect_failed final : public std::exception {
 public:
  explicit connect_failed(error why) : why_(std::move(why)) {}
  const error& why() const { return why_; }
  const char* what() const noexcept override { return why_.message.c_str(); }

 private:
  error why_;
};

/// The SQLSTATE of a missing right.
inline constexpr std::string_view insufficient_privilege = "42501";

/// Whether `text` is a SQLSTATE of the server: five digits and capitals. ODB writes `?????` where
/// there is none, e.g. when a connection timed out.
bool is_sqlstate(std::string_view text);

/// What went wrong with the database called `name`, in words that say what to do about it.
/// `sqlstate` is empty if the server sent none; `detail` is the server's own message.
error error_of(std::string_view sqlstate, const std::string& name, std::string_view detail);

/// The error of a connection that broke.
error connection_lost(const std::string& name);

/// The error of a connection that failed in a way that only the client library knows of; `detail`
/// is its message.
error connection_failed(const std::string& name, std::string detail);

/// What `work` returns, or an error in place of what it throws. Nothing is thrown to the host.
template <typename Work>
auto catch_errors(const std::string& name, Work&& work) noexcept -> decltype(work()) {
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
