// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <tidemark/storage/figures.hpp>
#include <tidemark/storage/run_batch.hpp>
#include <tidemark/videos/period_query.hpp>

#include "list_limits.hpp"

namespace tidemark::sqlite {

/// The SQL that makes the tables of list heads. ODB cannot say WITHOUT ROWID.
extern const char* const make_list_tables;
/// Their names.
inline constexpr std::string_view list_tables[] = {"list_heads", "list_totals"};

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
/// the videos in them and at those that may have entered, and rebuilds them from all videos where
/// that would not do.
class list_heads {
 public:
  /// To be made before the run writes anything.
  list_heads(sqlite3* db, std::int64_t brand_id, list_limits limits);

  /// Brings the lists up to date after `batch` was written, with `counted`. `video_ids`: the stored
  /// id of each all-time record of the batch, or 0; `inserted`: whether it is new.
  void update(const storage::run_batch& batch, const std::vector<std::int64_t>& video_ids,
              const std::vector<bool>& inserted, const storage::run_figures& counted);

 private:
  struct list;
  struct period;

  std::vector<std::int32_t> periods_of(const storage::run_batch& batch);
  period open(std::int32_t window_days);
  void fill(period& of, const storage::run_batch& batch,
            const std::vector<std::int64_t>& video_ids);
  void follow(period& of, const storage::run_batch& batch, const std::vector<bool>& inserted);
  void rebuild(period& of);
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
