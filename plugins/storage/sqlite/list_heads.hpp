// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <vector>

#include <tidemark/storage/run_batch.hpp>

#include "list_limits.hpp"
#include "written_rows.hpp"

namespace tidemark::sqlite {

struct period_lists;

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
  std::vector<std::int32_t> periods_of(const storage::run_batch& batch);
  void fill(period_lists& of, const storage::run_batch& batch, const written_rows& written);
  void follow(period_lists& of, const storage::run_batch& batch, const written_rows& written);
  void rebuild(period_lists& of);
  bool is_latest_day(const storage::run_batch& batch);
  std::int64_t count_videos();

  sqlite3* db_;
  std::int64_t brand_id_;
  list_limits limits_;
  bool brand_is_new_;  ///< nothing was stored of it
};

}  // namespace tidemark::sqlite
