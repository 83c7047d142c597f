// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

#include <boost/system/result.hpp>

namespace tidemark {

/// What a caller can do about an error; the command line turns it into its exit code.
enum class error_kind : std::uint8_t {
  failed,  ///< the work failed; exit 1
  usage,   ///< the request, the config or the policy is wrong; exit 2
  busy,    ///< try again later: another run holds the brand; exit 75
};

/// A run-time error of a source, a storage or the host. `message` says what is wrong, where, and
/// what to do; it never holds a secret.
struct error {
  error_kind kind = error_kind::failed;
  std::string message;
};

[[noreturn]] inline void throw_exception_from_error(const error& what,
                                                    const boost::source_location&) {
  throw std::runtime_error(what.message);
}

/// A value or an `error`. Nothing is thrown across a plugin boundary: interfaces return this.
template <typename T>
using result = boost::system::result<T, error>;

inline error failure(std::string message) { return {error_kind::failed, std::move(message)}; }
inline error usage_error(std::string message) { return {error_kind::usage, std::move(message)}; }
inline error busy_error(std::string message) { return {error_kind::busy, std::move(message)}; }

}  // namespace tidemark
