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

namespace tidemark::sync {

/// The batch for the storage of a run whose merge is complete.
inline storage::run_batch make_batch(const run_request& request, const video_policy& policy,
                                     std::int64_t run_id, run_merge::merged canonical) {
  storage::run_batch batch;
  batch.run_id = run_id;
  batch.brand_id = request.brand_id;
  batch.source_run_id = request.source_run_id;
  batch.snapshot_date = request.snapshot_date;
  batch.at = now();
  batch.forced = request.forced;
  for (std::size_t w = 0; w < canonical.lists.size(); ++w)
    batch.windows.push_back(
        {policy.windows[w], std::move(canonical.lists[w]), std::move(canonical.keys[w])});
  batch.all_time = std::move(canonical.winners);
  batch.texts = std::move(canonical.keeper);
  return batch;
}

}  // namespace tidemark::sync
