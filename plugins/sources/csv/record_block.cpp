// SPDX-License-Identifier: BSL-1.0
#include "record_block.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include <tidemark/value/white_space.hpp>

namespace tidemark::source {

record_block::record_block(const csv_form& form, const csv_columns& columns,
                           const videos::row_settings& settings)
    : form_(form), columns_(columns), cells_(form, columns, settings) {}

void record_block::add(const csv_record& added) {
  taken_record taken{bytes_.size(), added.raw.size(), added.problem, added.plain, 0, 0, 0};
  bytes_.insert(bytes_.end(), added.raw.begin(), added.raw.end());
  taken.cells_begin = bytes_.size();
  taken.ends_begin = ends_.size();
  for (const auto cell : added.cells) {
    bytes_.insert(bytes_.end(), cell.begin(), cell.end());
    ends_.push_back(bytes_.size());
  }
  taken.ends_end = ends_.size();
  taken_.push_back(taken);
  records_.emplace_back().number = added.number;
}

void record_block::read() {
  rows_.resize(records_.size());
  for (std::size_t i = 0; i < records_.size(); ++i) read(taken_[i], records_[i], rows_[i]);
}

/// Puts the record's cells into split_.
void record_block::split(const taken_record& taken) {
  if (taken.plain)
    return split_plain({bytes_.data() + taken.begin, taken.size}, form_.delimiter, split_);
  split_.clear();
  std::size_t begin = taken.cells_begin;
  for (std::size_t i = taken.ends_begin; i < taken.ends_end; ++i) {
    split_.emplace_back(bytes_.data() + begin, ends_[i] - begin);
    begin = ends_[i];
  }
}

void record_block::read(const taken_record& taken, record& out, videos::row_view& row) {
  out.raw = {bytes_.data() + taken.begin, taken.size};
  out.became = fate::rejected;
  if (!taken.problem.empty()) {
    out.reason = taken.problem;
    return;
  }
  split(taken);
  // Spreadsheets write records of empty cells below a table.
  const bool blank = std::ranges::all_of(
      split_, [](std::string_view cell) { return without_outer_space(cell).empty(); });
  if (blank || cells_.is_skipped(split_)) {
    out.became = blank ? fate::blank : fate::skipped;
    return;
  }
  const std::size_t width = columns_.columns.size();
  if (split_.size() != width) {
    out.reason = fmt::format("the record has {} {}, the header {}", split_.size(),
                             split_.size() == 1 ? "cell" : "cells", width);
    return;
  }
  if (columns_.add_by) out.product = split_[*columns_.add_by];
  if (auto reason = cells_.read(split_, row)) {
    out.reason = std::move(*reason);
    return;
  }
  row = texts_.keep(row);
  out.became = fate::row;
}

void record_block::clear() {
  bytes_.clear();
  ends_.clear();
  taken_.clear();
  records_.clear();
  texts_.clear();
}

}  // namespace tidemark::source
