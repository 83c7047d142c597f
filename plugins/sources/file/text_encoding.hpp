// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

namespace tidemark::source {

/// The number of a file's first bytes that `utf16_form` checks.
inline constexpr std::size_t encoding_bytes_max = 8;

/// `UTF-16LE` or `UTF-16BE` if a text that begins with `first_bytes` is UTF-16, as the exports of
/// spreadsheets and of Windows programs often are; nothing for any other text.
///
/// It is UTF-16 if it begins with the byte order mark of UTF-16, or if every second one of its
/// first bytes, at least four, is NUL, as in ASCII letters in UTF-16 and in no UTF-8 text. The mark
/// of UTF-32LE, which begins with that of UTF-16LE, is not one of UTF-16.
constexpr std::optional<std::string_view> utf16_form(std::string_view first_bytes) {
  constexpr std::string_view little_mark = "\xFF\xFE", big_mark = "\xFE\xFF";
  constexpr std::string_view utf32_mark("\xFF\xFE\0\0", 4);
  constexpr std::string_view little = "UTF-16LE", big = "UTF-16BE";
  if (first_bytes.starts_with(utf32_mark)) return std::nullopt;
  if (first_bytes.starts_with(little_mark)) return little;
  if (first_bytes.starts_with(big_mark)) return big;
  const std::size_t size = std::min(first_bytes.size(), encoding_bytes_max) / 2 * 2;
  if (size < 4) return std::nullopt;
  bool is_little = true, is_big = true;
  for (std::size_t i = 0; i < size; i += 2) {
    const bool first_is_nul = first_bytes[i] == '\0';
    const bool second_is_nul = first_bytes[i + 1] == '\0';
    is_little = is_little && !first_is_nul && second_is_nul;
    is_big = is_big && first_is_nul && !second_is_nul;
  }
  if (is_little) return little;
  return is_big ? std::optional(big) : std::nullopt;
}

}  // namespace tidemark::source
