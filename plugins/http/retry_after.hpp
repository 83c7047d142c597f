// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace tidemark::http {

/// How long the header `Retry-After` asks to wait: a number of seconds, or an HTTP date, relative
/// to `now` in Unix seconds. Nothing if it is neither; never negative, at most a day.
std::optional<std::chrono::seconds> parse_retry_after(const std::string& text, std::int64_t now);

}  // namespace tidemark::http
