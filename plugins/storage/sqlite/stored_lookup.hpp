// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <tidemark/storage/backend.hpp>

#include "database.hpp"
#include "row_conversion.hpp"
#include "tables-odb-sqlite.hxx"
#include "tables-odb.hxx"

namespace tidemark::sqlite {

/// Looks all-time records up by key, one after another; within one transaction. Throws
/// odb::exception.
class stored_videos {
 public:
  stored_videos(odb::sqlite::connection& connection, std::int64_t brand_id)
      : brand_id_(brand_id),
        find_(connection.prepare_query<tables::named_video>(
            "find_video", query::video::record.brand_id == query::_ref(brand_id_) &&
                              query::video::record.tiktok_video_id == query::_ref(id_))) {}
  stored_videos(const stored_videos&) = delete;
  stored_videos& operator=(const stored_videos&) = delete;

  std::optional<storage::stored_video> find(const std::string& tiktok_video_id) {
    id_ = tiktok_video_id;
    for (auto& video : find_.execute())
      return tables::to_stored(std::move(*video.row), std::move(video.username));
    return std::nullopt;
  }

 private:
  using query = odb::sqlite::query<tables::named_video>;

  std::int64_t brand_id_;
  std::string id_;
  odb::prepared_query<tables::named_video> find_;
};

/// Looks snapshots up by key, as stored_videos does.
class stored_snapshots {
 public:
  stored_snapshots(odb::sqlite::connection& connection, std::int64_t brand_id)
      : brand_id_(brand_id),
        find_(connection.prepare_query<tables::snapshot>(
            "find_snapshot", query::record.brand_id == query::_ref(brand_id_) &&
                                 query::record.tiktok_video_id == query::_ref(id_) &&
                                 query::record.snapshot_date == query::_ref(day_) &&
                                 query::record.window_days == query::_ref(window_days_))) {}
  stored_snapshots(const stored_snapshots&) = delete;
  stored_snapshots& operator=(const stored_snapshots&) = delete;

  std::optional<storage::stored_snapshot> find(const std::string& tiktok_video_id, date day,
                                               std::int32_t window_days) {
    id_ = tiktok_video_id;
    day_ = day;
    window_days_ = window_days;
    for (auto& snapshot : find_.execute()) return tables::to_stored(std::move(snapshot));
    return std::nullopt;
  }

 private:
  using query = odb::sqlite::query<tables::snapshot>;

  std::int64_t brand_id_;
  std::string id_;
  date day_;
  std::int32_t window_days_ = 0;
  odb::prepared_query<tables::snapshot> find_;
};

}  // namespace tidemark::sqlite
