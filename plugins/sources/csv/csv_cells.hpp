// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/videos/row_builder.hpp>

#include "csv_columns.hpp"
#include "csv_form.hpp"
#include "identifier_check.hpp"

namespace tidemark::source {

/// Reads the cells of a file's records into rows, as its form says, and counts what looks wrong
/// without being so. One thread.
class csv_cells {
 public:
  /// `form`, `columns` and the clock of `settings` must outlive it.
  csv_cells(const csv_form& form, const csv_columns& columns, videos::row_settings settings);

  /// Reads the cells of a record, as many as the header has, into `row`. Returns the reason when
  /// the row must be rejected; `row` is unspecified then.
  std::optional<std::string> read(std::span<const std::string_view> cells,
                                  videos::video_row& row);

  /// Whether the record stands for no video: its id is one of `skip_ids`.
  bool is_skipped(std::span<const std::string_view> cells) const;

  /// Looks at a cell of the column that `add_by` names; returns the reason when its row must be
  /// rejected.
  std::optional<std::string> check_product(std::string_view cell);

  /// What the person who runs the sync should know of all cells, when the last has been read.
  std::vector<std::string> warnings() const;

  /// Why the ids of all rows cannot be trusted, if so: most have been rounded by a spreadsheet.
  std::optional<std::string> fault() const;

 private:
  enum class kind : std::uint8_t { other, id, username, amount, integer, rate, moment };
  struct read_column {
    std::string name;
    std::size_t cell = 0;
    kind is = kind::other;
    bool as_it_is = false;  ///< no option changes its cells
    bool is_tags = false;
  };
  static kind kind_of(std::string_view name);
  static bool is_number(kind is) {
    return is == kind::amount || is == kind::integer || is == kind::rate;
  }

  std::string hint(std::string_view reason) const;
  std::optional<std::string> feed(const read_column& from, std::string_view cell);
  std::optional<std::string> feed_id(const read_column& from, std::string_view cell);
  std::optional<std::string> feed_number(const read_column& from, std::string_view cell);
  void feed_rate(const read_column& from, std::string_view number);
  std::optional<std::string> feed_moment(const read_column& from, std::string_view cell);
  bool is_number_text(std::string_view text) const;
  bool has_bare_rate(std::span<const std::string_view> cells) const;
  bool is_null(const read_column& from, std::string_view cell);

  const csv_form& form_;
  videos::row_settings settings_;
  std::vector<read_column> columns_;
  std::vector<std::size_t> unread_;  // cells that must be texts all the same
  std::optional<std::size_t> id_;    // the cell of the id
  plugin::text_map constants_;       // those of fields without a column
  videos::row_builder rows_;
  std::string number_;  // as it is put together

  std::int64_t large_rates_ = 0;
  identifier_check ids_, products_;
  struct null_number {
    std::int64_t count = 0;
    std::string column;  // the first that had it
  };
  std::vector<null_number> null_numbers_;  // by the entry of null_values
};

}  // namespace tidemark::source
