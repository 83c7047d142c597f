// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// A fault that the server shows instead of answering a request.
struct fault {
  std::string endpoint;  ///< list, refresh or oembed
  std::int64_t first = 1, last = 1;  ///< which requests to it, in order of arrival
  std::string kind;
  std::string argument;
};

/// Reads `ENDPOINT:REQUESTS:KIND[=ARGUMENT]`; REQUESTS is `2`, `2-3` or `2-`. Throws
/// std::invalid_argument.
fault parse_fault(const std::string& text);

/// The first fault of `plan` for request `number` to `endpoint`.
std::optional<fault> find_fault(const std::vector<fault>& plan, const std::string& endpoint,
                                std::int64_t number);
