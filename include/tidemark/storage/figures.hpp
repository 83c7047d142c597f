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

}  // namespace tidemark::storage
