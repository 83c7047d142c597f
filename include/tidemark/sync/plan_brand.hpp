// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>
#include <tidemark/storage/planned_change.hpp>
#include <tidemark/sync/change_limit.hpp>
#include <tidemark/sync/fetch_batch.hpp>
#include <tidemark/sync/weaker_names.hpp>

namespace tidemark::sync {

/// Warns of `named` videos that are not stored, and so without a creator: a known video keeps its
/// creator. An error of the storage is ignored, since this is only a warning.
inline void warn_of_weaker_names(storage::backend& store, std::int64_t brand_id,
                                 std::vector<weakly_named_video> named, run_observer& observer) {
  if (named.empty()) return;
  std::vector<std::string> ids;
  ids.reserve(named.size());
  for (const auto& video : named) ids.push_back(video.tiktok_video_id);
  const auto stored = store.find_videos(brand_id, ids);
  if (!stored) return;
  std::vector<weakly_named_video> unattributed;
  for (std::size_t i = 0; i < named.size(); ++i)
    if (!(*stored)[i]) unattributed.push_back(std::move(named[i]));
  if (!unattributed.empty()) observer.warning(warning_of(unattributed));
}

/// Whether the limit of `request`, which has one, allows what `batch` would change. Under the
/// brand's lock, so that nothing changes before the commit.
inline result<void> check_changes(storage::backend& store, const video_policy& policy,
                                  const run_request& request, storage::run_batch& batch,
                                  storage::run_figures planned) {
  const auto nothing = [](const storage::planned_change&) { return false; };
  const auto stored =
      store.plan_run(batch, policy.rules, planned, storage::planned_fields::taken, nothing);
  if (!stored) return failure(stored.error().message);
  return check_limit(*request.limit, planned.all_time.updated, *stored);
}

/// Tells what a run of one brand would change, and writes nothing: hosts/tidemark/commands.md, "A
/// plan". Fetches and merges as `run_brand` does, and decides against what is stored at one moment;
/// needs no lock. `visit` gets each change; see storage::metric_store::plan_run. Returns the number
/// of all-time records that are stored before.
inline result<std::int64_t> plan_brand(storage::backend& store, const video_policy& policy,
                               const run_request& request, storage::planned_fields shown,
                               run_observer& observer, storage::run_figures& figures,
                               const storage::visitor<storage::planned_change>& visit) {
  for (const std::int32_t days : policy.windows) figures.snapshots.push_back({days, {}});
  quarantine rejects;  // a plan keeps no rows
  constexpr std::int64_t no_run = 0;
  auto fetched = fetch_batch(request, policy, no_run, rejects, observer, figures);
  if (!fetched) return fetched.error();
  const auto stored = store.plan_run(fetched->batch, policy.rules, figures, shown, visit);
  if (!stored) return failure(stored.error().message);  // `busy` is for sources, as in a run
  warn_of_weaker_names(store, request.brand_id, std::move(fetched->weakly_named), observer);
  return stored;
}

}  // namespace tidemark::sync
