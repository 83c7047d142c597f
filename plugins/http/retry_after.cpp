// SPDX-License-Identifier: BSL-1.0
#include "retry_after.hpp"

#include <algorithm>

#include <curl/curl.h>

#include <tidemark/videos/row_number.hpp>

namespace tidemark::http {

std::optional<std::chrono::seconds> parse_retry_after(const std::string& text, std::int64_t now) {
  constexpr std::int64_t day = 86'400;
  if (!text.empty() && text.find_first_not_of("0123456789") == text.npos) {
    const auto seconds = videos::parse_integer(text);
    return std::chrono::seconds(seconds.error ? day : std::min(seconds.number, day));
  }
  const std::int64_t date = curl_getdate(text.c_str(), nullptr);
  if (date < 0) return std::nullopt;
  return std::chrono::seconds(std::clamp<std::int64_t>(date - now, 0, day));
}

}  // namespace tidemark::http
