// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/storage/figures.hpp>
#include <tidemark/storage/ledger.hpp>
#include <tidemark/storage/run_batch.hpp>
#include <tidemark/storage/thumbnail.hpp>
#include <tidemark/storage/verify_report.hpp>
#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>
#include <tidemark/videos/period_query.hpp>

namespace tidemark::storage {

/// A stored all-time record with the columns that belong to the storage.
struct stored_video {
  std::int64_t id = 0;
  videos::creator_video record;
  std::string username;
  std::optional<std::string> thumbnail_url;  ///< empty: it was looked for, and there is none
  timestamp inserted_at;
  timestamp updated_at;
};

/// A stored snapshot with the columns that belong to the storage.
struct stored_snapshot {
  std::int64_t id = 0;
  videos::metric_snapshot record;
  timestamp inserted_at;
  timestamp updated_at;
};

/// One field that a planned write would change; texts as in record/field_text.hpp.
struct field_change {
  std::string_view field;
  std::optional<std::string> before;  ///< missing at an insert too
  std::optional<std::string> after;
};

/// One row that a run would insert or update.
struct planned_change {
  std::string_view record;  ///< `creator_videos` or `creator_video_metric_snapshots`
  std::string tiktok_video_id;
  std::optional<std::int32_t> window_days;  ///< of a snapshot
  bool inserted = false;
  std::vector<field_change> fields;
};

/// What retention removed.
struct retention_counts {
  std::int64_t snapshots = 0;
  std::int64_t rejected_rows = 0;
};

/// Takes one stored row; returns false to end the walk. Must not throw or call the storage.
template <typename Row>
using visitor = std::function<bool(const Row&)>;

/// The right to run one brand; gone when it is destroyed, or when its process ends.
class brand_lock {
 public:
  virtual ~brand_lock() = default;
};

/// Where records, snapshots, the ledger and the quarantine are kept (SPEC sections 4 to 7 and 10).
///
/// Opened by a plugin's `create_storage`, which also brings the schema up to date. One thread at a
/// time. Every write is one transaction: after an error what was stored before still is, and the
/// storage can be used again. All lists of keys and walks are in byte order of `tiktok_video_id`.
class backend {
 public:
  virtual ~backend() = default;

  // --- locks and schedule

  /// Takes the right to run `brand_id`, over all processes that use this storage. `holder` names
  /// the caller to others. Error `busy` when another holds it; the message names that one.
  virtual result<std::unique_ptr<brand_lock>> lock_brand(std::int64_t brand_id,
                                                         const std::string& holder) = 0;

  /// Claims the run of `brand_id` that was due at `due`. True for the first caller, false for all
  /// others, for as long as it is not released.
  virtual result<bool> claim_due_run(std::int64_t brand_id, timestamp due) = 0;

  /// Takes a claim back, so that it is as if nobody had claimed `due`. Of several callers one is
  /// told true; false where there is no such claim.
  virtual result<bool> release_due_run(std::int64_t brand_id, timestamp due) = 0;

  /// The latest due time of `brand_id` that anybody has claimed, if any.
  virtual result<std::optional<timestamp>> last_claimed_run(std::int64_t brand_id) = 0;

  /// The brands with an entry `running` that has given no sign of life since `before`: neither
  /// began nor had a heartbeat. In ascending order; who holds their locks is not looked at.
  virtual result<std::vector<std::int64_t>> find_silent_brands(timestamp before) = 0;

  // --- ledger and quarantine

  /// Writes a ledger entry `running`, durably, and returns its id.
  virtual result<std::int64_t> begin_run(const run_start& start) = 0;

  /// Ends as failed every entry of `brand_id` that still says `running`: its process died, because
  /// the caller holds the brand's `lock`. Returns their ids, ascending.
  virtual result<std::vector<std::int64_t>> fail_abandoned_runs(std::int64_t brand_id,
                                                                const brand_lock& lock,
                                                                timestamp at) = 0;

  /// Says that run `run_id` is alive at `at`. Error when there is no such run or it has ended.
  virtual result<void> heartbeat(std::int64_t run_id, timestamp at) = 0;

  /// Keeps rows in quarantine, whatever becomes of their run. Their `id` is ignored. Error when the
  /// run of one does not exist; then none is kept.
  virtual result<void> quarantine(std::span<const quarantined_row> rows) = 0;

  /// Ends run `run_id` as failed. Error when there is no such run or it has ended.
  virtual result<void> fail_run(std::int64_t run_id, const std::string& message, timestamp at) = 0;

  // --- the run

  /// Decides every record of `batch` against the stored ones and writes what changes, together with
  /// the ledger entry's `succeeded`, `finished_at` and `stats`, in one transaction.
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
  /// Visits the all-time records, then the snapshots; see storage/plan.hpp for their fields. Ids of
  /// creators and videos that are not stored yet are those that a commit would give now. The run
  /// need not exist.
  virtual result<void> plan_run(run_batch batch, const programs& rules, run_figures& figures,
                                const visitor<planned_change>& visit) = 0;

  // --- reading

  /// The stored records of `tiktok_video_ids`, in their order; nothing where there is none.
  virtual result<std::vector<std::optional<stored_video>>> find_videos(
      std::int64_t brand_id, std::span<const std::string> tiktok_video_ids) = 0;

  /// For each of `tiktok_video_ids`, in their order, the highest GMV in cents that its latest
  /// snapshots of `window_days` show, as `list_videos` does: 0 for a window without one. Of a video
  /// without all-time record it is not said. Requires a window.
  virtual result<std::vector<std::int64_t>> find_highest_shown(
      std::int64_t brand_id, std::span<const std::string> tiktok_video_ids,
      std::span<const std::int32_t> window_days) = 0;

  /// Every all-time record of a brand.
  virtual result<void> walk_videos(std::int64_t brand_id, const visitor<stored_video>& visit) = 0;

  /// Every snapshot of a brand, or of one video of it, by video, date, window.
  virtual result<void> walk_snapshots(std::int64_t brand_id,
                                      const std::optional<std::string>& tiktok_video_id,
                                      const visitor<stored_snapshot>& visit) = 0;

  /// One page of SPEC section 7. `query` is valid: page >= 1, 1 <= per_page <= 200.
  virtual result<videos::video_page> list_videos(const videos::period_query& query) = 0;

  /// Every video that `query` selects, in its order, whatever its `page` and `per_page`; holds a
  /// bounded part of them in memory where the storage can.
  virtual result<void> walk_listed(const videos::period_query& query,
                                   const visitor<videos::listed_video>& visit) = 0;

  /// Ledger entries, newest first, of one brand or all.
  virtual result<void> walk_runs(std::optional<std::int64_t> brand_id,
                                 const visitor<ledger_entry>& visit) = 0;

  /// Quarantined rows in the order of their ids, of one run or all.
  virtual result<void> walk_rejected(std::optional<std::int64_t> run_id,
                                     const visitor<quarantined_row>& visit) = 0;

  /// The checks of SPEC section 10, for one brand or all. Error only when they could not be made.
  virtual result<verify_report> verify(std::optional<std::int64_t> brand_id) = 0;

  // --- thumbnails

  /// At most `limit` videos of a brand whose thumbnail nobody has looked for: those with the
  /// highest all-time GMV first, then in byte order.
  virtual result<std::vector<bare_video>> find_bare_videos(std::int64_t brand_id,
                                                           std::int64_t limit) = 0;

  /// Stores what was found out about thumbnails of a brand's videos, with `at` as `updated_at`.
  /// Videos that have one by now, or are not stored, are left alone. Returns how many were changed.
  virtual result<std::int64_t> set_thumbnails(std::int64_t brand_id,
                                              std::span<const thumbnail> found, timestamp at) = 0;

  // --- upkeep

  /// Removes snapshots of days before `snapshots_before`, but never the latest of a video and
  /// window, and quarantined rows inserted before `rejected_before`. Never touches all-time values.
  virtual result<retention_counts> retain(std::optional<date> snapshots_before,
                                          std::optional<timestamp> rejected_before) = 0;
};

}  // namespace tidemark::storage
