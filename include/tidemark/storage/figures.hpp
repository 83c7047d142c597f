// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/value/json.hpp>

namespace tidemark::storage {

/// What one run did to the records of one table.
struct upsert_counts {
  std::int64_t inserted = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;

  bool operator==(const upsert_counts&) const = default;
};

/// The raw names that are read from each source of a run, by the source's name; both sorted.
using source_columns = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// The statistics of one run. The merge fills the first block, the storage the second while it
/// commits, the fetch the last.
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

  std::int64_t skipped_rows = 0;  ///< left out on purpose, as the config says
  source_columns columns = {};    ///< what was read from each source

  bool operator==(const run_figures&) const = default;
};

namespace detail {

inline std::string to_json(const upsert_counts& counts) {
  return "{\"inserted\":" + std::to_string(counts.inserted) +
         ",\"updated\":" + std::to_string(counts.updated) +
         ",\"unchanged\":" + std::to_string(counts.unchanged) + "}";
}

inline std::string to_json(const source_columns& columns) {
  std::string text = "{";
  for (const auto& [source, names] : columns) {
    if (text.size() > 1) text += ',';
    append_json_string(text, source);
    text += ":[";
    for (const auto& name : names) {
      if (text.back() != '[') text += ',';
      append_json_string(text, name);
    }
    text += ']';
  }
  return text + "}";
}

}  // namespace detail

/// `figures` as one JSON object, as `sync_runs.stats` holds it. `skipped_rows` and `columns` are
/// there only where there is something to say.
inline std::string to_json(const run_figures& figures) {
  const auto member = [](const char* name, std::int64_t value) {
    return "\"" + std::string(name) + "\":" + std::to_string(value) + ",";
  };
  std::string text = "{" + member("videos_synced", figures.videos_synced) +
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
  text += '}';
  if (figures.skipped_rows > 0)
    text += ",\"skipped_rows\":" + std::to_string(figures.skipped_rows);
  if (!figures.columns.empty()) text += ",\"columns\":" + detail::to_json(figures.columns);
  return text + "}";
}

}  // namespace tidemark::storage
