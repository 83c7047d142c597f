// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <tidemark/engine/decide.hpp>
#include <tidemark/storage/backend.hpp>
#include <tidemark/storage/batch_figures.hpp>
#include <tidemark/storage/plan.hpp>
#include <tidemark/videos/to_records.hpp>

#include "ordered_batch.hpp"

namespace tidemark::tables {

/// What a plan asks of the tables. Videos and snapshots are asked for in the order of the batch, so
/// that a lookup may read ahead. Throws odb::exception.
class plan_lookup {
 public:
  virtual ~plan_lookup() = default;

  virtual std::optional<std::int64_t> creator_id(std::string_view username) = 0;
  /// The id that the next row of `table` will get.
  virtual std::int64_t next_id(std::string_view table) = 0;
  virtual std::optional<storage::stored_video> video(const std::string& tiktok_video_id) = 0;
  /// The snapshot of the batch's day.
  virtual std::optional<storage::stored_snapshot> snapshot(const std::string& tiktok_video_id,
                                                           std::int32_t window_days) = 0;
};

/// Lets the engine decide on what is stored, in the order in which a commit writes, and shows what
/// would change.
class batch_planner {
 public:
  batch_planner(plan_lookup& stored, const storage::run_batch& batch, ordered_batch& ordered,
                const storage::programs& rules, storage::run_figures& figures,
                const storage::visitor<storage::planned_change>& visit)
      : stored_(stored), batch_(batch), ordered_(ordered), rules_(rules), figures_(figures),
        visit_(visit) {}

  void plan() {
    name_creators();
    plan_videos();
    plan_snapshots();
  }

 private:
  void name_creators() {
    std::int64_t next = stored_.next_id("creators");
    for (const auto username : ordered_.usernames) {
      const auto known = stored_.creator_id(username);
      ++(known ? figures_.creators_matched : figures_.creators_created);
      ordered_.creator_ids.find(username)->second = known ? *known : next++;
    }
  }

  void plan_videos() {
    std::int64_t next = stored_.next_id("creator_videos");
    for (const videos::video_row* row : ordered_.videos) {
      const auto known = stored_.video(row->tiktok_video_id);
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
    for (const auto& one : ordered_.snapshots) {
      auto incoming = videos::to_snapshot(*one.row, batch_.snapshot_date, one.window_days,
                                          batch_.source_run_id);
      if (const auto id = video_ids_.find(incoming.tiktok_video_id); id != video_ids_.end())
        incoming.creator_video_id = id->second;
      else if (const auto video = stored_.video(incoming.tiktok_video_id))
        incoming.creator_video_id = video->id;
      const auto known = stored_.snapshot(incoming.tiktok_video_id, one.window_days);
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

  void show(const storage::planned_change& change) {
    if (wanted_) wanted_ = visit_(change);
  }

  plan_lookup& stored_;
  const storage::run_batch& batch_;
  ordered_batch& ordered_;
  const storage::programs& rules_;
  storage::run_figures& figures_;
  const storage::visitor<storage::planned_change>& visit_;
  bool wanted_ = true;
  std::map<std::string_view, std::int64_t> video_ids_;
};

}  // namespace tidemark::tables
