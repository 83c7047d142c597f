// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/storage/brand_lock.hpp>
#include <tidemark/storage/figures.hpp>
#include <tidemark/storage/planned_change.hpp>
#include <tidemark/storage/run_batch.hpp>
#include <tidemark/storage/stored_records.hpp>
#include <tidemark/storage/visitor.hpp>
#include <tidemark/videos/period_query.hpp>

namespace tidemark::storage {

/// All-time records and snapshots: what a run writes and what lists read. One thread at a time. All
/// lists of keys and walks are in byte order of `tiktok_video_id`.
class metric_store {
 public:
  virtual ~metric_store() = default;

  /// Decides every record of `batch` against the stored ones and writes what changes, together with
  /// the ledger entry's `succeeded`, `finished_at` and `stats`, and the run's due run, if that is
  /// still claimed, as `done`, in one transaction.
  ///
  /// Fills the storage's block of `figures`. Unchanged rows are not touched. Requires `lock` on the
  /// batch's brand. Error when the run does not exist, has ended or is of another brand. On error
  /// nothing of the batch is stored and `figures` stay as they were, unless the message says that
  /// it is not known: the server got lost during the commit and cannot be asked. `batch` is
  /// consumed.
  virtual result<void> commit_run(run_batch batch, const programs& rules, const brand_lock& lock,
                                  run_figures& figures) = 0;

  /// What `commit_run` would write, row by row, without writing anything; fills `figures` alike.
  ///
  /// Visits the all-time records, then the snapshots, by video and window. The id of a creator or
  /// video that is not stored yet is missing. The run need not exist. Returns the number of the
  /// brand's all-time records that are stored before, of the same moment.
  virtual result<std::int64_t> plan_run(run_batch& batch, const programs& rules,
                                        run_figures& figures, planned_fields shown,
                                        const visitor<planned_change>& visit) = 0;

  /// The stored records of `tiktok_video_ids`, in their order; nothing where there is none.
  virtual result<std::vector<std::optional<stored_video>>> find_videos(
      std::int64_t brand_id, std::span<const std::string> tiktok_video_ids) = 0;

  /// For each of `tiktok_video_ids`, in their order, the highest GMV in cents that its latest
  /// snapshots of `window_days` show, as `list_videos` does: 0 for a window without one, and
  /// unspecified for a video without an all-time record. Requires a window.
  virtual result<std::vector<std::int64_t>> find_highest_shown(
      std::int64_t brand_id, std::span<const std::string> tiktok_video_ids,
      std::span<const std::int32_t> window_days) = 0;

  /// Every all-time record of a brand.
  virtual result<void> walk_videos(std::int64_t brand_id, const visitor<stored_video>& visit) = 0;

  /// Every snapshot of a brand, or of one video of it, by video, date, window.
  virtual result<void> walk_snapshots(std::int64_t brand_id,
                                      const std::optional<std::string>& tiktok_video_id,
                                      const visitor<stored_snapshot>& visit) = 0;

  /// One page of a list of videos. `query` is valid: page >= 1, 1 <= per_page <= 200.
  virtual result<videos::video_page> list_videos(const videos::period_query& query) = 0;

  /// Every video that `query` selects, in its order, whatever its `page` and `per_page`; holds a
  /// bounded part of them in memory where the storage can.
  virtual result<void> walk_listed(const videos::period_query& query,
                                   const visitor<videos::listed_video>& visit) = 0;
};

}  // namespace tidemark::storage
