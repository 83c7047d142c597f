// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <tidemark/storage/run_batch.hpp>
#include <tidemark/videos/list_order.hpp>
#include <tidemark/videos/period_query.hpp>

#include "list_limits.hpp"
#include "statement.hpp"

namespace tidemark::sqlite {

/// The SQL that makes the tables of list heads: a row for each list, with its ids and values as
/// JSON arrays, because most of a head changes at once. It is not ODB's, which writes single rows.
extern const char* const make_list_tables;
/// Their names.
inline constexpr std::string_view list_tables[] = {"list_heads", "list_totals"};

/// What a run wrote, by the places of the videos in `all_time`.
struct written_rows {
  struct window {
    std::int32_t days = 0;
    std::vector<bool> inserted;      ///< the snapshot
    std::vector<bool> changed;       ///< the snapshot was inserted or updated
    bool changed_elsewhere = false;  ///< a snapshot of a video that is not in `all_time`
  };

  explicit written_rows(const storage::run_batch& batch)
      : video_ids(batch.all_time.size()), inserted(batch.all_time.size()),
        changed(batch.all_time.size()) {
    for (const auto& delivered : batch.windows)
      windows.push_back({delivered.days, std::vector<bool>(batch.all_time.size()),
                         std::vector<bool>(batch.all_time.size())});
  }

  /// Notes that the snapshot of a window of the batch was written.
  void mark_snapshot(std::int32_t window_days, std::uint32_t video, bool is_new) {
    for (auto& noted : windows) {
      if (noted.days != window_days) continue;
      if (video == storage::run_batch::no_video) {
        noted.changed_elsewhere = true;
      } else {
        noted.changed[video] = true;
        noted.inserted[video] = is_new;
      }
    }
  }

  std::vector<std::int64_t> video_ids;  ///< 0: it is not stored
  std::vector<bool> inserted;           ///< its all-time record
  std::vector<bool> changed;            ///< its all-time record was inserted or updated
  std::vector<window> windows;
};

/// The first videos of every list without filters, each period, sort and direction, so that a page
/// of them needs no look at the other videos. Derived; a run keeps them up to date within its
/// transaction. Throws odb::sqlite::database_exception.
///
/// The rules of a policy only compare and copy: after a run, each value of a record is the one from
/// before or the incoming one, where a missing counter is 0; and a list of a window shows the
/// latest snapshot, which is the one from before or that of the run. So a video whose incoming
/// value belongs behind the head, and that was not in it, still is not.
///
/// A run fills the heads of a new brand from its batch, follows those that are kept by looking at
/// what it wrote of the videos in them and of those that may have entered, and rebuilds them from
/// all videos where that would not do.
class list_heads {
 public:
  /// To be made before the run writes anything.
  list_heads(sqlite3* db, std::int64_t brand_id, list_limits limits);

  /// Brings the lists up to date after `batch` was written.
  void update(const storage::run_batch& batch, const written_rows& written);

 private:
  struct list;
  struct period;

  std::vector<std::int32_t> periods_of(const storage::run_batch& batch);
  period open(std::int32_t window_days);
  static std::vector<videos::list_position> read_positions(statement& row, period& of);
  void fill(period& of, const storage::run_batch& batch, const written_rows& written);
  void follow(period& of, const storage::run_batch& batch, const written_rows& written);
  void rebuild(period& of);
  bool is_latest_day(const storage::run_batch& batch);
  void write(period& of, std::int64_t total);

  sqlite3* db_;
  std::int64_t brand_id_;
  list_limits limits_;
  bool brand_is_new_;  ///< nothing was stored of it
};

/// `list_heads.window_days` of the list that `query` selects: 0 for all-time. The order by time of
/// posting is the same in every period and kept once.
std::int32_t list_period(const videos::period_query& query);

/// How many videos the lists of a period have; nothing if its heads are not kept.
std::optional<std::int64_t> find_list_total(sqlite3* db, std::int64_t brand_id,
                                            std::int32_t window_days);

}  // namespace tidemark::sqlite
