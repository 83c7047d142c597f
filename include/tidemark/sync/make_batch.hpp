// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <tidemark/engine/merger.hpp>
#include <tidemark/storage/run_batch.hpp>
#include <tidemark/sync/run_request.hpp>
#include <tidemark/sync/video_policy.hpp>
#include <tidemark/sync/window_merge.hpp>
#include <tidemark/value/timestamp.hpp>
#include <tidemark/videos/to_records.hpp>

namespace tidemark::sync {

/// Turns the canonical rows of all windows into what the storage decides.
inline storage::run_batch make_batch(const run_request& request, const video_policy& policy,
                                     std::int64_t run_id, std::vector<window_merge> windows) {
  storage::run_batch batch;
  batch.run_id = run_id;
  batch.brand_id = request.brand_id;
  batch.at = now();

  std::vector<engine::merged_rows<videos::video_row>> canonical;
  std::size_t snapshot_count = 0;
  for (auto& window : windows) {
    canonical.push_back(window.take());
    snapshot_count += canonical.back().size();
  }
  // The winners of the windows, in the policy's order, meet once more: one row per video.
  const auto winners = engine::winners_of(policy.merge, canonical);
  batch.videos.reserve(winners.size());
  for (videos::video_row* row : winners)
    batch.videos.push_back({videos::to_creator_video(*row), row->username});

  batch.snapshots.reserve(snapshot_count);
  for (std::size_t w = 0; w < canonical.size(); ++w) {
    auto& rows = canonical[w];
    for (; !rows.empty(); rows.pop_front())  // memory for the rows goes as that for the records comes
      batch.snapshots.push_back(videos::to_snapshot(std::move(rows.front()), request.snapshot_date,
                                                    policy.windows[w], request.source_run_id));
  }
  return batch;
}

}  // namespace tidemark::sync
