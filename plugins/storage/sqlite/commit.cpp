// SPDX-License-Identifier: GPL-2.0-only
#include <sqlite3.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/storage/batch_figures.hpp>
#include <tidemark/videos/to_records.hpp>

#include "failure.hpp"
#include "ledger.hpp"
#include "ordered_batch.hpp"
#include "sqlite_storage.hpp"
#include "upsert.hpp"

namespace tidemark::sqlite {

namespace {

/// Writes one batch within one transaction. Throws odb::exception.
class batch_writer {
 public:
  batch_writer(sqlite3* db, run_batch& batch, const programs& rules, run_figures& figures)
      : db_(db), batch_(batch), ordered_(batch), rules_(rules), figures_(figures) {}

  void write() {
    write_creators();
    write_videos();
    write_snapshots();
  }

 private:
  using video_upsert = upsert<videos::creator_video>;
  using snapshot_upsert = upsert<videos::metric_snapshot>;

  /// An all-time record of this batch and its row.
  struct written_video {
    std::string_view tiktok_video_id;
    std::int64_t id = 0;
  };

  /// Whether the brand has no row in a table: then nothing needs to be looked up in it.
  bool is_empty(std::string_view table) {
    statement any(db_, "SELECT 1 FROM " + sql::quoted(table) + " WHERE brand_id = ?1 LIMIT 1");
    any.bind(1, batch_.brand_id);
    return !any.find_integer();
  }

  void write_creators() {
    statement find(db_, "SELECT id FROM creators WHERE tiktok_username = ?1");
    statement insert(db_, "INSERT INTO creators (tiktok_username) VALUES (?1)");
    for (const auto username : ordered_.usernames) {
      auto& id = ordered_.creator_ids.find(username)->second;
      find.bind_copy(1, username);
      if (const auto known = find.find_integer()) {
        id = *known;
        ++figures_.creators_matched;
        continue;
      }
      insert.bind_copy(1, username);
      insert.run();
      id = sqlite3_last_insert_rowid(db_);
      ++figures_.creators_created;
    }
  }

  void write_videos() {
    video_upsert upsert(db_, rules_.creator_videos, batch_.at);
    statement creator_of(db_, "SELECT creator_id FROM creator_videos WHERE id = ?1");
    const bool empty = is_empty("creator_videos");
    written_.reserve(ordered_.videos.size());
    for (videos::video_row* row : ordered_.videos) {
      auto record = videos::to_creator_video(std::move(*row));
      if (row->username) record.creator_id = ordered_.creator_ids.find(*row->username)->second;
      auto known = empty ? std::nullopt : upsert.decide(record);
      if (!known && !row->username) continue;
      written_.push_back({row->tiktok_video_id, known ? known->id : 0});
      if (!known) {
        upsert.insert(std::move(record), &written_.back().id);
        ++figures_.all_time.inserted;
        continue;
      }
      if (!row->username) {  // it says nothing of the creator, whatever the rule
        creator_of.bind(1, known->id);
        record.creator_id = creator_of.find_integer();
        known = upsert.decide(record);
      }
      if (known->changes) upsert.update(known->id, record);
      ++(known->changes ? figures_.all_time.updated : figures_.all_time.unchanged);
    }
    upsert.flush();
    figures_.videos_synced =
        figures_.all_time.inserted + figures_.all_time.updated + figures_.all_time.unchanged;
  }

  void write_snapshots() {
    find_video_ids();
    snapshot_upsert upsert(db_, rules_.snapshots, batch_.at);
    statement video_of(db_, "SELECT creator_video_id FROM creator_video_metric_snapshots"
                            " WHERE id = ?1");
    const bool empty = is_empty("creator_video_metric_snapshots");
    for (const auto& one : ordered_.snapshots) {
      auto record = videos::to_snapshot(std::move(*one.row), batch_.snapshot_date, one.window_days,
                                        batch_.source_run_id);
      record.creator_video_id = one.creator_video_id;
      const auto known = empty ? std::nullopt : upsert.decide(record);
      auto& counts = storage::counts_of(figures_, one.window_days);
      if (!known) {
        upsert.insert(std::move(record), nullptr);
        ++counts.inserted;
        figures_.unattributed_rows += !one.creator_video_id;
        continue;
      }
      if (known->changes) upsert.update(known->id, record);
      ++(known->changes ? counts.updated : counts.unchanged);
      if (one.creator_video_id && takes_video_id()) continue;
      video_of.bind(1, known->id);
      figures_.unattributed_rows += !video_of.find_integer();
    }
    upsert.flush();
  }

  /// Sets every snapshot's video: one of this batch, or one that is stored.
  void find_video_ids() {
    statement find_video(db_, "SELECT id FROM creator_videos WHERE brand_id = ?1"
                              " AND tiktok_video_id = ?2");
    find_video.bind(1, batch_.brand_id);
    auto next = written_.begin();
    for (auto& one : ordered_.snapshots) {
      const std::string& id = one.row->tiktok_video_id;
      while (next != written_.end() && next->tiktok_video_id < id) ++next;
      if (next != written_.end() && next->tiktok_video_id == id) {
        one.creator_video_id = next->id;
      } else {
        find_video.bind(2, id);
        one.creator_video_id = find_video.find_integer();
      }
    }
  }

  /// Whether a known video is always stored, so that nothing needs to be read back.
  bool takes_video_id() const {
    constexpr auto index = *find_field<videos::metric_snapshot>("creator_video_id");
    return rules_.snapshots.latest_known.has(index) || rules_.snapshots.latest.has(index);
  }

  sqlite3* db_;
  run_batch& batch_;
  tables::ordered_batch ordered_;
  const programs& rules_;
  run_figures& figures_;
  std::vector<written_video> written_;  ///< by video
};

}  // namespace

result<void> sqlite_storage::commit_run(run_batch batch, const programs& rules,
                                        const brand_lock& lock, run_figures& figures) {
  return no_throw(database_->path(), [&]() -> result<void> {
    if (const auto wrong = find_foreign(batch)) return *wrong;
    transaction own(transaction::for_writing, *database_);
    auto run = tables::find_running(database_->odb(), batch.run_id);
    if (!run) return run.error();
    if (run->brand_id != batch.brand_id)
      return failure("run " + std::to_string(batch.run_id) + " is of brand " +
                     std::to_string(run->brand_id) + ", its batch of brand " +
                     std::to_string(batch.brand_id));
    run_figures counted = begin_figures(batch, figures);
    batch_writer(own.handle(), batch, rules, counted).write();
    tables::end_succeeded(database_->odb(), *run, json{to_json(counted)}, batch.at);
    // Checked last, so that a lock that got lost during the run keeps it from being stored.
    if (const auto held = locks_.check(lock, batch.brand_id); !held) return held.error();
    own.commit();
    figures = std::move(counted);
    return {};
  });
}

}  // namespace tidemark::sqlite
