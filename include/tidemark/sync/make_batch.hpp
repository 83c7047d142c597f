// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include <tidemark/storage/run_batch.hpp>
#include <tidemark/sync/run_merge.hpp>
#include <tidemark/sync/run_request.hpp>
#include <tidemark/sync/video_policy.hpp>
#include <tidemark/value/timestamp.hpp>
#include <tidemark/videos/to_records.hpp>

namespace tidemark::sync {

/// Turns the canonical rows of all windows into what the storage decides.
inline storage::run_batch make_batch(const run_request& request, const video_policy& policy,
                                     std::int64_t run_id, run_merge::merged canonical) {
  storage::run_batch batch;
  batch.run_id = run_id;
  batch.brand_id = request.brand_id;
  batch.at = now();

  batch.videos.reserve(canonical.winners.size());
  for (videos::video_row* row : canonical.winners)
    batch.videos.push_back({videos::to_creator_video(*row), row->username});

  std::size_t snapshot_count = 0;
  for (const auto& rows : canonical.lists) snapshot_count += rows.size();
  batch.snapshots.reserve(snapshot_count);
  for (std::size_t w = 0; w < canonical.lists.size(); ++w) {
    auto& rows = canonical.lists[w];
    for (; !rows.empty(); rows.pop_front())  // memory for the rows goes as that for the records comes
      batch.snapshots.push_back(videos::to_snapshot(std::move(rows.front()), request.snapshot_date,
                                                    policy.windows[w], request.source_run_id));
  }
  return batch;
}

}  // namespace tidemark::sync
