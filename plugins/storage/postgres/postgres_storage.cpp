// SPDX-License-Identifier: GPL-2.0-only
#include "postgres_storage.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

#include <tidemark/sql/dialect.hpp>

#include "failure.hpp"
#include "grants.hpp"
#include "ledger.hpp"
#include "ledger_rows.hpp"
#include "query.hpp"
#include "run_commit.hpp"
#include "tables-odb-pgsql.hxx"
#include "tables-odb.hxx"
#include "verify.hpp"

namespace tidemark::postgres {

namespace {

using video_query = odb::pgsql::query<tables::named_video>;
using snapshot_query = odb::pgsql::query<tables::snapshot>;
using rejected_query = odb::pgsql::query<tables::rejected_row>;

/// The server gives a query's rows all at once: so many at a time.
constexpr std::size_t page_size = 2'000;
const std::string page = "LIMIT " + std::to_string(page_size);

/// The rows of a query, as the storage interface calls them.
std::vector<stored_video> videos_of(database& db, const video_query& wanted) {
  std::vector<stored_video> found;
  for (auto& one : db.odb().query<tables::named_video>(wanted))
    found.push_back(tables::to_stored(std::move(*one.row), std::move(one.username)));
  return found;
}
std::vector<stored_snapshot> snapshots_of(database& db, const snapshot_query& wanted) {
  std::vector<stored_snapshot> found;
  for (auto& one : db.odb().query<tables::snapshot>(wanted))
    found.push_back(tables::to_stored(std::move(one)));
  return found;
}

/// Where a walk stands, in the order of the table's key and then of ids.
struct snapshot_place {
  std::string tiktok_video_id;
  date snapshot_date{-719'162};  // 0001-01-01
  std::int32_t window_days = std::numeric_limits<std::int32_t>::min();
  std::int64_t id = 0;

  snapshot_query after() const {
    return "(" + snapshot_query::record.tiktok_video_id + "," +
           snapshot_query::record.snapshot_date + "," + snapshot_query::record.window_days + "," +
           snapshot_query::id + ") > (" + snapshot_query::_val(tiktok_video_id) + "," +
           snapshot_query::_val<odb::pgsql::id_date>(snapshot_date) + "," +
           snapshot_query::_val(window_days) + "," + snapshot_query::_val(id) + ")";
  }
};

}  // namespace

result<std::unique_ptr<storage::backend>> postgres_storage::open(const open_options& options) {
  auto opened = database::open(options);
  if (!opened) return opened.error();
  return std::make_unique<postgres_storage>(std::move(*opened));
}

result<std::unique_ptr<brand_lock>> postgres_storage::lock_brand(std::int64_t brand_id,
                                                                 const std::string& holder) {
  return locks_.take(brand_id, holder);
}

result<bool> postgres_storage::claim_due_run(std::int64_t brand_id, timestamp due) {
  return no_throw(*database_, access::writing, [&]() -> result<bool> {
    transaction own(transaction::for_writing, *database_);
    const auto claimed =
        run(own.handle(),
            "INSERT INTO " + sql::quoted(database_->schema()) +
                ".due_runs (brand_id, due_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            {std::to_string(brand_id), to_rfc3339(due)})
            .written();
    own.commit();
    return claimed == 1;
  });
}

result<bool> postgres_storage::release_due_run(std::int64_t brand_id, timestamp due) {
  return no_throw(*database_, access::removing, [&]() -> result<bool> {
    transaction own(transaction::for_writing, *database_);
    const auto released = run(own.handle(),
                              "DELETE FROM " + sql::quoted(database_->schema()) +
                                  ".due_runs WHERE brand_id = $1 AND due_at = $2",
                              {std::to_string(brand_id), to_rfc3339(due)})
                              .written();
    own.commit();
    return released == 1;
  });
}

result<std::optional<timestamp>> postgres_storage::last_claimed_run(std::int64_t brand_id) {
  return no_throw(*database_, access::reading, [&]() -> result<std::optional<timestamp>> {
    transaction own(transaction::for_reading, *database_);
    auto last = tables::last_claimed_run(database_->odb(), brand_id);
    own.commit();
    return last;
  });
}

result<std::vector<std::int64_t>> postgres_storage::find_silent_brands(timestamp before) {
  return no_throw(*database_, access::reading,
                  [&]() -> result<std::vector<std::int64_t>> {
    transaction own(transaction::for_reading, *database_);
    auto silent = tables::find_silent_brands(database_->odb(), before);
    own.commit();
    return silent;
  });
}

result<std::int64_t> postgres_storage::begin_run(const run_start& start) {
  return no_throw(*database_, access::writing, [&]() -> result<std::int64_t> {
    transaction own(transaction::for_writing, *database_);
    const auto id = tables::begin_run(database_->odb(), start);
    own.commit();
    return id;
  });
}

result<std::vector<std::int64_t>> postgres_storage::fail_abandoned_runs(
    std::int64_t brand_id, const brand_lock& lock, timestamp at) {
  return no_throw(*database_, access::writing, [&]() -> result<std::vector<std::int64_t>> {
    if (const auto held = locks_.check(lock, brand_id); !held) return held.error();
    transaction own(transaction::for_writing, *database_);
    // One whose commit is on its way, and has lost its lock since, is not abandoned: wait for it.
    run(own.handle(),
        "SELECT 1 FROM sync_runs WHERE brand_id = $1 AND status = 'running' FOR UPDATE",
        {std::to_string(brand_id)});
    auto run_ids = tables::fail_abandoned_runs(database_->odb(), brand_id, at);
    own.commit();
    return run_ids;
  });
}

result<void> postgres_storage::heartbeat(std::int64_t run_id, timestamp at) {
  return no_throw(*database_, access::writing, [&]() -> result<void> {
    transaction own(transaction::for_writing, *database_);
    lock_run(own, run_id);
    if (const auto done = tables::heartbeat(database_->odb(), run_id, at); !done) return done;
    own.commit();
    return {};
  });
}

result<void> postgres_storage::quarantine(std::span<const quarantined_row> rows) {
  return no_throw(*database_, access::writing, [&]() -> result<void> {
    transaction own(transaction::for_writing, *database_);
    if (const auto done = tables::quarantine(database_->odb(), rows); !done) return done;
    own.commit();
    return {};
  });
}

result<void> postgres_storage::fail_run(std::int64_t run_id, const std::string& message,
                                        timestamp at) {
  return no_throw(*database_, access::writing, [&]() -> result<void> {
    transaction own(transaction::for_writing, *database_);
    lock_run(own, run_id);
    if (const auto done = tables::fail_run(database_->odb(), run_id, message, at); !done)
      return done;
    own.commit();
    return {};
  });
}

result<std::vector<std::optional<stored_video>>> postgres_storage::find_videos(
    std::int64_t brand_id, std::span<const std::string> tiktok_video_ids) {
  return no_throw(*database_, access::reading,
                  [&]() -> result<std::vector<std::optional<stored_video>>> {
    constexpr std::size_t chunk = 1'000;
    transaction own(transaction::for_reading, *database_);
    std::map<std::string, stored_video> known;
    for (std::size_t from = 0; from < tiktok_video_ids.size(); from += chunk) {
      const auto asked =
          tiktok_video_ids.subspan(from, std::min(chunk, tiktok_video_ids.size() - from));
      for (auto& one : database_->odb().query<tables::named_video>(
               video_query::video::record.brand_id == brand_id &&
               video_query::video::record.tiktok_video_id.in_range(asked.begin(), asked.end()))) {
        std::string id = one.row->record.tiktok_video_id;
        known.emplace(std::move(id),
                      tables::to_stored(std::move(*one.row), std::move(one.username)));
      }
    }
    own.commit();
    std::vector<std::optional<stored_video>> found;
    for (const auto& id : tiktok_video_ids) {
      const auto at = known.find(id);
      found.push_back(at == known.end() ? std::nullopt : std::optional(at->second));
    }
    return found;
  });
}

result<void> postgres_storage::walk_videos(std::int64_t brand_id,
                                           const visitor<stored_video>& visit) {
  return no_throw(*database_, access::reading, [&]() -> result<void> {
    transaction own(transaction::for_reading, *database_);
    const auto& id = video_query::video::id;
    const auto& key = video_query::video::record.tiktok_video_id;
    std::string last_key;
    std::int64_t last_id = 0;
    bool wanted = true;
    while (wanted) {
      const auto rows = videos_of(
          *database_,
          (video_query::video::record.brand_id == brand_id && "(" + key + "," + id + ") > (" +
               video_query::_val(last_key) + "," + video_query::_val(last_id) + ")") +
              "ORDER BY" + key + "," + id + page);
      if (rows.empty()) break;
      last_key = rows.back().record.tiktok_video_id;
      last_id = rows.back().id;
      for (const auto& one : rows)
        if (!(wanted = visit(one))) break;
    }
    own.commit();
    return {};
  });
}

result<void> postgres_storage::walk_snapshots(std::int64_t brand_id,
                                              const std::optional<std::string>& tiktok_video_id,
                                              const visitor<stored_snapshot>& visit) {
  return no_throw(*database_, access::reading, [&]() -> result<void> {
    transaction own(transaction::for_reading, *database_);
    auto of_whom = snapshot_query::record.brand_id == brand_id;
    if (tiktok_video_id)
      of_whom = of_whom && snapshot_query::record.tiktok_video_id == *tiktok_video_id;
    snapshot_place last;
    bool wanted = true;
    while (wanted) {
      const auto rows = snapshots_of(
          *database_, (of_whom && last.after()) + "ORDER BY" +
                          snapshot_query::record.tiktok_video_id + "," +
                          snapshot_query::record.snapshot_date + "," +
                          snapshot_query::record.window_days + "," + snapshot_query::id + page);
      if (rows.empty()) break;
      const auto& end = rows.back();
      last = {end.record.tiktok_video_id, end.record.snapshot_date, end.record.window_days, end.id};
      for (const auto& one : rows)
        if (!(wanted = visit(one))) break;
    }
    own.commit();
    return {};
  });
}

result<void> postgres_storage::walk_runs(std::optional<std::int64_t> brand_id,
                                         const visitor<ledger_entry>& visit) {
  return no_throw(*database_, access::reading, [&]() -> result<void> {
    transaction own(transaction::for_reading, *database_);
    tables::walk_runs(database_->odb(), brand_id, visit);
    own.commit();
    return {};
  });
}

result<void> postgres_storage::walk_rejected(std::optional<std::int64_t> run_id,
                                             const visitor<quarantined_row>& visit) {
  return no_throw(*database_, access::reading, [&]() -> result<void> {
    transaction own(transaction::for_reading, *database_);
    tables::walk_rejected(database_->odb(), run_id, visit);
    own.commit();
    return {};
  });
}

result<verify_report> postgres_storage::verify(std::optional<std::int64_t> brand_id) {
  return no_throw(*database_, access::reading, [&]() -> result<verify_report> {
    transaction own(transaction::for_reading, *database_);
    // A standby has none of the primary's locks: there nobody can tell that a run is dead.
    const bool standby = run(own.handle(), "SELECT pg_catalog.pg_is_in_recovery()").boolean(0, 0);
    auto report = tables::verify(
        database_->odb(), brand_id, [&](std::int64_t brand) -> result<bool> {
          return standby || locks_.held(own.handle(), brand);
        });
    own.commit();
    return report;
  });
}

result<retention_counts> postgres_storage::retain(std::optional<date> snapshots_before,
                                                  std::optional<timestamp> rejected_before) {
  return no_throw(*database_, access::removing, [&]() -> result<retention_counts> {
    transaction own(transaction::for_writing, *database_);
    retention_counts removed;
    if (snapshots_before) {
      const std::string table =
          sql::quoted(database_->schema()) + ".creator_video_metric_snapshots";
      // Snapshots before a day, but never the last of a video and window.
      removed.snapshots =
          run(own.handle(),
              "DELETE FROM " + table + " AS old WHERE old.snapshot_date < $1 AND EXISTS (SELECT 1"
              " FROM " + table + " AS later WHERE later.brand_id = old.brand_id"
              " AND later.tiktok_video_id = old.tiktok_video_id"
              " AND later.window_days = old.window_days"
              " AND (later.snapshot_date, later.id) > (old.snapshot_date, old.id))",
              {to_text(*snapshots_before)})
              .written();
    }
    if (rejected_before)
      removed.rejected_rows =
          static_cast<std::int64_t>(database_->odb().erase_query<tables::rejected_row>(
              rejected_query::inserted_at < *rejected_before));
    own.commit();
    return removed;
  });
}

}  // namespace tidemark::postgres
