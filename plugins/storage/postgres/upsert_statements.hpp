// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <string>
#include <string_view>

#include <tidemark/sql/postgres_upsert.hpp>
#include <tidemark/storage/run_batch.hpp>

#include "latest_videos.hpp"

/// The statements by which a run decides and writes its records, and its plan decides them.
namespace tidemark::postgres {

inline constexpr std::string_view video_key[] = {"brand_id", "tiktok_video_id"};

inline sql::postgres_upsert video_statements(const std::string& schema,
                                             const storage::programs& rules) {
  return sql::postgres_upsert_of(sql::rule_table_of(rules.creator_videos),
                                 {.schema = schema, .follower = note_new_videos()});
}

/// `videos` is the table in which the video of a snapshot is looked up.
inline sql::postgres_upsert snapshot_statements(const std::string& schema,
                                                const storage::programs& rules,
                                                sql::postgres_reference videos = {
                                                    "creator_video_id", "creator_videos",
                                                    video_key}) {
  sql::postgres_target target{.schema = schema};
  target.reference = videos;
  target.counted_by = "window_days";
  target.follower = move_latest(schema);
  return sql::postgres_upsert_of(sql::rule_table_of(rules.snapshots), target);
}

}  // namespace tidemark::postgres
