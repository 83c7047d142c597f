// SPDX-License-Identifier: BSL-1.0
#include "base_url.hpp"

#include <memory>

#include <curl/curl.h>
#include <fmt/core.h>

#include <tidemark/value/hex.hpp>
#include <tidemark/value/utf8.hpp>

namespace tidemark::http {

namespace {

struct url_cleanup {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using parsed_url = std::unique_ptr<CURLU, url_cleanup>;

/// One part of the URL; empty if it is missing.
std::string part_of(const parsed_url& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

parsed_url parse(const std::string& text) {
  parsed_url url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return nullptr;
  return url;
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "[::1]" ||
         (host.starts_with("127.") &&
          host.find_first_not_of("0123456789.") == std::string_view::npos);
}

}  // namespace

bool is_loopback_url(const std::string& url) {
  const auto parsed = parse(url);
  return parsed && is_loopback(part_of(parsed, CURLUPART_HOST));
}

result<std::string> checked_base_url(std::string_view name, std::string_view text) {
  const auto wrong = [&](const char* what) {
    return usage_error(fmt::format("{}: {}", name, what));
  };
  const auto url = parse(std::string(text));
  if (!url)
    return wrong("is not the URL of a server; write, for example, https://open-api.example.com");
  // What may be a password is not repeated.
  for (const CURLUPart part : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY,
                               CURLUPART_FRAGMENT})
    if (!part_of(url, part).empty())
      return wrong("has a user, a password, a query or a fragment; give only the server's address");
  const std::string scheme = part_of(url, CURLUPART_SCHEME);
  if (scheme != "https" && !(scheme == "http" && is_loopback(part_of(url, CURLUPART_HOST))))
    return wrong("must begin with https://, because secrets are sent there; http:// is accepted "
                 "only for this machine itself (127.0.0.1, ::1, localhost)");
  std::string base(text);
  while (base.ends_with('/')) base.pop_back();
  return base;
}

void append_encoded(std::string& url, std::string_view text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  for (const char c : text) {
    if (plain.find(c) != plain.npos) {
      url += c;
      continue;
    }
    url += '%';
    append_hex(url, static_cast<unsigned char>(c), upper_hex_digits);
  }
}

}  // namespace tidemark::http
