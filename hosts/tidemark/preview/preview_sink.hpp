// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/source/data_source.hpp>

namespace tidemark::host {

/// Keeps the first rows and rejected rows of a fetch, and counts all of them. One thread.
class preview_sink final : public source::row_sink {
 public:
  /// `stop`, which must outlive the sink, ends the fetch when it is set.
  preview_sink(std::size_t rows_max, const std::atomic<bool>& stop)
      : rows_max_(rows_max), stop_(stop) {}

  bool row(videos::video_row& row) override {
    ++row_count;
    if (rows.size() < rows_max_) rows.push_back(std::exchange(row, {}));
    return go_on();
  }

  bool rejected(source::rejected_row row) override {
    ++rejected_count;
    if (rejects.size() < rows_max_) rejects.push_back(std::move(row));
    return go_on();
  }

  void begin_part(videos::added_fields) override { in_parts = true; }

  void columns(std::span<const source::delivered_column> delivered) override {
    columns_delivered.assign(delivered.begin(), delivered.end());
  }

  void skipped(std::int64_t count) override { skipped_count += count; }

  void warning(std::string message) override { warnings.push_back(std::move(message)); }

  bool go_on() const override { return !stop_; }

  std::vector<videos::video_row> rows;
  std::vector<source::rejected_row> rejects;
  std::vector<source::delivered_column> columns_delivered;
  std::vector<std::string> warnings;
  std::int64_t row_count = 0, rejected_count = 0, skipped_count = 0;
  bool in_parts = false;  ///< the rows of a video are added up

 private:
  std::size_t rows_max_;
  const std::atomic<bool>& stop_;
};

}  // namespace tidemark::host
