// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/storage/backend.hpp>
#include <tidemark/storage/lists/list_limits.hpp>

#include "brand_locks.hpp"
#include "database.hpp"

namespace tidemark::sqlite {

using storage::brand_lock;
using storage::correction;
using storage::due_run;
using storage::due_run_change;
using storage::ledger_entry;
using storage::planned_change;
using storage::planned_fields;
using storage::programs;
using storage::quarantined_row;
using storage::retention_counts;
using storage::run_batch;
using storage::run_figures;
using storage::run_start;
using storage::run_status;
using storage::stored_snapshot;
using storage::stored_video;
using storage::thumbnail;
using storage::verify_report;
using storage::visitor;
using videos::video_without_thumbnail;

/// Everything in one SQLite file. ODB handles the schema, single rows, the ledger, views and walks;
/// batches and period queries are statements on the same connection.
class sqlite_storage final : public tidemark::storage::backend {
 public:
  /// Opens or creates the file at `path`; errors as database::open.
  static result<std::unique_ptr<tidemark::storage::backend>> open(const std::string& path,
                                                                  storage::list_limits limits = {});

  sqlite_storage(std::unique_ptr<database> opened, storage::list_limits limits)
      : database_(std::move(opened)), locks_(database_->path()), list_limits_(limits) {}

  result<std::unique_ptr<brand_lock>> lock_brand(std::int64_t brand_id,
                                                 const std::string& holder) override;
  result<std::optional<due_run>> find_due_run(std::int64_t brand_id, timestamp due_at) override;
  result<std::optional<due_run>> find_last_due_run(std::int64_t brand_id) override;
  result<void> walk_open_due_runs(const visitor<due_run>& visit) override;
  result<std::vector<bool>> change_due_runs(std::span<const due_run_change> changes) override;
  result<std::vector<std::int64_t>> find_silent_brands(timestamp before) override;

  result<std::int64_t> begin_run(const run_start& start) override;
  result<std::vector<std::int64_t>> fail_abandoned_runs(std::int64_t brand_id,
                                                        const brand_lock& lock,
                                                        timestamp at) override;
  result<void> heartbeat(std::int64_t run_id, timestamp at) override;
  result<void> quarantine(std::span<const quarantined_row> rows) override;
  result<void> fail_run(std::int64_t run_id, const std::string& message, timestamp at,
                        bool interrupted) override;

  result<void> commit_run(run_batch batch, const programs& rules, const brand_lock& lock,
                          run_figures& figures) override;
  result<std::int64_t> plan_run(run_batch& batch, const programs& rules, run_figures& figures,
                                planned_fields shown,
                                const visitor<planned_change>& visit) override;

  result<std::vector<std::optional<stored_video>>> find_videos(
      std::int64_t brand_id, std::span<const std::string> tiktok_video_ids) override;
  result<std::vector<std::int64_t>> find_highest_shown(
      std::int64_t brand_id, std::span<const std::string> tiktok_video_ids,
      std::span<const std::int32_t> window_days) override;
  result<void> walk_videos(std::int64_t brand_id, const visitor<stored_video>& visit) override;
  result<void> walk_snapshots(std::int64_t brand_id,
                              const std::optional<std::string>& tiktok_video_id,
                              const visitor<stored_snapshot>& visit) override;
  result<videos::video_page> list_videos(const videos::period_query& query) override;
  result<void> walk_listed(const videos::period_query& query,
                           const visitor<videos::listed_video>& visit) override;
  result<void> walk_runs(std::optional<std::int64_t> brand_id,
                         const visitor<ledger_entry>& visit) override;
  result<void> walk_rejected(std::optional<std::int64_t> run_id,
                             const visitor<quarantined_row>& visit) override;
  result<void> ping() override;
  result<verify_report> verify(std::optional<std::int64_t> brand_id) override;

  result<std::vector<video_without_thumbnail>> find_videos_without_thumbnail(
      std::int64_t brand_id, std::int64_t limit) override;
  result<std::int64_t> set_thumbnails(std::int64_t brand_id, std::span<const thumbnail> found,
                                      timestamp at) override;

  result<std::int64_t> add_correction(const correction& added) override;
  result<void> walk_corrections(std::int64_t brand_id,
                                const std::optional<std::string>& tiktok_video_id,
                                const visitor<correction>& visit) override;

  result<retention_counts> retain(std::optional<date> snapshots_before,
                                  std::optional<timestamp> rejected_before) override;

  result<storage::tried_records<videos::creator_video>> try_rules(
      const engine::program<videos::creator_video>& rules,
      std::span<const storage::rule_trial<videos::creator_video>> trials) override;
  result<storage::tried_records<videos::metric_snapshot>> try_rules(
      const engine::program<videos::metric_snapshot>& rules,
      std::span<const storage::rule_trial<videos::metric_snapshot>> trials) override;

 private:
  result<void> write_run(run_batch& batch, const std::string& digest, const programs& rules,
                         const brand_lock& lock, run_figures& figures, bool& trusts_ledger);

  std::unique_ptr<database> database_;
  brand_locks locks_;
  storage::list_limits list_limits_;
};

}  // namespace tidemark::sqlite
