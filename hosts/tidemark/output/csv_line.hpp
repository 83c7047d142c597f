// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tidemark::host {

/// One line of CSV (RFC 4180), without its end. A missing value is an empty cell, an empty text a
/// quoted one, so that the two can be told apart.
class csv_line {
 public:
  void add(const std::optional<std::string>& cell) {
    if (!first_) text_ += ',';
    first_ = false;
    if (cell) append(*cell);
  }

  const std::string& text() const { return text_; }

 private:
  void append(std::string_view cell) {
    if (!cell.empty() && cell.find_first_of(",\"\r\n") == std::string_view::npos) {
      text_ += cell;
      return;
    }
    text_ += '"';
    for (const char c : cell) {
      if (c == '"') text_ += '"';
      text_ += c;
    }
    text_ += '"';
  }

  std::string text_;
  bool first_ = true;
};

}  // namespace tidemark::host
