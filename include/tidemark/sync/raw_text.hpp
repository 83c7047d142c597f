// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <boost/nowide/utf/utf.hpp>

namespace tidemark::sync {

namespace detail {

/// The length of the UTF-8 character at the start of `bytes`, or 0 when there is none.
inline std::size_t utf8_length(std::string_view bytes) {
  namespace utf = boost::nowide::utf;
  const char* at = bytes.data();
  const auto decoded = utf::utf_traits<char>::decode(at, bytes.data() + bytes.size());
  if (decoded == utf::illegal || decoded == utf::incomplete) return 0;
  return static_cast<std::size_t>(at - bytes.data());
}

}  // namespace detail

/// `bytes` as text that every storage can hold: valid UTF-8 stays, a NUL and every byte that is no
/// UTF-8 become `\xNN` (SPEC section 2).
inline std::string storable_text(std::string_view bytes) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t length = bytes.front() == '\0' ? 0 : detail::utf8_length(bytes);
    if (length == 0) {
      const auto byte = static_cast<unsigned char>(bytes.front());
      text += "\\x";
      text += hex[byte >> 4];
      text += hex[byte & 15];
      bytes.remove_prefix(1);
    } else {
      text += bytes.substr(0, length);
      bytes.remove_prefix(length);
    }
  }
  return text;
}

/// At most the first `limit` bytes of `bytes`, not ending inside a character that is complete.
inline std::string_view first_bytes(std::string_view bytes, std::size_t limit) {
  if (bytes.size() <= limit) return bytes;
  for (std::size_t back = 1; back <= 3 && back <= limit; ++back) {
    const std::size_t length = detail::utf8_length(bytes.substr(limit - back));
    if (length > back) return bytes.substr(0, limit - back);
  }
  return bytes.substr(0, limit);
}

}  // namespace tidemark::sync
