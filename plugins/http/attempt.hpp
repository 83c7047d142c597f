// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <boost/system/result.hpp>

namespace tidemark::http {

/// What can be done about a failed attempt.
enum class remedy : std::uint8_t {
  retry,         ///< try again: a time-out, a broken connection, a fault of the server
  slow_down,     ///< try again later: a rate limit
  none,          ///< the next attempt would fail too
  stopped,       ///< the caller asked to stop
};

/// Why one request to a server failed.
struct attempt_fault {
  remedy action = remedy::none;
  std::string reason;  ///< what is wrong and, if only the user can help, what to do
  std::optional<std::chrono::seconds> retry_after = {};  ///< what the server asked for
};

[[noreturn]] inline void throw_exception_from_error(const attempt_fault& what,
                                                    const boost::source_location&) {
  throw std::runtime_error(what.reason);
}

/// The outcome of one attempt.
template <typename T>
using attempt = boost::system::result<T, attempt_fault>;

inline attempt_fault retry_fault(std::string reason) {
  return {remedy::retry, std::move(reason)};
}
inline attempt_fault lasting_fault(std::string reason) { return {remedy::none, std::move(reason)}; }

}  // namespace tidemark::http
