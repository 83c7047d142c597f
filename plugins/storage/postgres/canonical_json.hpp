// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// JSONB shows keys by length and puts spaces behind `:` and `,`; tidemark's JSON has neither.
namespace tidemark::postgres {

namespace detail {

/// Takes a JSON string with its quotes.
inline std::string_view take_json_string(std::string_view& text) {
  std::size_t size = 1;
  while (size < text.size() && text[size] != '"') size += text[size] == '\\' ? 2 : 1;
  const auto string = text.substr(0, size + 1);
  text.remove_prefix(string.size());
  return string;
}

/// What a string of JSONB's means: the key that it is sorted by.
inline std::string decoded(std::string_view quoted) {
  constexpr std::string_view escapes = "bfnrt", meant = "\b\f\n\r\t";
  constexpr std::string_view digits = "0123456789abcdef";
  std::string value;
  for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
    if (quoted[i] != '\\') {
      value += quoted[i];
    } else if (const char mark = quoted[++i]; mark == 'u') {  // a control character
      value += static_cast<char>(digits.find(quoted[i + 3]) * 16 + digits.find(quoted[i + 4]));
      i += 4;
    } else {
      const auto known = escapes.find(mark);
      value += known == std::string_view::npos ? mark : meant[known];
    }
  }
  return value;
}

inline void take_json_value(std::string_view& text, std::string& out);

/// Takes `, ` or the end of an array or object; whether more follows.
inline bool take_comma(std::string_view& text) {
  const bool more = text.starts_with(',');
  text.remove_prefix(std::min<std::size_t>(more ? 2 : 1, text.size()));
  return more;
}

inline void take_json_object(std::string_view& text, std::string& out) {
  std::vector<std::pair<std::string, std::string>> members;  // by key: the text of key and value
  text.remove_prefix(1);
  if (!text.starts_with('}')) {
    do {
      const auto key = take_json_string(text);
      std::string member(key);
      text.remove_prefix(std::min<std::size_t>(2, text.size()));  // ": "
      take_json_value(text, member += ':');
      members.emplace_back(decoded(key), std::move(member));
    } while (take_comma(text));
  } else {
    text.remove_prefix(1);
  }
  std::sort(members.begin(), members.end());
  out += '{';
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i != 0) out += ',';
    out += members[i].second;
  }
  out += '}';
}

inline void take_json_array(std::string_view& text, std::string& out) {
  out += '[';
  text.remove_prefix(1);
  if (text.starts_with(']')) {
    text.remove_prefix(1);
  } else {
    for (bool more = true; more;) {
      take_json_value(text, out);
      more = take_comma(text);
      if (more) out += ',';
    }
  }
  out += ']';
}

inline void take_json_value(std::string_view& text, std::string& out) {
  if (text.starts_with('{')) return take_json_object(text, out);
  if (text.starts_with('[')) return take_json_array(text, out);
  if (text.starts_with('"')) {
    out += take_json_string(text);
    return;
  }
  const auto token = text.substr(0, text.find_first_of(",]}"));
  out += token;
  text.remove_prefix(token.size());
}

}  // namespace detail

/// What JSONB shows, in the form that tidemark stored: keys sorted by bytes, no white space. Only
/// numbers with an exponent come back otherwise: JSONB has written them out.
inline std::string canonical_json(std::string_view shown) {
  std::string text;
  text.reserve(shown.size());
  detail::take_json_value(shown, text);
  return text;
}

}  // namespace tidemark::postgres
