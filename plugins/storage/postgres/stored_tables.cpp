// SPDX-License-Identifier: GPL-2.0-only
#include "stored_tables.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

#include "array_text.hpp"
#include "failure.hpp"
#include "ledger_rows.hpp"
#include "query.hpp"
#include "tables-odb-pgsql.hxx"
#include "tables-odb.hxx"

namespace tidemark::postgres {

namespace {

using video_query = odb::pgsql::query<tables::named_video>;
using snapshot_query = odb::pgsql::query<tables::snapshot>;

/// The server gives a query's rows all at once: so many at a time.
constexpr std::size_t page_size = 2'000;
const std::string page = "LIMIT " + std::to_string(page_size);

/// Snapshots before a day, but never the last of a video and window.
const std::string remove_snapshots = R"(
DELETE FROM creator_video_metric_snapshots AS old
WHERE old.snapshot_date < $1 AND EXISTS (
  SELECT 1 FROM creator_video_metric_snapshots AS later
  WHERE later.brand_id = old.brand_id AND later.tiktok_video_id = old.tiktok_video_id
    AND later.window_days = old.window_days
    AND (later.snapshot_date, later.id) > (old.snapshot_date, old.id)))";

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

result<std::vector<std::optional<stored_video>>> stored_tables::find_videos(
    std::int64_t brand_id, std::span<const std::string> tiktok_video_ids) {
  return no_throw(database_->name(),
                  [&]() -> result<std::vector<std::optional<stored_video>>> {
    transaction own(transaction::for_reading, *database_);
    std::vector<std::optional<stored_video>> found(tiktok_video_ids.size());
    for (std::size_t first = 0; first < found.size(); first += page_size) {
      const auto ids = tiktok_video_ids.subspan(first, std::min(page_size, found.size() - first));
      const std::string wanted = array_text({ids.begin(), ids.end()});
      std::unordered_map<std::string, stored_video> by_id;
      for (auto& one : videos_of(*database_, video_query::video::record.brand_id == brand_id &&
                                                 video_query::video::record.tiktok_video_id +
                                                     "= ANY (" + video_query::_val(wanted) +
                                                     "::text[])")) {
        std::string id = one.record.tiktok_video_id;
        by_id.insert_or_assign(std::move(id), std::move(one));
      }
      for (std::size_t i = 0; i < ids.size(); ++i)
        if (const auto at = by_id.find(ids[i]); at != by_id.end()) found[first + i] = at->second;
    }
    own.commit();
    return found;
  });
}

result<void> stored_tables::walk_videos(std::int64_t brand_id,
                                        const visitor<stored_video>& visit) {
  return no_throw(database_->name(), [&]() -> result<void> {
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

result<void> stored_tables::walk_snapshots(std::int64_t brand_id,
                                           const std::optional<std::string>& tiktok_video_id,
                                           const visitor<stored_snapshot>& visit) {
  return no_throw(database_->name(), [&]() -> result<void> {
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

result<retention_counts> stored_tables::retain(std::optional<date> snapshots_before,
                                               std::optional<timestamp> rejected_before) {
  return no_throw(database_->name(), [&]() -> result<retention_counts> {
    transaction own(transaction::for_writing, *database_);
    retention_counts removed;
    if (snapshots_before)
      removed.snapshots =
          run(own.handle(), remove_snapshots, {to_text(*snapshots_before)}).written();
    if (rejected_before)
      removed.rejected_rows = run(own.handle(), "DELETE FROM rejected_rows WHERE inserted_at < $1",
                                  {to_rfc3339(*rejected_before)})
                                  .written();
    own.commit();
    return removed;
  });
}

}  // namespace tidemark::postgres
