// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace tidemark::source::tiktok {

/// `text` with every `secret` in it replaced: what a server answers may repeat what it was sent.
inline std::string redacted(std::string text, std::initializer_list<std::string_view> secrets) {
  constexpr std::string_view hidden = "[hidden]";
  for (const auto secret : secrets) {
    if (secret.empty()) continue;
    for (auto at = text.find(secret); at != text.npos; at = text.find(secret, at + hidden.size()))
      text.replace(at, secret.size(), hidden);
  }
  return text;
}

}  // namespace tidemark::source::tiktok
