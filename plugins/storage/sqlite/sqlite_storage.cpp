// SPDX-License-Identifier: GPL-2.0-only
#include "sqlite_storage.hpp"

#include <utility>

#include "due_run_rows.hpp"
#include "failure.hpp"
#include "row_conversion.hpp"
#include "statement.hpp"
#include "stored_lookup.hpp"
#include "tables-odb-sqlite.hxx"
#include "tables-odb.hxx"

namespace tidemark::sqlite {

namespace {

using video_query = odb::sqlite::query<tables::named_video>;
using snapshot_query = odb::sqlite::query<tables::snapshot>;

}  // namespace

result<std::unique_ptr<storage::backend>> sqlite_storage::open(const std::string& path,
                                                                  storage::list_limits limits) {
  return catch_errors(path, [&]() -> result<std::unique_ptr<tidemark::storage::backend>> {
    auto opened = database::open(path);
    if (!opened) return opened.error();
    return std::make_unique<sqlite_storage>(std::move(*opened), limits);
  });
}

result<std::unique_ptr<brand_lock>> sqlite_storage::lock_brand(std::int64_t brand_id,
                                                               const std::string& holder) {
  return catch_errors(database_->path(), [&] { return locks_.take(brand_id, holder); });
}

result<std::vector<std::optional<stored_video>>> sqlite_storage::find_videos(
    std::int64_t brand_id, std::span<const std::string> tiktok_video_ids) {
  return in_transaction(*database_, transaction::for_reading, [&](transaction& own)
                            -> result<std::vector<std::optional<stored_video>>> {
    std::vector<std::optional<stored_video>> found;
    {
      stored_videos videos(own.connection(), brand_id);
      for (const auto& id : tiktok_video_ids) found.push_back(videos.find(id));
    }
    return found;
  });
}

result<void> sqlite_storage::walk_videos(std::int64_t brand_id,
                                         const visitor<stored_video>& visit) {
  return in_transaction(*database_, transaction::for_reading, [&](transaction&) -> result<void> {
    for (auto& video : database_->odb().query<tables::named_video>(
             (video_query::video::record.brand_id == brand_id) + "ORDER BY" +
             video_query::video::record.tiktok_video_id + "," + video_query::video::id))
      if (!visit(tables::to_stored(std::move(*video.row), std::move(video.username)))) break;
    return {};
  });
}

result<void> sqlite_storage::walk_snapshots(std::int64_t brand_id,
                                            const std::optional<std::string>& tiktok_video_id,
                                            const visitor<stored_snapshot>& visit) {
  return in_transaction(*database_, transaction::for_reading, [&](transaction&) -> result<void> {
    auto wanted = snapshot_query::record.brand_id == brand_id;
    if (tiktok_video_id)
      wanted = wanted && snapshot_query::record.tiktok_video_id == *tiktok_video_id;
    for (auto& snapshot : database_->odb().query<tables::snapshot>(
             wanted + "ORDER BY" + snapshot_query::record.tiktok_video_id + "," +
             snapshot_query::record.snapshot_date + "," + snapshot_query::record.window_days))
      if (!visit(tables::to_stored(std::move(snapshot)))) break;
    return {};
  });
}

}  // namespace tidemark::sqlite
