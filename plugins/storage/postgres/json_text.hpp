// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/value/json.hpp>

/// A JSONB as PostgreSQL writes it, brought into tidemark's canonical form: keys sorted by bytes
/// (its own order is by length first), no white space. Numbers stay as they are; it has written out
/// those with an exponent.
namespace tidemark::postgres {

namespace detail {

class json_text_reader {
 public:
  explicit json_text_reader(std::string_view text) : rest_(text) {}

  /// The next value in canonical form.
  std::string value() {
    skip_space();
    if (rest_.starts_with('{')) return object();
    if (rest_.starts_with('[')) return array();
    if (rest_.starts_with('"')) return std::string(string());
    const auto token = rest_.substr(0, rest_.find_first_of(",]} "));
    rest_.remove_prefix(token.size());
    return std::string(token);
  }

 private:
  void skip_space() {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
  }

  /// Takes `c` and the spaces around it; false if `c` is not next.
  bool take(char c) {
    skip_space();
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    skip_space();
    return true;
  }

  /// A string with its quotes; it has the same escapes as ours.
  std::string_view string() {
    std::size_t end = 1;
    while (end < rest_.size() && rest_[end] != '"') end += rest_[end] == '\\' ? 2 : 1;
    const auto taken = rest_.substr(0, std::min(end + 1, rest_.size()));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string array() {
    std::string text = "[";
    take('[');
    while (!rest_.empty() && !take(']')) {
      text += value();
      if (take(',')) text += ',';
    }
    return text + "]";
  }

  std::string object() {
    std::vector<std::pair<std::string, std::string>> members;  // by what is between the quotes
    take('{');
    while (!rest_.empty() && !take('}')) {
      const auto key = string();
      take(':');
      members.emplace_back(unescaped(key), std::string(key) + ":" + value());
      take(',');
    }
    std::sort(members.begin(), members.end());
    std::string text = "{";
    for (const auto& member : members) {
      if (text.size() > 1) text += ',';
      text += member.second;
    }
    return text + "}";
  }

  /// What keys are sorted by: escapes would not sort like the characters that they stand for.
  static std::string unescaped(std::string_view key) {
    std::string plain;
    for (std::size_t i = 1; i + 1 < key.size(); ++i) {
      if (key[i] != '\\') {
        plain += key[i];
        continue;
      }
      constexpr std::string_view letters = "bfnrt";
      constexpr std::string_view meant = "\b\f\n\r\t";
      const char letter = key[++i];
      if (letter == 'u') {  // a control character: \u00XX
        plain += static_cast<char>(digit(key[i + 3]) * 16 + digit(key[i + 4]));
        i += 4;
      } else if (const auto at = letters.find(letter); at != letters.npos) {
        plain += meant[at];
      } else {
        plain += letter;
      }
    }
    return plain;
  }

  static int digit(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

  std::string_view rest_;
};

}  // namespace detail

/// `text`, which PostgreSQL has written.
inline json parse_json_text(std::string_view text) {
  return {detail::json_text_reader(text).value()};
}

}  // namespace tidemark::postgres
