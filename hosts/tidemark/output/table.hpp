// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::host {

/// A table for people: columns are as wide as their widest cell, and control characters are
/// replaced.
class table {
 public:
  enum class align { left, right };
  struct column {
    std::string title;
    align side = align::left;
    std::size_t width_max = 60;  ///< longer cells end in an ellipsis on a terminal
    bool always_cut = false;     ///< also in a pipe or file
  };

  explicit table(std::vector<column> columns);

  /// Adds a row with one cell for each column.
  void add(std::vector<std::string> cells);

  /// Writes the rows that were added since the last call, and the headings at the first call.
  /// Columns become wider with later rows, never narrower.
  void write(std::ostream& out);

 private:
  void write_line(std::ostream& out, const std::vector<std::string>& cells) const;

  std::vector<column> columns_;
  std::vector<std::size_t> widths_;
  std::vector<std::vector<std::string>> rows_;
  bool heads_written_ = false;
};

/// `text` on one line of at most `width_max` terminal columns, as valid UTF-8. Control characters,
/// and those that change the direction of text, become spaces.
std::string one_line(std::string_view text, std::size_t width_max = std::string_view::npos);

}  // namespace tidemark::host
