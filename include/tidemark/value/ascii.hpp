// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace tidemark {

/// `c`, or its lower-case letter if it is an ASCII upper-case letter.
constexpr char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// `text` with ASCII letters in lower case, whatever the locale.
inline std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = ascii_lower(c);
  return lower;
}

inline bool equals_without_case(char a, char b) { return ascii_lower(a) == ascii_lower(b); }

/// Whether `part` is in `text`, whatever the case of ASCII letters in either.
inline bool contains_without_case(std::string_view text, std::string_view part) {
  if (part.empty()) return true;
  const char first = ascii_lower(part.front());
  const std::string_view rest = part.substr(1);
  for (std::size_t i = 0; i + part.size() <= text.size(); ++i)
    if (ascii_lower(text[i]) == first &&
        std::equal(rest.begin(), rest.end(), text.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                   equals_without_case))
      return true;
  return false;
}

}  // namespace tidemark
