// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace tidemark {

/// The digits of hexadecimal numbers.
inline constexpr std::string_view hex_digits = "0123456789abcdef";
inline constexpr std::string_view upper_hex_digits = "0123456789ABCDEF";

/// Appends the two digits of `byte` to `text`.
inline void append_hex(std::string& text, unsigned char byte,
                       std::string_view digits = hex_digits) {
  text += digits[byte >> 4];
  text += digits[byte & 15];
}

}  // namespace tidemark
