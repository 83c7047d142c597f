// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "../../http/base_url.hpp"

namespace tidemark::source::tiktok {

/// `text` with every `secret` in it replaced, also in the form of URLs: a server's answer may
/// repeat the request.
inline std::string redacted(std::string text, std::initializer_list<std::string_view> secrets) {
  constexpr std::string_view hidden = "[hidden]";
  const auto hide = [&](std::string_view secret) {
    for (auto at = text.find(secret); at != text.npos; at = text.find(secret, at + hidden.size()))
      text.replace(at, secret.size(), hidden);
  };
  for (const auto secret : secrets) {
    if (secret.empty()) continue;
    hide(secret);
    std::string encoded;
    http::append_encoded(encoded, secret);
    if (encoded != secret) hide(encoded);
  }
  return text;
}

}  // namespace tidemark::source::tiktok
