// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/source/data_source.hpp>
#include <tidemark/videos/row_keeper.hpp>

#include "csv_cells.hpp"
#include "csv_record_reader.hpp"

namespace tidemark::source {

/// Some records of a CSV file, and the rows that they become: `add` records until it is `full`,
/// `read` them, use the `records`, `clear`, and again from the start, with the same buffers. One
/// thread at a time.
class record_block {
 public:
  /// `form`, `columns` and the clock of `settings` must outlive it.
  record_block(const csv_form& form, const csv_columns& columns,
               const videos::row_settings& settings);

  /// Takes a copy of a record.
  void add(const csv_record& added);

  /// Whether enough records have come together to be worth a hand-over.
  bool full() const { return records_.size() == records_max || bytes_.size() >= bytes_max; }

  bool empty() const { return records_.empty(); }

  /// Turns every record into a row, or finds out why not.
  void read();

  /// What became of a record.
  enum class fate : std::uint8_t { blank, skipped, rejected, row };
  struct record {
    std::int64_t number = 0;   ///< the line on which it begins
    fate became = fate::blank;
    std::string reason;        ///< of a rejected one
    std::string_view raw;      ///< as delivered
    std::string_view product;  ///< the cell of the column that `add_by` names
  };
  const std::vector<record>& records() const { return records_; }
  /// By the record; counts for those that became a row.
  const std::vector<videos::row_view>& rows() const { return rows_; }
  /// What was counted of the records.
  cell_counts take_counts() { return cells_.take_counts(); }

  void clear();

 private:
  // So many that the hand-over costs nothing beside the work, so few that all stays in a cache.
  static constexpr std::size_t records_max = 256;
  static constexpr std::size_t bytes_max = 128 * 1024;

  /// Where in bytes_ a record is, while they still grow.
  struct taken_record {
    std::size_t begin = 0, size = 0;
    std::string_view problem;
    bool plain = false;
    std::size_t cells_begin = 0, ends_begin = 0, ends_end = 0;  ///< of one that is not plain
  };

  void split(const taken_record& taken);
  void read(const taken_record& taken, record& out, videos::row_view& row);

  const csv_form& form_;
  const csv_columns& columns_;
  std::vector<char> bytes_;
  std::vector<std::size_t> ends_;  // of the cells of records that are not plain, in bytes_
  std::vector<taken_record> taken_;
  std::vector<record> records_;
  std::vector<videos::row_view> rows_;
  videos::row_keeper texts_;  // of the rows
  std::vector<std::string_view> split_;
  csv_cells cells_;
};

}  // namespace tidemark::source
