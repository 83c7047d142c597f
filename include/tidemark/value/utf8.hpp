// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <boost/nowide/utf/utf.hpp>

namespace tidemark {

/// The length in bytes of the UTF-8 character at the start of `bytes`; 0 when there is none, that
/// is for stray and missing bytes, overlong forms and surrogates.
inline std::size_t utf8_length(std::string_view bytes) {
  namespace utf = boost::nowide::utf;
  const char* at = bytes.data();
  const auto decoded = utf::utf_traits<char>::decode(at, bytes.data() + bytes.size());
  if (decoded == utf::illegal || decoded == utf::incomplete) return 0;
  return static_cast<std::size_t>(at - bytes.data());
}

/// Whether every storage can hold `text`: it is valid UTF-8 and has no NUL in it. ASCII costs next
/// to nothing.
inline bool is_storable(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101, first_bits = 0x8080808080808080;
  while (!text.empty()) {
    std::uint64_t word = 0;
    const std::size_t end = std::min(sizeof word, text.size());
    std::memcpy(&word, text.data(), end);
    if (end == sizeof word && (((word - ones) | word) & first_bits) == 0) {  // no NUL, all ASCII
      text.remove_prefix(end);
      continue;
    }
    for (std::size_t at = 0; at < end;) {
      const std::size_t length = text.front() == '\0' ? 0 : utf8_length(text);
      if (length == 0) return false;
      text.remove_prefix(length);
      at += length;
    }
  }
  return true;
}

/// Whether `byte` is an ASCII control character, a tab and the ends of lines included.
constexpr bool is_control(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return code < 0x20 || code == 0x7F;
}

/// `text` in double quotes for a message of one line: quotes and backslashes escaped, control
/// characters and bytes that are no UTF-8 as `\xNN`, and no more than about 60 bytes of it. The
/// result is valid UTF-8, whatever `text` is.
inline std::string in_quotes(std::string_view text) {
  constexpr std::size_t shown_max = 60;
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out = "\"";
  while (!text.empty() && out.size() <= shown_max) {
    const std::size_t length = is_control(text.front()) ? 0 : utf8_length(text);
    const auto byte = static_cast<unsigned char>(text.front());
    if (length == 0) {
      out += {'\\', 'x', hex[byte >> 4], hex[byte & 15]};
    } else {
      if (byte == '"' || byte == '\\') out += '\\';
      out += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out += text.empty() ? "\"" : "...\"";
}

}  // namespace tidemark
