// SPDX-License-Identifier: GPL-2.0-only
#include <string_view>

#include "due_run_rows.hpp"
#include "failure.hpp"
#include "sqlite_storage.hpp"
#include "statement.hpp"
#include "tables-odb-sqlite.hxx"
#include "tables-odb.hxx"

namespace tidemark::sqlite {

namespace {

using rejected_query = odb::sqlite::query<tables::rejected_row>;

/// Snapshots before a day, but never the last of a video and window.
constexpr std::string_view remove_snapshots = R"(
DELETE FROM creator_video_metric_snapshots AS old
WHERE old.snapshot_date < ?1 AND EXISTS (
  SELECT 1 FROM creator_video_metric_snapshots AS later
  WHERE later.brand_id = old.brand_id AND later.tiktok_video_id = old.tiktok_video_id
    AND later.window_days = old.window_days AND later.snapshot_date > old.snapshot_date))";

}  // namespace

result<retention_counts> sqlite_storage::retain(std::optional<date> snapshots_before,
                                                std::optional<timestamp> rejected_before) {
  return in_transaction(*database_, transaction::for_writing, [&](transaction& own)
                            -> result<retention_counts> {
    retention_counts removed;
    if (snapshots_before) {
      statement remove(own.handle(), remove_snapshots);
      remove.bind(1, *snapshots_before);
      removed.snapshots = remove.run();
    }
    if (rejected_before) {
      removed.rejected_rows =
          static_cast<std::int64_t>(database_->odb().erase_query<tables::rejected_row>(
              rejected_query::inserted_at < *rejected_before));
      removed.due_runs = tables::remove_due_runs(database_->odb(), *rejected_before);
    }
    return removed;
  });
}

}  // namespace tidemark::sqlite
