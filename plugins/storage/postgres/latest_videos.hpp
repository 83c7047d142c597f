// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <libpq-fe.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <tidemark/sql/postgres_upsert.hpp>
#include <tidemark/storage/run_batch.hpp>

#include "query.hpp"

/// The tables that period queries read, kept in step with those that they are derived from, in a
/// run's own transaction:
///
/// - `video_latest` has a row for every video of a brand and every window of it: the video's latest
///   snapshot by day, or zeros and NULLs. There is one snapshot a day, so ids never decide.
/// - `brand_windows` has the windows of a brand, those that ever delivered a row, and the latest
///   day on which they did.
/// - `brand_totals` has the number of a brand's videos.
///
/// A run does not rewrite rows that stay the same. Retention never removes a latest snapshot, so
/// these tables stay correct. Everything here throws as query.hpp.
namespace tidemark::postgres {

/// Notes the videos that a run inserts, for latest_videos::add, after begin_noting.
sql::postgres_follower note_new_videos();

/// What moves `video_latest` when snapshots are decided: each written snapshot replaces its row
/// unless the row is of a later day.
sql::postgres_follower move_latest(const std::string& schema);

/// One run's changes to these tables. Construct it before the run writes anything.
class latest_videos {
 public:
  latest_videos(PGconn* on, const std::string& schema, const storage::run_batch& batch);

  /// Whether nothing of the brand is stored.
  bool brand_is_new() const {
    return !has_videos_ && !has_snapshots_ && !has_latest_ && !has_total_ && !has_windows_;
  }
  /// Whether another program has emptied a table, or removed a window from one.
  bool is_stale() const {
    return has_total_ != has_videos_ || has_latest_ != (has_videos_ && has_windows_) ||
           has_windows_ != has_snapshots_ || (has_videos_ && has_empty_window_) ||
           has_lost_window_;
  }
  /// Whether videos were stored, and these tables were as the last run left them.
  bool is_kept() const { return has_videos_ && !is_stale() && !is_rebuilt_; }
  /// Whether no snapshot of the batch's day, or of a later one, is stored.
  bool day_is_new() const { return day_is_new_ && !is_stale(); }

  /// Makes the table that note_new_videos fills: to be called before videos are decided.
  void begin_noting();

  /// What move_latest does, for snapshots that are written in another way: between these two calls,
  /// copy_staged_latest_text copies the same rows.
  void stage();
  void move();

  /// Adds what is missing once videos and snapshots are written: the rows of the `inserted` new
  /// videos, and those of windows that are new for the brand. A forced run makes all rows again, as
  /// does one that found them changed, or a new video that has rows: another program deleted it.
  void add(std::int64_t inserted);

  /// Makes the brand's rows again, whatever another program has changed.
  void rebuild();

  /// The ids of the videos that the run inserted, in order of their bytes.
  rows read_new_videos();

  /// Notes the windows and the number of videos only.
  void note(std::int64_t inserted);

 private:
  struct added_windows {
    std::string days;              ///< an array's text
    std::int64_t known_count = 0;  ///< of the windows that the brand had before
  };

  std::string delivered_windows() const;
  added_windows add_windows();
  void count_videos(std::int64_t inserted);

  PGconn* on_;
  const std::string& schema_;
  const storage::run_batch& batch_;
  bool has_videos_ = false;
  // Whether these tables have a row of the brand.
  bool has_snapshots_ = false;
  bool has_latest_ = false;
  bool has_total_ = false;
  bool has_windows_ = false;
  bool has_empty_window_ = false;  ///< one without rows in `video_latest`
  bool has_lost_window_ = false;   ///< one of the batch, with rows there, is not in `brand_windows`
  bool day_is_new_ = false;
  bool is_rebuilt_ = false;
};

/// These tables, which version 2 of the schema adds.
inline constexpr std::array<std::string_view, 3> derived_tables{"video_latest", "brand_totals",
                                                                "brand_windows"};

/// Takes rows of `video_latest`, straight into the table: brand, window, video, gmv, views, items,
/// gpm, ctr and day.
std::string copy_latest_text(const std::string& schema);

/// Takes the same rows, for latest_videos::move.
std::string copy_staged_latest_text();

/// Fills the tables, which are empty, from all that is stored.
void fill_latest(PGconn* on, const std::string& schema);

/// The rows of `video_latest` that `videos`, a condition on `v` (creator_videos) and `w`
/// (brand_windows), asks for: each video with its latest snapshot of the window, which an index
/// gives without a sort.
std::string latest_of(const std::string& schema, const std::string& videos);

}  // namespace tidemark::postgres
