// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/storage/figures.hpp>
#include <tidemark/storage/run_batch.hpp>
#include <tidemark/sync/fetch_windows.hpp>
#include <tidemark/sync/make_batch.hpp>
#include <tidemark/sync/quarantine.hpp>
#include <tidemark/sync/run_observer.hpp>
#include <tidemark/sync/run_request.hpp>
#include <tidemark/sync/video_policy.hpp>
#include <tidemark/sync/weaker_names.hpp>

namespace tidemark::sync {

/// What a run brings, before anything of it is decided.
struct fetched_batch {
  storage::run_batch batch;
  std::vector<weakly_named_video> weakly_named;  ///< their creator only weaker rows name
};

/// Fetches every window from every source and merges it, for a run or for its plan. Fills the
/// counts of rows in `figures`. The rows that `rejects` keeps are written even after an error.
inline result<fetched_batch> fetch_batch(const run_request& request, const video_policy& policy,
                                         std::int64_t run_id, quarantine& rejects,
                                         run_observer& observer, storage::run_figures& figures) {
  auto merge = fetch_windows(request, policy, rejects, observer, figures);
  figures.rejected_rows = rejects.count();
  // Exit code 75, try again later, is for another run of the brand and for sources: if the storage
  // is `busy`, this run has failed.
  if (auto kept = rejects.flush(); !kept) return failure(kept.error().message);
  if (!merge) return merge.error();

  const conflict_figures conflicts = merge->figures();
  figures.duplicate_rows = conflicts.duplicate_rows;
  figures.conflict_video_count = conflicts.conflict_video_count;
  figures.max_conflict_gmv_cents = conflicts.max_conflict_gmv_cents;
  fetched_batch fetched;
  fetched.batch = make_batch(request, policy, run_id, merge->take());
  fetched.weakly_named = merge->weakly_named(fetched.batch.all_time);
  std::size_t records = fetched.batch.all_time.size();
  for (const auto& window : fetched.batch.windows) records += window.rows.size();
  observer.committing(static_cast<std::int64_t>(records));
  return fetched;
}

}  // namespace tidemark::sync
