// SPDX-License-Identifier: GPL-2.0-only
#include "postgres_storage.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

#include <tidemark/sql/dialect.hpp>

#include "due_run_rows.hpp"
#include "failure.hpp"
#include "grants.hpp"
#include "ledger_rows.hpp"
#include "row_conversion.hpp"
#include "query.hpp"
#include "run_commit.hpp"
#include "tables-odb-pgsql.hxx"
#include "tables-odb.hxx"

namespace tidemark::postgres {

namespace {

using video_query = odb::pgsql::query<tables::named_video>;
using snapshot_query = odb::pgsql::query<tables::snapshot>;

/// The server sends all rows of a query at once: walks ask for this many at a time.
constexpr std::size_t page_size = 2'000;
const std::string page = "LIMIT " + std::to_string(page_size);

/// The rows of a query, as the storage interface calls them.
std::vector<stored_video> videos_of(database& db, const video_query& wanted) {
  std::vector<stored_video> found;
  for (auto& video : db.odb().query<tables::named_video>(wanted))
    found.push_back(tables::to_stored(std::move(*video.row), std::move(video.username)));
  return found;
}
std::vector<stored_snapshot> snapshots_of(database& db, const snapshot_query& wanted) {
  std::vector<stored_snapshot> found;
  for (auto& snapshot : db.odb().query<tables::snapshot>(wanted))
    found.push_back(tables::to_stored(std::move(snapshot)));
  return found;
}

/// How far a walk has come. The key's index brings the videos in order; the snapshots of each video
/// are sorted here.
struct snapshot_place {
  std::string tiktok_video_id;
  date snapshot_date{-719'162};  // 0001-01-01
  std::int32_t window_days = std::numeric_limits<std::int32_t>::min();

  snapshot_query after() const {
    return "(" + snapshot_query::record.tiktok_video_id + "," +
           snapshot_query::record.snapshot_date + "," + snapshot_query::record.window_days +
           ") > (" + snapshot_query::_val(tiktok_video_id) + "," +
           snapshot_query::_val<odb::pgsql::id_date>(snapshot_date) + "," +
           snapshot_query::_val(window_days) + ")";
  }
};

}  // namespace

result<std::unique_ptr<storage::backend>> postgres_storage::open(const open_options& options,
                                                                    storage::list_limits limits) {
  auto opened = database::open(options);
  if (!opened) return opened.error();
  return std::make_unique<postgres_storage>(std::move(*opened), limits);
}

result<std::unique_ptr<brand_lock>> postgres_storage::lock_brand(std::int64_t brand_id,
                                                                 const std::string& holder) {
  return locks_.take(brand_id, holder);
}

result<void> postgres_storage::ping() {
  return in_transaction(*database_, access::reading, [&](transaction& own) -> result<void> {
    run(own.handle(), "SELECT 1");
    return {};
  });
}

result<std::vector<std::int64_t>> postgres_storage::find_silent_brands(timestamp before) {
  return in_transaction(*database_, access::reading, [&](transaction&)
                            -> result<std::vector<std::int64_t>> {
    auto silent = tables::find_silent_brands(database_->odb(), before);
    return silent;
  });
}

result<std::int64_t> postgres_storage::begin_run(const run_start& start) {
  return in_transaction(*database_, access::writing, [&](transaction&) -> result<std::int64_t> {
    return tables::begin_run(database_->odb(), start);
  });
}

result<std::vector<std::int64_t>> postgres_storage::fail_abandoned_runs(
    std::int64_t brand_id, const brand_lock& lock, timestamp at) {
  return catch_errors(*database_, access::writing, [&]() -> result<std::vector<std::int64_t>> {
    if (const auto held = locks_.check(lock, brand_id); !held) return held.error();
    transaction own(transaction::for_writing, *database_);
    // A run that lost its lock but is being committed is not abandoned: wait for it.
    run(own.handle(),
        "SELECT 1 FROM sync_runs WHERE brand_id = $1 AND status = 'running' FOR UPDATE",
        {std::to_string(brand_id)});
    auto run_ids = tables::fail_abandoned_runs(database_->odb(), brand_id, at);
    own.commit();
    return run_ids;
  });
}

result<void> postgres_storage::heartbeat(std::int64_t run_id, timestamp at) {
  return in_transaction(*database_, access::writing, [&](transaction& own) -> result<void> {
    lock_run(own, run_id);
    if (const auto done = tables::heartbeat(database_->odb(), run_id, at); !done) return done;
    return {};
  });
}

result<void> postgres_storage::quarantine(std::span<const quarantined_row> rows) {
  return in_transaction(*database_, access::writing, [&](transaction&) -> result<void> {
    if (const auto done = tables::quarantine(database_->odb(), rows); !done) return done;
    return {};
  });
}

result<void> postgres_storage::fail_run(std::int64_t run_id, const std::string& message,
                                        timestamp at, bool interrupted) {
  return in_transaction(*database_, access::writing, [&](transaction& own) -> result<void> {
    lock_run(own, run_id);
    return tables::fail_run(database_->odb(), run_id, message, at, interrupted);
  });
}

result<std::vector<std::optional<stored_video>>> postgres_storage::find_videos(
    std::int64_t brand_id, std::span<const std::string> tiktok_video_ids) {
  return catch_errors(*database_, access::reading,
                  [&]() -> result<std::vector<std::optional<stored_video>>> {
    constexpr std::size_t chunk = 1'000;
    transaction own(transaction::for_reading, *database_);
    std::map<std::string, stored_video> known;
    for (std::size_t from = 0; from < tiktok_video_ids.size(); from += chunk) {
      const auto asked =
          tiktok_video_ids.subspan(from, std::min(chunk, tiktok_video_ids.size() - from));
      for (auto& video : database_->odb().query<tables::named_video>(
               video_query::video::record.brand_id == brand_id &&
               video_query::video::record.tiktok_video_id.in_range(asked.begin(), asked.end()))) {
        std::string id = video.row->record.tiktok_video_id;
        known.emplace(std::move(id),
                      tables::to_stored(std::move(*video.row), std::move(video.username)));
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
  return in_transaction(*database_, access::reading, [&](transaction&) -> result<void> {
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
      for (const auto& video : rows)
        if (!(wanted = visit(video))) break;
    }
    return {};
  });
}

result<void> postgres_storage::walk_snapshots(std::int64_t brand_id,
                                              const std::optional<std::string>& tiktok_video_id,
                                              const visitor<stored_snapshot>& visit) {
  return in_transaction(*database_, access::reading, [&](transaction&) -> result<void> {
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
                          snapshot_query::record.window_days + page);
      if (rows.empty()) break;
      const auto& end = rows.back();
      last = {end.record.tiktok_video_id, end.record.snapshot_date, end.record.window_days};
      for (const auto& snapshot : rows)
        if (!(wanted = visit(snapshot))) break;
    }
    return {};
  });
}

result<void> postgres_storage::walk_runs(std::optional<std::int64_t> brand_id,
                                         const visitor<ledger_entry>& visit) {
  return in_transaction(*database_, access::reading, [&](transaction&) -> result<void> {
    tables::walk_runs(database_->odb(), brand_id, visit);
    return {};
  });
}

result<void> postgres_storage::walk_rejected(std::optional<std::int64_t> run_id,
                                             const visitor<quarantined_row>& visit) {
  return in_transaction(*database_, access::reading, [&](transaction&) -> result<void> {
    tables::walk_rejected(database_->odb(), run_id, visit);
    return {};
  });
}

}  // namespace tidemark::postgres
