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

#include "brand_locks.hpp"
#include "database.hpp"

namespace tidemark::postgres {

using storage::brand_lock;
using storage::ledger_entry;
using storage::quarantined_row;
using storage::retention_counts;
using storage::run_start;
using storage::stored_snapshot;
using storage::stored_video;
using storage::verify_report;
using storage::visitor;

/// Everything but batches and period queries, in one schema of a PostgreSQL database. ODB does the
/// schema, single rows, the ledger, views and walks.
///
/// Walks read page after page within one transaction, so that they hold no more than a page.
class stored_tables : public tidemark::storage::backend {
 public:
  explicit stored_tables(std::unique_ptr<database> opened)
      : database_(std::move(opened)), locks_(*database_) {}

  result<std::unique_ptr<brand_lock>> lock_brand(std::int64_t brand_id,
                                                 const std::string& holder) override;
  result<bool> claim_due_run(std::int64_t brand_id, timestamp due) override;

  result<std::int64_t> begin_run(const run_start& start) override;
  result<std::int64_t> fail_abandoned_runs(std::int64_t brand_id, const brand_lock& lock,
                                           timestamp at) override;
  result<void> heartbeat(std::int64_t run_id, timestamp at) override;
  result<void> quarantine(std::span<const quarantined_row> rows) override;
  result<void> fail_run(std::int64_t run_id, const std::string& message, timestamp at) override;

  result<std::vector<std::optional<stored_video>>> find_videos(
      std::int64_t brand_id, std::span<const std::string> tiktok_video_ids) override;
  result<void> walk_videos(std::int64_t brand_id, const visitor<stored_video>& visit) override;
  result<void> walk_snapshots(std::int64_t brand_id,
                              const std::optional<std::string>& tiktok_video_id,
                              const visitor<stored_snapshot>& visit) override;
  result<void> walk_runs(std::optional<std::int64_t> brand_id,
                         const visitor<ledger_entry>& visit) override;
  result<void> walk_rejected(std::optional<std::int64_t> run_id,
                             const visitor<quarantined_row>& visit) override;
  result<verify_report> verify(std::optional<std::int64_t> brand_id) override;

  result<retention_counts> retain(std::optional<date> snapshots_before,
                                  std::optional<timestamp> rejected_before) override;

 protected:
  database& db() { return *database_; }
  const brand_locks& locks() const { return locks_; }

 private:
  std::unique_ptr<database> database_;
  brand_locks locks_;
};

}  // namespace tidemark::postgres
