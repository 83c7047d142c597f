// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tidemark::storage {

/// What one run did to the records of one table.
struct upsert_counts {
  std::int64_t inserted = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;

  bool operator==(const upsert_counts&) const = default;
};

/// The statistics of one run (SPEC sections 3, 4 and 8). The merge fills the first block, the
/// storage the second while it commits.
struct run_figures {
  std::int64_t duplicate_rows = 0;
  std::int64_t conflict_video_count = 0;
  std::int64_t max_conflict_gmv_cents = 0;
  std::int64_t rejected_rows = 0;

  std::int64_t videos_synced = 0;
  std::int64_t creators_created = 0;
  std::int64_t creators_matched = 0;
  std::int64_t unattributed_rows = 0;
  upsert_counts all_time;
  /// Per window of the policy, in its order, filled with zeros before the run.
  std::vector<std::pair<std::int32_t, upsert_counts>> snapshots;

  bool operator==(const run_figures&) const = default;
};

namespace detail {

inline std::string to_json(const upsert_counts& counts) {
  return "{\"inserted\":" + std::to_string(counts.inserted) +
         ",\"updated\":" + std::to_string(counts.updated) +
         ",\"unchanged\":" + std::to_string(counts.unchanged) + "}";
}

}  // namespace detail

/// The members of `figures` as they stand in `sync --format json` and in `sync_runs.stats`, without
/// the braces around them.
inline std::string to_json_members(const run_figures& figures) {
  const auto member = [](const char* name, std::int64_t value) {
    return "\"" + std::string(name) + "\":" + std::to_string(value) + ",";
  };
  std::string text = member("videos_synced", figures.videos_synced) +
                     member("creators_created", figures.creators_created) +
                     member("creators_matched", figures.creators_matched) +
                     member("duplicate_rows", figures.duplicate_rows) +
                     member("conflict_video_count", figures.conflict_video_count) +
                     member("max_conflict_gmv_cents", figures.max_conflict_gmv_cents) +
                     member("rejected_rows", figures.rejected_rows) +
                     member("unattributed_rows", figures.unattributed_rows) +
                     "\"all_time\":" + detail::to_json(figures.all_time) + ",\"snapshots\":{";
  bool first = true;
  for (const auto& [window_days, counts] : figures.snapshots) {
    if (!first) text += ',';
    first = false;
    text += "\"" + std::to_string(window_days) + "\":" + detail::to_json(counts);
  }
  return text + "}";
}

/// `figures` as one JSON object.
inline std::string to_json(const run_figures& figures) {
  return "{" + to_json_members(figures) + "}";
}

}  // namespace tidemark::storage
