// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/record/field_text.hpp>
#include <tidemark/storage/digest.hpp>
#include <tidemark/storage/backend.hpp>

#include "../catch.hpp"
#include "seen.hpp"
#include "shipped_programs.hpp"

namespace tidemark::contract {

/// How the contract suite opens a storage. A function that cannot do so fails the test itself.
struct storage_under_test {
  /// Opens a storage that holds nothing.
  std::function<std::unique_ptr<storage::backend>()> open_fresh;
  /// Opens once more what the last `open_fresh` made, after that object is gone; empty where
  /// nothing outlives the object.
  std::function<std::unique_ptr<storage::backend>()> reopen = {};
};

/// The value of `outcome`, or a failed test that shows the error.
template <typename T>
T value_of(result<T> outcome) {
  if (!outcome) FAIL(outcome.error().message);
  return std::move(outcome).value();
}
template <typename T>
void succeeds(const result<T>& outcome) {
  if (!outcome) FAIL(outcome.error().message);
}

inline date day(const char* text) { return parse_date(text).value(); }
inline timestamp moment(const char* wall_time) { return parse_wall_time(wall_time).value(); }

/// The fields of `record` by name; a missing one is "missing". For comparisons that print well.
template <record Record>
std::map<std::string, std::string> texts_of(const Record& record) {
  std::map<std::string, std::string> texts;
  for_each_field<Record>([&](auto i) {
    texts[std::string(field_names<Record>[i])] = field_text(field<i>(record)).value_or("missing");
  });
  return texts;
}

/// What one run brings: rows for the all-time records, and rows per window.
struct delivery {
  std::vector<seen> videos;
  std::vector<std::pair<std::int32_t, std::vector<seen>>> windows = {};
};

/// The brand, name and time of one run.
struct run_setting {
  std::int64_t brand_id = 1;
  date snapshot_date = day("2026-02-20");
  timestamp at = moment("2026-02-20 09:00:00");
  std::string source_run_id = "sync-1";
};

inline storage::run_start start_of_run(const run_setting& setting) {
  return {setting.brand_id, setting.source_run_id, setting.snapshot_date, setting.at,
          "videos", "hash-of-the-policy", "test-host"};
}

/// A batch, and the rows that only its all-time records are made of.
struct test_batch : storage::run_batch {
  std::deque<videos::row_view> all_time_rows;
};

/// The batch of `brought`, without a run yet.
inline test_batch batch_of(const delivery& brought, const run_setting& setting) {
  test_batch batch;
  batch.brand_id = setting.brand_id;
  batch.source_run_id = setting.source_run_id;
  batch.snapshot_date = setting.snapshot_date;
  batch.at = setting.at;
  const auto row_of = [&](const seen& given) {
    videos::video_row row = given.row();
    row.brand_id = setting.brand_id;
    std::string joined_tags;
    return batch.texts.keep(videos::view_of(row, joined_tags));
  };
  std::map<std::string_view, std::uint32_t> places;
  for (const auto& row : brought.videos) {
    const auto place = static_cast<std::uint32_t>(batch.all_time.size());
    batch.all_time.push_back(&batch.all_time_rows.emplace_back(row_of(row)));
    places.emplace(batch.all_time.back()->tiktok_video_id, place);
  }
  for (const auto& [window_days, rows] : brought.windows) {
    auto& window = batch.windows.emplace_back();
    window.days = window_days;
    for (const auto& row : rows) {
      const auto& added = window.rows.emplace_back(row_of(row));
      const auto place = places.find(added.tiktok_video_id);
      window.videos.push_back(place == places.end() ? storage::run_batch::no_video
                                                    : place->second);
    }
  }
  return batch;
}

/// The figures that a run begins with: a zero for every window of `brought`.
inline storage::run_figures figures_for(const delivery& brought) {
  storage::run_figures figures;
  for (const auto& [window_days, rows] : brought.windows)
    figures.snapshots.emplace_back(window_days, storage::upsert_counts{});
  return figures;
}

/// One whole run; it must succeed.
inline storage::run_figures sync(storage::backend& into, const delivery& brought,
                                 const run_setting& setting = {},
                                 const storage::programs& rules = shipped_programs()) {
  auto lock = value_of(into.lock_brand(setting.brand_id, "contract suite"));
  auto batch = batch_of(brought, setting);
  batch.run_id = value_of(into.begin_run(start_of_run(setting)));
  storage::run_figures figures = figures_for(brought);
  succeeds(into.commit_run(std::move(batch), rules, *lock, figures));
  return figures;
}

template <typename Row, typename Walk>
std::vector<Row> collect(Walk&& walk) {
  std::vector<Row> rows;
  succeeds(walk([&](const Row& row) {
    rows.push_back(row);
    return true;
  }));
  return rows;
}
inline std::vector<storage::stored_video> all_videos(storage::backend& from, std::int64_t brand) {
  return collect<storage::stored_video>(
      [&](const auto& visit) { return from.walk_videos(brand, visit); });
}
inline std::vector<storage::stored_snapshot> all_snapshots(
    storage::backend& from, std::int64_t brand,
    const std::optional<std::string>& tiktok_video_id = {}) {
  return collect<storage::stored_snapshot>(
      [&](const auto& visit) { return from.walk_snapshots(brand, tiktok_video_id, visit); });
}
inline std::vector<storage::ledger_entry> all_runs(storage::backend& from,
                                                   std::optional<std::int64_t> brand = {}) {
  return collect<storage::ledger_entry>(
      [&](const auto& visit) { return from.walk_runs(brand, visit); });
}
inline std::vector<storage::quarantined_row> all_rejected(storage::backend& from,
                                                          std::optional<std::int64_t> run = {}) {
  return collect<storage::quarantined_row>(
      [&](const auto& visit) { return from.walk_rejected(run, visit); });
}

/// The default query for the first page of a brand.
inline videos::period_query query_of(std::int64_t brand_id) {
  videos::period_query query;
  query.brand_id = brand_id;
  return query;
}

/// The stored all-time record of a video; the test fails when there is none.
inline storage::stored_video video(storage::backend& from, const std::string& tiktok_video_id,
                                   std::int64_t brand = 1) {
  const auto found = value_of(from.find_videos(brand, std::vector{tiktok_video_id}));
  REQUIRE(found.size() == 1);
  if (!found[0]) FAIL("video " + tiktok_video_id + " is not stored");
  return *found[0];
}

/// The one stored snapshot of a video; the test fails when there is none or more.
inline storage::stored_snapshot snapshot(storage::backend& from,
                                         const std::string& tiktok_video_id) {
  const auto found = all_snapshots(from, 1, tiktok_video_id);
  REQUIRE(found.size() == 1);
  return found[0];
}

}  // namespace tidemark::contract
