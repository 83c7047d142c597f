// SPDX-License-Identifier: GPL-2.0-only
#include "sqlite_storage.hpp"

#include <utility>

#include "failure.hpp"
#include "ledger_rows.hpp"
#include "statement.hpp"
#include "stored_records.hpp"
#include "tables-odb-sqlite.hxx"
#include "tables-odb.hxx"

namespace tidemark::sqlite {

namespace {

using video_query = odb::sqlite::query<tables::named_video>;
using snapshot_query = odb::sqlite::query<tables::snapshot>;
using due_query = odb::sqlite::query<tables::due_run>;
using rejected_query = odb::sqlite::query<tables::rejected_row>;

/// Snapshots before a day, but never the last of a video and window.
constexpr std::string_view remove_snapshots = R"(
DELETE FROM creator_video_metric_snapshots AS old
WHERE old.snapshot_date < ?1 AND EXISTS (
  SELECT 1 FROM creator_video_metric_snapshots AS later
  WHERE later.brand_id = old.brand_id AND later.tiktok_video_id = old.tiktok_video_id
    AND later.window_days = old.window_days
    AND (later.snapshot_date, later.id) > (old.snapshot_date, old.id)))";

}  // namespace

result<std::unique_ptr<storage::backend>> sqlite_storage::open(const std::string& path) {
  return no_throw(path, [&]() -> result<std::unique_ptr<tidemark::storage::backend>> {
    auto opened = database::open(path);
    if (!opened) return opened.error();
    return std::make_unique<sqlite_storage>(std::move(*opened));
  });
}

result<std::unique_ptr<brand_lock>> sqlite_storage::lock_brand(std::int64_t brand_id,
                                                               const std::string& holder) {
  return no_throw(database_->path(), [&] { return locks_.take(brand_id, holder); });
}

result<bool> sqlite_storage::claim_due_run(std::int64_t brand_id, timestamp due) {
  return no_throw(database_->path(), [&]() -> result<bool> {
    transaction own(transaction::for_writing, *database_);
    tables::due_run claim{0, brand_id, due};
    if (database_->odb().query_one<tables::due_run>(
            due_query::brand_id == brand_id && due_query::due_at == due, claim))
      return false;
    database_->odb().persist(claim);
    own.commit();
    return true;
  });
}

result<bool> sqlite_storage::release_due_run(std::int64_t brand_id, timestamp due) {
  return no_throw(database_->path(), [&]() -> result<bool> {
    transaction own(transaction::for_writing, *database_);
    const auto released = database_->odb().erase_query<tables::due_run>(
        due_query::brand_id == brand_id && due_query::due_at == due);
    own.commit();
    return released == 1;
  });
}

result<std::vector<std::optional<stored_video>>> sqlite_storage::find_videos(
    std::int64_t brand_id, std::span<const std::string> tiktok_video_ids) {
  return no_throw(database_->path(),
                  [&]() -> result<std::vector<std::optional<stored_video>>> {
    transaction own(transaction::for_reading, *database_);
    std::vector<std::optional<stored_video>> found;
    {
      stored_videos videos(own.connection(), brand_id);
      for (const auto& id : tiktok_video_ids) found.push_back(videos.find(id));
    }
    own.commit();
    return found;
  });
}

result<void> sqlite_storage::walk_videos(std::int64_t brand_id,
                                         const visitor<stored_video>& visit) {
  return no_throw(database_->path(), [&]() -> result<void> {
    transaction own(transaction::for_reading, *database_);
    for (auto& one : database_->odb().query<tables::named_video>(
             (video_query::video::record.brand_id == brand_id) + "ORDER BY" +
             video_query::video::record.tiktok_video_id + "," + video_query::video::id))
      if (!visit(tables::to_stored(std::move(*one.row), std::move(one.username)))) break;
    own.commit();
    return {};
  });
}

result<void> sqlite_storage::walk_snapshots(std::int64_t brand_id,
                                            const std::optional<std::string>& tiktok_video_id,
                                            const visitor<stored_snapshot>& visit) {
  return no_throw(database_->path(), [&]() -> result<void> {
    transaction own(transaction::for_reading, *database_);
    auto wanted = snapshot_query::record.brand_id == brand_id;
    if (tiktok_video_id)
      wanted = wanted && snapshot_query::record.tiktok_video_id == *tiktok_video_id;
    for (auto& one : database_->odb().query<tables::snapshot>(
             wanted + "ORDER BY" + snapshot_query::record.tiktok_video_id + "," +
             snapshot_query::record.snapshot_date + "," + snapshot_query::record.window_days +
             "," + snapshot_query::id))
      if (!visit(tables::to_stored(std::move(one)))) break;
    own.commit();
    return {};
  });
}

result<retention_counts> sqlite_storage::retain(std::optional<date> snapshots_before,
                                                std::optional<timestamp> rejected_before) {
  return no_throw(database_->path(), [&]() -> result<retention_counts> {
    transaction own(transaction::for_writing, *database_);
    retention_counts removed;
    if (snapshots_before) {
      statement remove(own.handle(), remove_snapshots);
      remove.bind(1, *snapshots_before);
      removed.snapshots = remove.run();
    }
    if (rejected_before)
      removed.rejected_rows =
          static_cast<std::int64_t>(database_->odb().erase_query<tables::rejected_row>(
              rejected_query::inserted_at < *rejected_before));
    own.commit();
    return removed;
  });
}

}  // namespace tidemark::sqlite
