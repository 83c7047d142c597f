// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tidemark/value/hex.hpp>
#include <tidemark/value/utf8.hpp>

namespace tidemark {

/// `bytes` as text that every storage can hold: valid UTF-8 is unchanged, NUL and every byte that
/// is not UTF-8 become `\xNN`.
inline std::string storable_text(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t length = bytes.front() == '\0' ? 0 : utf8_length(bytes);
    if (length == 0) {
      text += "\\x";
      append_hex(text, static_cast<unsigned char>(bytes.front()));
      bytes.remove_prefix(1);
    } else {
      text += bytes.substr(0, length);
      bytes.remove_prefix(length);
    }
  }
  return text;
}

/// At most the first `limit` bytes of `bytes`, without splitting a valid character.
inline std::string_view first_bytes(std::string_view bytes, std::size_t limit) {
  if (bytes.size() <= limit) return bytes;
  for (std::size_t back = 1; back <= 3 && back <= limit; ++back) {
    const std::size_t length = utf8_length(bytes.substr(limit - back));
    if (length > back) return bytes.substr(0, limit - back);
  }
  return bytes.substr(0, limit);
}

}  // namespace tidemark
