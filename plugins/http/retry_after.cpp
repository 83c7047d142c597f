// SPDX-License-Identifier: BSL-1.0
#include "retry_after.hpp"

#include <algorithm>
#include <charconv>

#include <curl/curl.h>

namespace tidemark::http {

std::optional<std::chrono::seconds> parse_retry_after(const std::string& text, std::int64_t now) {
  constexpr std::int64_t day = 86'400;
  if (!text.empty() && text.find_first_not_of("0123456789") == text.npos) {
    std::int64_t seconds = day;  // where the digits do not fit
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::chrono::seconds(std::min(seconds, day));
  }
  const std::int64_t date = curl_getdate(text.c_str(), nullptr);
  if (date < 0) return std::nullopt;
  return std::chrono::seconds(std::clamp<std::int64_t>(date - now, 0, day));
}

}  // namespace tidemark::http
