// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <iostream>
#include <memory>
#include <span>
#include <string>

#include <sources/csv/csv_source.hpp>
#include <sources/jsonl/jsonl_source.hpp>

namespace tidemark::bench {

/// Counts rows and drops them, as a merge does with rows that lose.
class counting_sink final : public source::row_sink {
 public:
  bool row(videos::video_row& row) override {
    ++row_count;
    gmv_cents += row.gmv_cents.value_or(0);
    payload_bytes += row.raw_payload->text.size();
    return true;
  }
  bool rows(std::span<const videos::row_view> all) override {
    row_count += static_cast<std::int64_t>(all.size());
    for (const auto& row : all) {
      gmv_cents += row.gmv_cents.value_or(0);
      payload_bytes += row.raw_payload->text.size();
    }
    return true;
  }
  bool rejected(source::rejected_row refused) override {
    if (rejects++ < 3) std::cerr << refused.position << ": " << refused.reason << '\n';
    return true;
  }
  void begin_part(videos::added_fields) override {}
  void warning(std::string message) override { std::cerr << message << '\n'; }

  std::int64_t row_count = 0;
  std::int64_t rejects = 0;
  std::int64_t gmv_cents = 0;
  std::size_t payload_bytes = 0;
};

/// The source of a .csv or .jsonl file.
inline std::unique_ptr<source::data_source> source_of(const std::string& path) {
  auto pattern = source::path_pattern::parse(path).value();
  if (path.find(".csv") != std::string::npos)
    return std::make_unique<source::csv_source>(std::move(pattern), nullptr,
                                                source::csv_form{});
  return std::make_unique<source::jsonl_source>(std::move(pattern), nullptr);
}

}  // namespace tidemark::bench
