// SPDX-License-Identifier: GPL-2.0-only
#include <string>

#include <fmt/core.h>

#include <tidemark/sql/dialect.hpp>

#include "due_run_rows.hpp"
#include "failure.hpp"
#include "grants.hpp"
#include "postgres_storage.hpp"
#include "query.hpp"
#include "tables-odb-pgsql.hxx"
#include "tables-odb.hxx"

namespace tidemark::postgres {

using rejected_query = odb::pgsql::query<tables::rejected_row>;

result<retention_counts> postgres_storage::retain(std::optional<date> snapshots_before,
                                                  std::optional<timestamp> rejected_before) {
  return in_transaction(*database_, access::removing, [&](transaction& own)
                            -> result<retention_counts> {
    retention_counts removed;
    if (snapshots_before) {
      const std::string table =
          sql::quoted(database_->schema()) + ".creator_video_metric_snapshots";
      // Snapshots before a day, but never the last of a video and window.
      removed.snapshots =
          run(own.handle(),
              fmt::format("DELETE FROM {0} AS old WHERE old.snapshot_date < $1"
                          " AND EXISTS (SELECT 1 FROM {0} AS later"
                          " WHERE later.brand_id = old.brand_id"
                          " AND later.tiktok_video_id = old.tiktok_video_id"
                          " AND later.window_days = old.window_days"
                          " AND later.snapshot_date > old.snapshot_date)",
                          table),
              {to_text(*snapshots_before)})
              .written();
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

}  // namespace tidemark::postgres
