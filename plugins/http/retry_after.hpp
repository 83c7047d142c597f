// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace tidemark::http {

/// How long the header `Retry-After` asks to wait: a number of seconds, or an HTTP date, seen from
/// `now` in Unix seconds. Nothing when it is neither; never negative, a day at most.
std::optional<std::chrono::seconds> parse_retry_after(const std::string& text, std::int64_t now);

}  // namespace tidemark::http
