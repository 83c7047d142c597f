// SPDX-License-Identifier: GPL-2.0-only
#include <sqlite3.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <tidemark/storage/batch_digest.hpp>
#include <tidemark/storage/check_batch.hpp>
#include <tidemark/storage/decide_batch.hpp>
#include <tidemark/storage/figures_json.hpp>
#include <tidemark/storage/key_order.hpp>
#include <tidemark/storage/lists/list_heads.hpp>

#include "failure.hpp"
#include "ledger_rows.hpp"
#include "repeated_run.hpp"
#include "sqlite_lists.hpp"
#include "sqlite_storage.hpp"
#include "upsert.hpp"

namespace tidemark::sqlite {

namespace {

/// Whether a table has a row of the brand.
bool is_stored(sqlite3* db, const char* table, std::int64_t brand_id) {
  statement any(db, fmt::format("SELECT 1 FROM {} WHERE brand_id = ?1 LIMIT 1", table));
  any.bind(1, brand_id);
  return any.find_integer().has_value();
}

/// The `Store` of a commit (storage/decide_batch.hpp): statements decide and write, within one
/// transaction. Throws odb::exception.
class batch_writer {
 public:
  /// `no_snapshots`: none is stored of the batch's day. If that is wrong, a unique key is violated.
  batch_writer(sqlite3* db, const run_batch& batch, const programs& rules, bool no_snapshots)
      : db_(db), brand_id_(batch.brand_id),
        find_creator_(db, "SELECT id FROM creators WHERE tiktok_username = ?1"),
        add_creator_(db, "INSERT INTO creators (tiktok_username) VALUES (?1)"),
        find_video_(db, "SELECT id FROM creator_videos WHERE brand_id = ?1"
                        " AND tiktok_video_id = ?2"),
        video_of_(db, "SELECT creator_video_id FROM creator_video_metric_snapshots WHERE id = ?1"),
        videos_(db, rules.creator_videos.of<videos::creator_video_view>(), batch.at),
        snapshots_(db, rules.snapshots.of<videos::metric_snapshot_view>(), batch.at),
        no_videos_(!is_stored(db, "creator_videos", batch.brand_id)), no_snapshots_(no_snapshots),
        video_ids_(batch.all_time.size()), written_(batch) {
    find_video_.bind(1, brand_id_);
  }

  std::optional<std::int64_t> find_creator(std::string_view username) {
    find_creator_.bind_copy(1, username);
    return find_creator_.find_integer();
  }
  std::int64_t add_creator(std::string_view username) {
    add_creator_.bind_copy(1, username);
    add_creator_.run();
    return sqlite3_last_insert_rowid(db_);
  }

  std::optional<stored_row> find(const videos::creator_video_view& incoming,
                                 storage::video_place video) {
    video_ = video;
    if (no_videos_) return std::nullopt;
    auto known = videos_.decide(incoming);
    if (known) {
      video_ids_[video] = known->id;
      written_.stored[video] = true;
    }
    return known;
  }
  void insert(const videos::creator_video_view& incoming, const videos::row_view&,
              storage::video_place video) {
    videos_.insert(incoming, &video_ids_[video]);
    written_.stored[video] = written_.inserted[video] = written_.changed[video] = true;
  }
  bool update(const std::optional<stored_row>& known,
              const videos::creator_video_view& incoming, const videos::row_view&) {
    if (known->changes) videos_.update(known->id, incoming);
    written_.changed[video_] = known->changes;
    return known->changes;
  }

  void end_videos() { videos_.flush(); }

  void prefetch(storage::video_place) {}
  /// The id of a video of this batch, or of a stored one.
  std::optional<std::int64_t> video_id(std::string_view tiktok_video_id,
                                       storage::video_place video) {
    video_ = video;
    if (video != run_batch::no_video) {
      const auto id = video_ids_[video];
      return id == 0 ? std::nullopt : std::optional(id);
    }
    find_video_.bind_copy(2, tiktok_video_id);
    return find_video_.find_integer();
  }

  std::optional<stored_row> find(const videos::metric_snapshot_view& incoming) {
    return no_snapshots_ ? std::nullopt : snapshots_.decide(incoming);
  }
  void insert(const videos::metric_snapshot_view& incoming) {
    snapshots_.insert(incoming, nullptr);
    written_.mark_snapshot(incoming.window_days, video_, true);
  }
  bool update(const std::optional<stored_row>& known,
              const videos::metric_snapshot_view& incoming) {
    if (!known->changes) return false;
    snapshots_.update(known->id, incoming);
    written_.mark_snapshot(incoming.window_days, video_, false);
    return true;
  }
  bool is_attributed(const std::optional<stored_row>& known) {
    video_of_.bind(1, known->id);
    return video_of_.find_integer().has_value();
  }

  /// Writes the pending snapshots.
  void flush() { snapshots_.flush(); }

  const storage::written_rows& written() const { return written_; }

 private:
  sqlite3* db_;
  std::int64_t brand_id_;
  statement find_creator_, add_creator_, find_video_, video_of_;
  upsert<videos::creator_video_view> videos_;
  upsert<videos::metric_snapshot_view> snapshots_;
  bool no_videos_, no_snapshots_;
  std::vector<std::int64_t> video_ids_;  ///< by place; 0: not stored, or not yet
  storage::written_rows written_;
  storage::video_place video_ = run_batch::no_video;  ///< of the current record
};

/// Whether the ledger has no succeeded run of the batch's day, whose snapshots are then all new.
bool is_first_of_day(sqlite3* db, const run_batch& batch) {
  statement any(db, "SELECT 1 FROM sync_runs WHERE brand_id = ?1 AND snapshot_date = ?2"
                    " AND status = 'succeeded' LIMIT 1");
  any.bind(1, batch.brand_id);
  any.bind(2, batch.snapshot_date);
  return !any.find_integer();
}

/// Whether the lists counted all videos but the `inserted` new ones. Videos that another program
/// deleted are found when it matters: when they may come back.
bool is_counted(sqlite_lists& lists, std::int64_t inserted) {
  if (inserted == 0) return true;
  const auto before = lists.find_total(storage::all_time_period);
  return !before || *before + inserted == lists.count_videos();
}

void write(sqlite3* db, run_batch& batch, const programs& rules, bool no_snapshots,
           storage::list_limits limits, run_figures& counted) {
  using stored_before = storage::list_heads::stored_before;
  auto before = stored_before::nothing;
  if (is_stored(db, "creator_videos", batch.brand_id)) before = stored_before::videos;
  else if (is_stored(db, "creator_video_metric_snapshots", batch.brand_id) ||
           is_stored(db, "list_totals", batch.brand_id))
    before = stored_before::changed_elsewhere;
  batch_writer writer(db, batch, rules, no_snapshots);
  storage::key_order order(batch);
  storage::decide_batch(order, batch, rules, writer, counted);
  writer.flush();
  sqlite_lists lists(db, batch.brand_id);
  if (before == stored_before::videos && !is_counted(lists, counted.all_time.inserted))
    before = stored_before::changed_elsewhere;
  const auto update_lists = [&](stored_before state) {
    return storage::list_heads(lists, state, limits).update(batch, writer.written());
  };
  if (!update_lists(before)) update_lists(stored_before::changed_elsewhere);
}

/// Whether the heads of the brand's lists are kept.
bool has_lists(sqlite3* db, std::int64_t brand_id) {
  return find_list_total(db, brand_id, storage::all_time_period).has_value();
}

/// Whether a batch is large, and the first of its database.
bool is_first_load(database& db, const run_batch& batch) {
  constexpr std::size_t large = 20'000;
  if (batch.all_time.size() < large) return false;
  transaction own(transaction::for_reading, db);
  statement any(own.handle(), "SELECT 1 FROM creator_videos UNION ALL"
                              " SELECT 1 FROM creator_video_metric_snapshots LIMIT 1");
  return !any.find_integer();
}

}  // namespace

result<void> sqlite_storage::commit_run(run_batch batch, const programs& rules,
                                        const brand_lock& lock, run_figures& figures) {
  std::string digest;
  const auto left_log = catch_errors(database_->path(), [&]() -> result<bool> {
    digest = storage::digest_batch(batch, rules);
    return is_first_load(*database_, batch) && database_->leave_log();
  });
  if (!left_log) return left_log.error();
  bool trusts_ledger = true;
  auto written = write_run(batch, digest, rules, lock, figures, trusts_ledger);
  // There were snapshots of the day that no run of the ledger accounts for.
  if (!written && !trusts_ledger)
    written = write_run(batch, digest, rules, lock, figures, trusts_ledger);
  if (*left_log) database_->use_log();
  return written;
}

/// `trusts_ledger` becomes false when snapshots are there that the ledger does not account for:
/// nothing was written then.
result<void> sqlite_storage::write_run(run_batch& batch, const std::string& digest,
                                       const programs& rules, const brand_lock& lock,
                                       run_figures& figures, bool& trusts_ledger) {
  run_figures counted;
  const auto written = in_transaction(*database_, transaction::for_writing,
                                      [&](transaction& own) -> result<void> {
    if (const auto rows = storage::check_rows(batch); !rows) return rows;
    counted = begin_figures(batch, figures);
    auto run = tables::find_running(database_->odb(), batch.run_id);
    if (!run) return run.error();
    if (const auto of_run = storage::check_run(batch, run->brand_id); !of_run) return of_run;
    run->batch_digest = tables::batch_digest_of(database_->odb(), *run, digest);
    run_figures repeated = counted;
    if (!batch.forced && has_lists(own.handle(), batch.brand_id) &&
        tables::count_repeated(database_->odb(), *run, repeated)) {
      counted = std::move(repeated);
    } else {
      const bool no_snapshots = trusts_ledger && is_first_of_day(own.handle(), batch);
      try {
        write(own.handle(), batch, rules, no_snapshots, list_limits_, counted);
      } catch (const odb::sqlite::database_exception& problem) {
        if (no_snapshots && problem.error() == SQLITE_CONSTRAINT) trusts_ledger = false;
        throw;
      }
      run->batch_digest = tables::kept_digest(std::move(*run->batch_digest), rules, counted);
    }
    tables::end_succeeded(database_->odb(), *run, storage::to_json(counted), batch.at);
    // Checked last, so that a run whose lock was lost meanwhile is not stored.
    return locks_.check(lock, batch.brand_id);
  });
  if (written) figures = std::move(counted);
  return written;
}

}  // namespace tidemark::sqlite
