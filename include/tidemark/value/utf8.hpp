// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <boost/nowide/utf/utf.hpp>

#include <tidemark/value/hex.hpp>

namespace tidemark {

/// The length in bytes of the UTF-8 character at the start of `bytes`; 0 for stray and missing
/// bytes, overlong forms and surrogates.
inline std::size_t utf8_length(std::string_view bytes) {
  namespace utf = boost::nowide::utf;
  const char* at = bytes.data();
  const auto decoded = utf::utf_traits<char>::decode(at, bytes.data() + bytes.size());
  if (decoded == utf::illegal || decoded == utf::incomplete) return 0;
  return static_cast<std::size_t>(at - bytes.data());
}

namespace detail {

inline constexpr std::size_t block_size = 64;

/// Whether `text` begins with a block of ASCII without NUL; compilers make a few wide instructions
/// of it.
inline bool is_plain_block(std::string_view text) {
  if (text.size() < block_size) return false;
  unsigned char first_bits = 0;
  for (std::size_t i = 0; i < block_size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto below = static_cast<unsigned char>(byte - 1);  // NUL becomes 0xFF
    first_bits = static_cast<unsigned char>(first_bits | byte | below);
  }
  return first_bits < 0x80;
}

}  // namespace detail

/// Whether every storage can hold `text`: it is valid UTF-8 without NUL. Fast for ASCII.
inline bool is_storable(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101, first_bits = 0x8080808080808080;
  while (!text.empty()) {
    if (detail::is_plain_block(text)) {
      text.remove_prefix(detail::block_size);
      continue;
    }
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

/// Whether `byte` is an ASCII control character, which includes tabs and line ends.
constexpr bool is_control(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return code < 0x20 || code == 0x7F;
}

/// `text` in double quotes for a message of one line: quotes and backslashes escaped, control
/// characters and bytes that are not UTF-8 as `\xNN`, cut after about 60 bytes. The result is
/// always valid UTF-8.
inline std::string in_quotes(std::string_view text) {
  constexpr std::size_t shown_max = 60;
  std::string out = "\"";
  while (!text.empty() && out.size() <= shown_max) {
    const std::size_t length = is_control(text.front()) ? 0 : utf8_length(text);
    const auto byte = static_cast<unsigned char>(text.front());
    if (length == 0) {
      out += "\\x";
      append_hex(out, byte, upper_hex_digits);
    } else {
      if (byte == '"' || byte == '\\') out += '\\';
      out += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out += text.empty() ? "\"" : "...\"";
}

}  // namespace tidemark
