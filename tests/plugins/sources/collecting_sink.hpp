// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/source/data_source.hpp>

namespace tidemark::source::test {

/// Keeps what a source delivers, and asks it to stop after a number of deliveries.
class collecting_sink final : public row_sink {
 public:
  explicit collecting_sink(std::size_t stop_after = std::numeric_limits<std::size_t>::max())
      : stop_after_(stop_after) {}

  bool row(videos::video_row& row) override {
    rows.push_back(std::move(row));
    return rows.size() + rejects.size() < stop_after_;
  }
  bool rejected(rejected_row row) override {
    rejects.push_back(std::move(row));
    return rows.size() + rejects.size() < stop_after_;
  }
  void begin_part(videos::added_fields fields) override {
    parts.push_back(rows.size());
    added = fields;
  }
  void columns(std::span<const delivered_column> delivered) override {
    columns_delivered.assign(delivered.begin(), delivered.end());
  }
  void skipped(std::int64_t count) override { skipped_rows += count; }
  void warning(std::string message) override { warnings.push_back(std::move(message)); }

  /// The ids of the rows, and `!position` of the rejects, each in the order of delivery.
  std::string ids() const {
    std::string text;
    for (const auto& row : rows) text += (text.empty() ? "" : " ") + row.tiktok_video_id;
    for (const auto& reject : rejects)
      text += (text.empty() ? "!" : " !") + std::to_string(reject.position);
    return text;
  }

  /// The raw names that are read, in the order of the columns.
  std::string read() const {
    std::string text;
    for (const auto& column : columns_delivered)
      if (!column.read_as.empty()) text += (text.empty() ? "" : " ") + std::string(column.read_as);
    return text;
  }

  std::vector<videos::video_row> rows;
  std::vector<rejected_row> rejects;
  std::vector<std::string> warnings;
  std::vector<delivered_column> columns_delivered;
  std::vector<std::size_t> parts;  ///< how many rows came before each
  videos::added_fields added;
  std::int64_t skipped_rows = 0;

 private:
  std::size_t stop_after_;
};

/// The request of the tests.
inline fetch_request request_of(std::int32_t window_days = 90) {
  return {1, "USD", window_days, parse_date("2026-11-23").value()};
}

}  // namespace tidemark::source::test
