// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

namespace tidemark::host {

/// Markup that is written in our own code: `"<td>"_html`. No other text can become markup.
class html_literal {
 public:
  constexpr std::string_view text() const { return text_; }

 private:
  friend consteval html_literal operator""_html(const char* text, std::size_t size);
  explicit constexpr html_literal(std::string_view text) : text_(text) {}

  std::string_view text_;
};

consteval html_literal operator""_html(const char* text, std::size_t size) {
  return html_literal(std::string_view(text, size));
}

/// A piece of a page. Markup is added as a literal or as another piece; all other text is escaped,
/// for elements and for attribute values in double quotes, so that escaping cannot be forgotten.
class html {
 public:
  html& operator<<(html_literal markup) {
    text_ += markup.text();
    return *this;
  }
  html& operator<<(const html& piece) {
    text_ += piece.text_;
    return *this;
  }
  html& operator<<(std::string_view text) {
    for (const char c : text) append_escaped(c);
    return *this;
  }
  template <std::integral Number>
    requires(!std::same_as<Number, char> && !std::same_as<Number, bool>)
  html& operator<<(Number number) {
    text_ += std::to_string(number);
    return *this;
  }

  bool empty() const { return text_.empty(); }
  const std::string& text() const& { return text_; }
  std::string text() && { return std::move(text_); }

 private:
  void append_escaped(char c) {
    switch (c) {
      case '&': text_ += "&amp;"; break;
      case '<': text_ += "&lt;"; break;
      case '>': text_ += "&gt;"; break;
      case '"': text_ += "&quot;"; break;
      case '\'': text_ += "&#39;"; break;
      default: text_ += c;
    }
  }

  std::string text_;
};

}  // namespace tidemark::host
