// SPDX-License-Identifier: BSL-1.0
#include "oembed_answer.hpp"

#include <string_view>

#include <boost/json.hpp>

#include <tidemark/value/utf8.hpp>

namespace tidemark::enricher {

namespace {

namespace json = boost::json;
using thumbnail_url = std::optional<std::string>;

bool is_web_address(std::string_view text) {
  constexpr std::size_t bytes_max = 2'048;
  if (!text.starts_with("https://") && !text.starts_with("http://")) return false;
  if (text.size() > bytes_max) return false;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0 || static_cast<unsigned char>(text.front()) <= 0x20 || text.front() == 0x7F)
      return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace

http::attempt<thumbnail_url> read_oembed(const http::http_response& response) {
  const std::string status = "HTTP " + std::to_string(response.status);
  if (response.status == 400 || response.status == 404) return thumbnail_url();
  if (response.status == 429)
    return http::attempt_fault{http::remedy::slow_down, status + ": too many requests"};
  if (response.status >= 500 || response.status == 408) return http::retry_fault(status);
  if (response.status != 200) return http::lasting_fault(status);
  boost::system::error_code code;
  const json::value answer = json::parse(response.body, code);
  if (code || !answer.is_object())
    return http::retry_fault(status + ", and the answer is not a JSON object");
  const json::value* url = answer.as_object().if_contains("thumbnail_url");
  if (!url || url->is_null() || (url->is_string() && url->as_string().empty()))
    return http::lasting_fault(status + ", and the answer has no thumbnail_url");
  if (url->is_string() && is_web_address(url->as_string()))
    return thumbnail_url(std::string(url->as_string()));
  return http::lasting_fault(status + ", and the answer's thumbnail_url is not a web address");
}

}  // namespace tidemark::enricher
