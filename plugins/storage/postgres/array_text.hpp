// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tidemark/value/tags.hpp>

/// A TEXT[] as PostgreSQL writes it: `{a,"b c"}`.
namespace tidemark::postgres {

/// `value` as an array literal; every element is quoted.
inline std::string array_text(const tags& value) {
  std::string text = "{";
  for (const auto& element : value) {
    if (text.size() > 1) text += ',';
    text += '"';
    for (const char c : element) {
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
    text += '"';
  }
  return text += '}';
}

namespace detail {

/// Takes an element up to the `,` or `}` after it; nothing when it is not a text.
inline std::optional<std::string> take_array_element(std::string_view& text) {
  std::string element;
  const bool quoted = text.starts_with('"');
  if (quoted) text.remove_prefix(1);
  while (!text.empty() && text.front() != '"' &&
         (quoted || (text.front() != ',' && text.front() != '}'))) {
    if (!quoted && text.front() == '{') return std::nullopt;  // an array of arrays
    if (text.front() == '\\') text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    element += text.front();
    text.remove_prefix(1);
  }
  if (quoted) {
    if (text.empty()) return std::nullopt;
    text.remove_prefix(1);
  } else if (element.empty() || element == "NULL") {
    return std::nullopt;
  }
  return element;
}

}  // namespace detail

/// Reads an array literal; nothing when the array has more than one dimension or holds a NULL.
inline std::optional<tags> parse_array_text(std::string_view text) {
  tags value;
  if (text == "{}") return value;
  if (!text.starts_with('{')) return std::nullopt;
  while (!text.empty() && (text.front() == '{' || text.front() == ',')) {
    if (text.front() == '{' && !value.empty()) return std::nullopt;
    text.remove_prefix(1);
    auto element = detail::take_array_element(text);
    if (!element) return std::nullopt;
    value.push_back(std::move(*element));
  }
  return text == "}" ? std::optional(std::move(value)) : std::nullopt;
}

}  // namespace tidemark::postgres
