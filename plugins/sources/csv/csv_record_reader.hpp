// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <csv.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/result.hpp>

#include "rewindable_lines.hpp"

namespace tidemark::source {

/// One record of a CSV file. It lives until the next one is read.
struct csv_record {
  std::int64_t number = 0;                   ///< the physical line on which it begins, from 1
  std::span<const std::string_view> cells;   ///< without quotes; empty if there is a problem
  std::string_view raw;                      ///< as delivered
  std::string_view problem = {};             ///< why it is not a record, or empty
  bool plain = false;  ///< `raw` has neither quotes nor lone carriage returns: see split_plain
};

/// Splits `raw`, of a plain record, into `cells`, which point into it.
void split_plain(std::string_view raw, char delimiter, std::vector<std::string_view>& cells);

/// Splits a CSV file into records, strictly: a quote inside an unquoted cell and text after a
/// closing quote are problems, spaces belong to the cell, a quoted cell may hold line feeds; but
/// `="..."`, which spreadsheets write, is the text in it. Empty lines are skipped. In bounded
/// memory; one thread.
class csv_record_reader {
 public:
  csv_record_reader(line_reader lines, char delimiter);
  csv_record_reader(const csv_record_reader&) = delete;
  csv_record_reader& operator=(const csv_record_reader&) = delete;
  ~csv_record_reader();

  /// Reads the next record; false at the end of the file. A record with a problem is one physical
  /// line, and the next one begins on the line after it. Error: the file cannot be read.
  result<bool> next(csv_record& out);
  /// The same, but a plain record is not split: it has no cells. For a caller that splits it on
  /// another thread.
  result<bool> next_unsplit(csv_record& out);

 private:
  enum class progress { record, open_quote, problem };

  progress feed(const line& given);
  result<bool> continue_record(csv_record& out, const line& first);
  bool give_up(csv_record& out, const line& first, std::string_view problem);
  void take_cells(csv_record& out);
  void restart();
  bool parse(std::string_view text);
  bool unwrap_formulas(std::string_view text);

  rewindable_lines lines_;
  char delimiter_;
  std::string unwrapped_;
  csv_parser parser_{};
  std::string bytes_;                // of all cells
  std::vector<std::size_t> ends_;    // of each cell in bytes_
  std::vector<std::string_view> cells_;
  std::size_t records_ = 0;          // that ended since the last restart
  std::string first_line_;           // of a record that was abandoned
  std::string_view problem_;
};

}  // namespace tidemark::source
