// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/videos/row_builder.hpp>

#include "cell_counts.hpp"
#include "csv_columns.hpp"
#include "csv_form.hpp"

namespace tidemark::source {

/// Reads the cells of a file's records into rows, by its form, and counts cells that look wrong but
/// are valid. One thread.
class csv_cells {
 public:
  /// `form`, `columns` and the clock of `settings` must outlive it.
  csv_cells(const csv_form& form, const csv_columns& columns, videos::row_settings settings);

  /// Reads the cells of a record, as many as the header has, into `row`. Returns the reason if the
  /// row must be rejected; `row` is unspecified then. Its texts are valid until the next call.
  std::optional<std::string> read(std::span<const std::string_view> cells, videos::row_view& row);

  /// Whether the record is not of a video: its id is one of `skip_ids`.
  bool is_skipped(std::span<const std::string_view> cells) const;

  /// What was counted since the last call.
  cell_counts take_counts() { return std::exchange(counts_, {}); }

 private:
  enum class kind : std::uint8_t { other, id, username, amount, integer, rate, moment };
  struct read_column {
    std::string name;
    std::size_t cell = 0;
    kind is = kind::other;
    bool as_it_is = false;  ///< no option applies to its cells
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
  std::vector<std::size_t> unread_;  // cells that must still be valid texts
  std::optional<std::size_t> id_;    // the cell of the id
  plugin::text_map constants_;       // those of fields without a column
  videos::row_builder rows_;
  std::string number_;  // a buffer

  cell_counts counts_;
};

}  // namespace tidemark::source
