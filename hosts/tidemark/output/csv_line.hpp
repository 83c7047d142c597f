// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidemark::host {

/// The form of texts in CSV.
enum class csv_texts : std::uint8_t {
  exact,    ///< unchanged
  guarded,  ///< with an apostrophe before a text that a spreadsheet would run as a formula
};

/// One line of CSV (RFC 4180) without its line break. A missing value is an empty cell, an empty
/// text is `""`, so that they differ.
class csv_line {
 public:
  explicit csv_line(csv_texts texts) : texts_(texts) {}

  /// Adds a text that users wrote.
  void add_text(const std::optional<std::string>& cell) {
    constexpr std::string_view formula_begins = "=+-@\t\r";
    const bool runs =
        cell && !cell->empty() && formula_begins.find(cell->front()) != formula_begins.npos;
    add(texts_ == csv_texts::guarded && runs ? std::optional("'" + *cell) : cell);
  }

  /// Adds a number or a time.
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

  csv_texts texts_;
  std::string text_;
  bool first_ = true;
};

}  // namespace tidemark::host
