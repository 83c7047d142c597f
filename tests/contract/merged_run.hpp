// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include <sync/shipped_policy.hpp>
#include <tidemark/sync/make_batch.hpp>

#include "random_runs.hpp"

namespace tidemark::contract {

/// A run after its merge: what the storage gets.
struct merged_run {
  storage::run_batch batch;  ///< without a run of the ledger yet
  storage::run_figures figures;
};

/// Merges `run` by the product's code.
inline merged_run merge_run(const sync::video_policy& policy, const random_run& run,
                            const run_setting& setting) {
  merged_run merged;
  sync::run_merge merge(policy.merge);
  bool first = true;
  for (const auto& [window_days, rows] : run.windows()) {
    if (!std::exchange(first, false)) merge.next_window();
    for (videos::video_row row : rows) {
      row.brand_id = setting.brand_id;
      merge.add(row);
    }
    merged.figures.snapshots.emplace_back(window_days, storage::upsert_counts{});
  }
  const auto conflicts = merge.figures();
  merged.figures.duplicate_rows = conflicts.duplicate_rows;
  merged.figures.conflict_video_count = conflicts.conflict_video_count;
  merged.figures.max_conflict_gmv_cents = conflicts.max_conflict_gmv_cents;
  sync::run_request request;
  request.brand_id = setting.brand_id;
  request.snapshot_date = setting.snapshot_date;
  request.source_run_id = setting.source_run_id;
  merged.batch = sync::make_batch(request, policy, 0, merge.take());
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
