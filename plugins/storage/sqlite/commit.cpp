// SPDX-License-Identifier: GPL-2.0-only
#include <sqlite3.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/storage/check_batch.hpp>
#include <tidemark/storage/decide_batch.hpp>
#include <tidemark/storage/figures_json.hpp>
#include <tidemark/storage/key_order.hpp>

#include "failure.hpp"
#include "ledger_rows.hpp"
#include "sqlite_storage.hpp"
#include "upsert.hpp"

namespace tidemark::sqlite {

namespace {

/// The `Store` of a commit (storage/decide_batch.hpp): statements decide and write, within one
/// transaction. Takes videos and snapshots in byte order of `tiktok_video_id`. Throws
/// odb::exception.
class batch_writer {
 public:
  batch_writer(sqlite3* db, const run_batch& batch, const programs& rules)
      : db_(db), brand_id_(batch.brand_id),
        find_creator_(db, "SELECT id FROM creators WHERE tiktok_username = ?1"),
        add_creator_(db, "INSERT INTO creators (tiktok_username) VALUES (?1)"),
        find_video_(db, "SELECT id FROM creator_videos WHERE brand_id = ?1"
                        " AND tiktok_video_id = ?2"),
        video_of_(db, "SELECT creator_video_id FROM creator_video_metric_snapshots WHERE id = ?1"),
        videos_(db, rules.creator_videos.of<videos::creator_video_view>(), batch.at),
        snapshots_(db, rules.snapshots.of<videos::metric_snapshot_view>(), batch.at),
        no_videos_(is_empty("creator_videos")),
        no_snapshots_(is_empty("creator_video_metric_snapshots")) {
    find_video_.bind(1, brand_id_);
    written_.reserve(batch.all_time.size());
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

  std::optional<stored_row> find(const videos::creator_video_view& incoming) {
    return no_videos_ ? std::nullopt : videos_.decide(incoming);
  }
  void insert(const videos::creator_video_view& incoming, const videos::row_view& row) {
    written_.push_back({row.tiktok_video_id, 0});
    videos_.insert(incoming, &written_.back().id);
  }
  bool update(const std::optional<stored_row>& known,
              const videos::creator_video_view& incoming, const videos::row_view& row) {
    written_.push_back({row.tiktok_video_id, known->id});
    if (known->changes) videos_.update(known->id, incoming);
    return known->changes;
  }

  void end_videos() {
    videos_.flush();
    next_ = written_.begin();
  }

  /// The id of a video of this batch, or of a stored one.
  std::optional<std::int64_t> video_id(std::string_view tiktok_video_id) {
    while (next_ != written_.end() && next_->tiktok_video_id < tiktok_video_id) ++next_;
    if (next_ != written_.end() && next_->tiktok_video_id == tiktok_video_id) return next_->id;
    find_video_.bind_copy(2, tiktok_video_id);
    return find_video_.find_integer();
  }

  std::optional<stored_row> find(const videos::metric_snapshot_view& incoming) {
    return no_snapshots_ ? std::nullopt : snapshots_.decide(incoming);
  }
  void insert(const videos::metric_snapshot_view& incoming) {
    snapshots_.insert(incoming, nullptr);
  }
  bool update(const std::optional<stored_row>& known,
              const videos::metric_snapshot_view& incoming) {
    if (known->changes) snapshots_.update(known->id, incoming);
    return known->changes;
  }
  bool is_attributed(const std::optional<stored_row>& known) {
    video_of_.bind(1, known->id);
    return video_of_.find_integer().has_value();
  }

  /// Writes the pending snapshots.
  void flush() { snapshots_.flush(); }

 private:
  /// An all-time record of this batch and its row.
  struct written_video {
    std::string_view tiktok_video_id;  ///< of the batch
    std::int64_t id = 0;
  };

  /// Whether the brand has no row in a table: then nothing needs to be looked up in it.
  bool is_empty(std::string_view table) {
    statement any(db_, "SELECT 1 FROM " + sql::quoted(table) + " WHERE brand_id = ?1 LIMIT 1");
    any.bind(1, brand_id_);
    return !any.find_integer();
  }

  sqlite3* db_;
  std::int64_t brand_id_;
  statement find_creator_, add_creator_, find_video_, video_of_;
  upsert<videos::creator_video_view> videos_;
  upsert<videos::metric_snapshot_view> snapshots_;
  bool no_videos_, no_snapshots_;
  std::vector<written_video> written_;  ///< by video
  std::vector<written_video>::const_iterator next_;
};

}  // namespace

result<void> sqlite_storage::commit_run(run_batch batch, const programs& rules,
                                        const brand_lock& lock, run_figures& figures) {
  run_figures counted;
  const auto written = in_transaction(*database_, transaction::for_writing,
                                      [&](transaction& own) -> result<void> {
    if (const auto rows = storage::check_rows(batch); !rows) return rows;
    counted = begin_figures(batch, figures);
    auto run = tables::find_running(database_->odb(), batch.run_id);
    if (!run) return run.error();
    if (const auto of_run = storage::check_run(batch, run->brand_id); !of_run) return of_run;
    {
      batch_writer writer(own.handle(), batch, rules);
      storage::key_order order(batch);
      storage::decide_batch(order, batch, rules, writer, counted);
      writer.flush();
    }
    tables::end_succeeded(database_->odb(), *run, storage::to_json(counted), batch.at);
    // Checked last, so that a run whose lock was lost meanwhile is not stored.
    return locks_.check(lock, batch.brand_id);
  });
  if (written) figures = std::move(counted);
  return written;
}

}  // namespace tidemark::sqlite
