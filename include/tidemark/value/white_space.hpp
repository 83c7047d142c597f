// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace tidemark {

/// The length in bytes of the white space character at the start of `text`; 0 if there is none.
/// White space is what spreadsheets and web pages leave around a value: ASCII white space, no-break
/// spaces, the ideographic space, and characters without width (the zero width space, a byte order
/// mark).
constexpr std::size_t white_space_length(std::string_view text) {
  constexpr std::array<std::string_view, 6> wide{"\u00A0", "\u202F", "\u2007",
                                                 "\u3000", "\u200B", "\uFEFF"};
  if (text.empty()) return 0;
  const char first = text.front();
  if (first == ' ' || (first >= '\t' && first <= '\r')) return 1;
  for (const std::string_view space : wide)
    if (text.starts_with(space)) return space.size();
  return 0;
}

/// `text` without white space at its ends. Checks two characters if there is none.
constexpr std::string_view without_outer_space(std::string_view text) {
  const auto is_visible = [](char c) { return c > ' ' && c < '\x7F'; };
  if (!text.empty() && is_visible(text.front()) && is_visible(text.back())) return text;
  while (const std::size_t length = white_space_length(text)) text.remove_prefix(length);
  for (std::size_t length = 1; length <= 3 && length <= text.size();) {
    if (white_space_length(text.substr(text.size() - length)) == length) {
      text.remove_suffix(length);
      length = 1;
    } else {
      ++length;
    }
  }
  return text;
}

}  // namespace tidemark
