// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <libpq-fe.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <tidemark/sql/postgres_upsert.hpp>
#include <tidemark/storage/run_batch.hpp>

/// The tables that period queries read, kept in step with those that they are derived from, in a
/// run's own transaction:
///
/// - `video_latest` has a row for every video of a brand and every window of it: the video's latest
///   snapshot by day, or zeros and NULLs. There is one snapshot a day, so that ids never decide.
/// - `brand_windows` has the windows of a brand, those that ever delivered a row, and the latest
///   day on which they did.
/// - `brand_totals` has the number of a brand's videos.
///
/// A run rewrites no row of them that stays as it is. Retention never removes a latest snapshot, so
/// it leaves them right. Everything here throws as query.hpp.
namespace tidemark::postgres {

/// What moves `video_latest` when snapshots are decided: each that is written replaces its row
/// unless that one is of a later day.
sql::postgres_follower move_latest(const std::string& schema);

/// One run's changes to these tables. To be made before the run writes anything.
class latest_videos {
 public:
  latest_videos(PGconn* on, const std::string& schema, const storage::run_batch& batch);

  /// Whether nothing of the brand is stored.
  bool brand_is_new() const { return !has_videos_ && !has_windows_; }
  /// Whether no snapshot of the batch's day, or of a later one, is stored.
  bool day_is_new() const { return day_is_new_; }

  /// What move_latest does, for snapshots that were written in another way.
  void move();

  /// Adds what is missing when videos and snapshots are written, `inserted` of the videos anew: the
  /// rows of new videos, and those of windows that are new for the brand.
  void add(std::int64_t inserted);

  /// Notes the windows and the number of videos only.
  void note(std::int64_t inserted);

 private:
  std::string add_windows();
  void count_videos(std::int64_t inserted);

  PGconn* on_;
  const std::string& schema_;
  const storage::run_batch& batch_;
  bool has_videos_ = false;
  bool has_windows_ = false;
  bool day_is_new_ = false;
  std::string last_video_;     ///< ids above it are this run's, whatever another brand's run takes
  std::string last_snapshot_;  ///< alike
};

/// These tables, which version 2 of the schema adds.
inline constexpr std::array<std::string_view, 3> derived_tables{"video_latest", "brand_totals",
                                                                "brand_windows"};

/// Takes rows of `video_latest`, right into the table: brand, window, video, gmv, views, items,
/// gpm, ctr and day.
std::string copy_latest_text(const std::string& schema);

/// Fills the tables, which are empty, from all that is stored.
void fill_latest(PGconn* on, const std::string& schema);

/// The rows of `video_latest` that `videos`, a condition on `v` (creator_videos) and `w`
/// (brand_windows), asks for: each video with its latest snapshot of the window, which an index
/// gives without a sort.
std::string latest_of(const std::string& schema, const std::string& videos);

}  // namespace tidemark::postgres
