// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>
#include <tidemark/storage/planned_change.hpp>
#include <tidemark/sync/change_limit.hpp>
#include <tidemark/sync/fetch_batch.hpp>
#include <tidemark/videos/period_query.hpp>

namespace tidemark::sync {

/// The number of all-time records that `store` has of a brand.
inline result<std::int64_t> count_videos(storage::backend& store, std::int64_t brand_id) {
  videos::period_query all;
  all.brand_id = brand_id;
  all.per_page = 1;
  const auto listed = store.list_videos(all);
  if (!listed) return listed.error();
  return listed->total;
}

/// Whether the limit of `request`, which has one, allows what `batch` would change. Under the
/// brand's lock, so that nothing changes before the commit.
inline result<void> check_changes(storage::backend& store, const video_policy& policy,
                                  const run_request& request, storage::run_batch& batch,
                                  storage::run_figures planned) {
  const auto stored = count_videos(store, request.brand_id);
  if (!stored) return failure(stored.error().message);
  const auto nothing = [](const storage::planned_change&) { return false; };
  const auto counted =
      store.plan_run(batch, policy.rules, planned, storage::planned_fields::taken, nothing);
  if (!counted) return failure(counted.error().message);
  return check_limit(*request.limit, planned.all_time.updated, *stored);
}

/// Tells what a run of one brand would change, and writes nothing: hosts/tidemark/commands.md, "A
/// plan". Fetches and merges as `run_brand` does, and decides against what is stored at one moment;
/// needs no lock. `visit` gets each change; see storage::metric_store::plan_run.
inline result<void> plan_brand(storage::backend& store, const video_policy& policy,
                               const run_request& request, storage::planned_fields shown,
                               run_observer& observer, storage::run_figures& figures,
                               const storage::visitor<storage::planned_change>& visit) {
  for (const std::int32_t days : policy.windows) figures.snapshots.push_back({days, {}});
  quarantine rejects;  // a plan keeps no rows
  constexpr std::int64_t no_run = 0;
  auto fetched = fetch_batch(request, policy, no_run, rejects, observer, figures);
  if (!fetched) return fetched.error();
  return store.plan_run(fetched->batch, policy.rules, figures, shown, visit);
}

}  // namespace tidemark::sync
