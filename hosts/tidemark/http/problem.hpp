// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <boost/system/result.hpp>
#include <fmt/core.h>

#include "message.hpp"

namespace tidemark::host {

/// Why a request is not fulfilled, for the client (RFC 9457).
struct problem {
  unsigned status = 500;
  std::string detail;     ///< what is wrong, and what to do
  std::string parameter;  ///< the invalid query parameter, if any
};

[[noreturn]] inline void throw_exception_from_error(const problem& what,
                                                    const boost::source_location&) {
  throw std::runtime_error(what.detail);
}

/// A value, or the reason why there is none.
template <typename T>
using answer_or_problem = boost::system::result<T, problem>;

inline problem invalid(std::string parameter, const std::string& message) {
  return {400, fmt::format("{}: {}", parameter, message), parameter};
}

/// The name of a status, such as `Not Found`; `Error` for one that tidemark does not use.
std::string_view status_title(unsigned status);

/// A problem as a document: `type`, `title`, `status`, `detail`, and `parameter` if there is one.
http_response to_response(const problem& what);

}  // namespace tidemark::host
