// SPDX-License-Identifier: GPL-2.0-only
#include <tidemark/storage/plan.hpp>

#include <map>
#include <string_view>
#include <utility>

#include <tidemark/engine/decide.hpp>
#include <tidemark/storage/batch_figures.hpp>
#include <tidemark/videos/to_records.hpp>

#include "failure.hpp"
#include "ordered_batch.hpp"
#include "sqlite_storage.hpp"
#include "statement.hpp"
#include "stored_records.hpp"

namespace tidemark::sqlite {

namespace {

/// Lets the engine decide on what is stored, in the order in which a commit writes, and shows what
/// would change. Throws odb::exception.
class batch_planner {
 public:
  batch_planner(transaction& within, run_batch& batch, const programs& rules, run_figures& figures,
                const visitor<planned_change>& visit)
      : within_(within), batch_(batch), ordered_(batch), rules_(rules), figures_(figures),
        visit_(visit) {}

  void plan() {
    name_creators();
    plan_videos();
    plan_snapshots();
  }

 private:
  /// The id that the next row of `table` will get.
  std::int64_t next_id(std::string_view table) {
    statement last(within_.handle(), "SELECT seq FROM sqlite_sequence WHERE name = ?1");
    last.bind_copy(1, table);
    return last.find_integer().value_or(0) + 1;
  }

  void name_creators() {
    statement find(within_.handle(), "SELECT id FROM creators WHERE tiktok_username = ?1");
    std::int64_t next = next_id("creators");
    for (const auto username : ordered_.usernames) {
      find.bind_copy(1, username);
      const auto known = find.find_integer();
      ++(known ? figures_.creators_matched : figures_.creators_created);
      ordered_.creator_ids.find(username)->second = known ? *known : next++;
    }
  }

  void plan_videos() {
    stored_videos stored(within_.connection(), batch_.brand_id);
    std::int64_t next = next_id("creator_videos");
    for (const videos::video_row* row : ordered_.videos) {
      const auto known = stored.find(row->tiktok_video_id);
      if (!known && !row->username) continue;
      auto incoming = videos::to_creator_video(*row);
      incoming.creator_id = row->username ? ordered_.creator_ids.find(*row->username)->second
                                          : known->record.creator_id;
      decide(known ? &known->record : nullptr, std::move(incoming), rules_.creator_videos,
             figures_.all_time);
      video_ids_[row->tiktok_video_id] = known ? known->id : next++;
    }
    figures_.videos_synced =
        figures_.all_time.inserted + figures_.all_time.updated + figures_.all_time.unchanged;
  }

  void plan_snapshots() {
    stored_snapshots stored(within_.connection(), batch_.brand_id);
    stored_videos other_videos(within_.connection(), batch_.brand_id);
    for (const auto& one : ordered_.snapshots) {
      auto incoming = videos::to_snapshot(*one.row, batch_.snapshot_date, one.window_days,
                                          batch_.source_run_id);
      if (const auto id = video_ids_.find(incoming.tiktok_video_id); id != video_ids_.end())
        incoming.creator_video_id = id->second;
      else if (const auto video = other_videos.find(incoming.tiktok_video_id))
        incoming.creator_video_id = video->id;
      const auto known = stored.find(incoming);
      const auto decided = decide(known ? &known->record : nullptr, std::move(incoming),
                                  rules_.snapshots, storage::counts_of(figures_, one.window_days));
      figures_.unattributed_rows += !decided.creator_video_id;
    }
  }

  /// The record as it would be stored.
  template <record Record>
  Record decide(const Record* stored, Record incoming, const engine::program<Record>& rules,
                storage::upsert_counts& counts) {
    if (!stored) {
      engine::settle_insert(incoming);
      ++counts.inserted;
      show(storage::plan_insert(incoming));
      return incoming;
    }
    Record decided = *stored;
    const field_mask changed = engine::decide(rules, decided, std::move(incoming));
    ++(changed.empty() ? counts.unchanged : counts.updated);
    if (!changed.empty()) show(storage::plan_update(*stored, decided, changed));
    return decided;
  }

  void show(const planned_change& change) {
    if (wanted_) wanted_ = visit_(change);
  }

  transaction& within_;
  run_batch& batch_;
  ordered_batch ordered_;
  const programs& rules_;
  run_figures& figures_;
  const visitor<planned_change>& visit_;
  bool wanted_ = true;
  std::map<std::string_view, std::int64_t> video_ids_;
};

}  // namespace

result<void> sqlite_storage::plan_run(run_batch batch, const programs& rules, run_figures& figures,
                                      const visitor<planned_change>& visit) {
  return no_throw(database_->path(), [&]() -> result<void> {
    if (const auto wrong = find_foreign(batch)) return *wrong;
    run_figures counted = begin_figures(batch, figures);
    transaction own(transaction::for_reading, *database_);
    batch_planner(own, batch, rules, counted, visit).plan();
    own.commit();
    figures = std::move(counted);
    return {};
  });
}

}  // namespace tidemark::sqlite
