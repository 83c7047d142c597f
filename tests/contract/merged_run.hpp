// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include <sync/shipped_policy.hpp>
#include <tidemark/sync/make_batch.hpp>

#include "random_runs.hpp"

namespace tidemark::contract {

/// A run after its merge: what the storage gets.
struct merged_run {
  storage::run_batch batch;  ///< not yet of any run of the ledger
  storage::run_figures figures;
};

/// Merges `run` by the product's code.
inline merged_run merge_run(const sync::video_policy& policy, const random_run& run,
                            const run_setting& setting) {
  merged_run merged;
  std::vector<sync::window_merge> windows;
  for (const auto& [window_days, rows] : run.windows()) {
    auto& window = windows.emplace_back(policy.merge);
    for (videos::video_row row : rows) {
      row.brand_id = setting.brand_id;
      window.add(row);
    }
    const auto conflicts = window.figures();
    auto& figures = merged.figures;
    figures.duplicate_rows += conflicts.duplicate_rows;
    figures.conflict_video_count += conflicts.conflict_video_count;
    figures.max_conflict_gmv_cents =
        std::max(figures.max_conflict_gmv_cents, conflicts.max_conflict_gmv_cents);
    figures.snapshots.emplace_back(window_days, storage::upsert_counts{});
  }
  sync::run_request request;
  request.brand_id = setting.brand_id;
  request.snapshot_date = setting.snapshot_date;
  request.source_run_id = setting.source_run_id;
  merged.batch = sync::make_batch(request, policy, 0, std::move(windows));
  merged.batch.at = setting.at;
  return merged;
}

/// Commits `merged` under `rules` and returns its figures.
inline storage::run_figures commit_merged(storage::backend& into, merged_run merged,
                                          const run_setting& setting,
                                          const storage::programs& rules) {
  auto lock = value_of(into.lock_brand(setting.brand_id, "a test"));
  merged.batch.run_id = value_of(into.begin_run(start_of_run(setting)));
  succeeds(into.commit_run(std::move(merged.batch), rules, *lock, merged.figures));
  return merged.figures;
}

}  // namespace tidemark::contract
