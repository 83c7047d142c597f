// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/record/assign_view.hpp>
#include <tidemark/record/field_text.hpp>
#include <tidemark/storage/decide_batch.hpp>
#include <tidemark/storage/key_order.hpp>
#include <tidemark/storage/planned_change.hpp>
#include <tidemark/storage/stored_records.hpp>
#include <tidemark/storage/visitor.hpp>

/// What a run would change, for storages that decide with the engine.
namespace tidemark::storage {

/// The id of rows that are not stored yet: stored ids begin at 1.
inline constexpr std::int64_t unstored_id = 0;

/// The look-ups of a plan in a storage. Videos and snapshots are looked up in byte order, so that a
/// look-up may read ahead. May throw.
class plan_lookup {
 public:
  virtual ~plan_lookup() = default;

  virtual std::optional<std::int64_t> creator_id(std::string_view username) = 0;
  virtual std::optional<stored_video> video(const std::string& tiktok_video_id) = 0;
  /// The snapshot of the batch's day.
  virtual std::optional<stored_snapshot> snapshot(const std::string& tiktok_video_id,
                                                  std::int32_t window_days) = 0;
};

/// Decides `batch` against what `stored` finds and passes each change to `visit`, until that
/// returns false: all-time records, then snapshots, by video and window. Fills `figures` as a
/// commit does. Writes nothing. Throws what `stored` throws.
inline void plan_batch(run_batch& batch, const programs& rules, plan_lookup& stored,
                       run_figures& figures, const visitor<planned_change>& visit);

// ------------------------------------------------------------------------------------------------

namespace detail {

template <record Record>
planned_change change_of(const Record& record) {
  planned_change change{record_traits<Record>::name, record.tiktok_video_id, std::nullopt, false,
                        {}};
  if constexpr (requires { record.window_days; }) change.window_days = record.window_days;
  return change;
}

/// The value's text; nothing if it is the id of a row that is not stored yet.
template <record Record, std::size_t Index>
std::optional<std::string> planned_text(const Record& record) {
  const auto& value = field<Index>(record);
  if constexpr (reference_fields<Record>.has(Index))
    if (value == unstored_id) return std::nullopt;
  return field_text(value);
}

/// The insert of `record`, which is settled: every field that is not of the key and has a value.
template <record Record>
planned_change insert_of(const Record& record) {
  planned_change change = change_of(record);
  change.inserted = true;
  for_each_field<Record>([&](auto i) {
    if constexpr (!key_fields<Record>.has(i))
      if (is_present(field<i>(record)))
        change.fields.push_back({field_names<Record>[i], std::nullopt,
                                 planned_text<Record, i>(record)});
  });
  return change;
}

/// The update of `before` to `after`, which changes the fields `changed`.
template <record Record>
planned_change update_of(const Record& before, const Record& after, field_mask changed) {
  planned_change change = change_of(after);
  for_each_field<Record>([&](auto i) {
    if (changed.has(i))
      change.fields.push_back({field_names<Record>[i], planned_text<Record, i>(before),
                               planned_text<Record, i>(after)});
  });
  return change;
}

/// The `Store` of a plan: decides on copies, and passes on the changes.
class plan_store {
 public:
  plan_store(plan_lookup& stored, const run_batch& batch, const programs& rules,
             const visitor<planned_change>& visit)
      : stored_(stored), rules_(rules), visit_(visit), video_ids_(batch.all_time.size()) {}

  std::optional<std::int64_t> find_creator(std::string_view username) {
    return stored_.creator_id(username);
  }
  std::int64_t add_creator(std::string_view) { return unstored_id; }

  std::optional<stored_video> find(const videos::creator_video_view& incoming,
                                   video_place video) {
    auto known = stored_.video(std::string(incoming.tiktok_video_id));
    if (known) video_ids_[video] = known->id;
    return known;
  }
  std::optional<stored_snapshot> find(const videos::metric_snapshot_view& incoming) {
    return stored_.snapshot(std::string(incoming.tiktok_video_id), incoming.window_days);
  }

  void insert(const videos::creator_video_view& incoming, const videos::row_view&,
              video_place video) {
    show(insert_of(owned<videos::creator_video>(incoming)));
    video_ids_[video] = unstored_id;
  }
  void insert(const videos::metric_snapshot_view& incoming) {
    show(insert_of(owned<videos::metric_snapshot>(incoming)));
  }

  bool update(const std::optional<stored_video>& known,
              const videos::creator_video_view& incoming, const videos::row_view&) {
    auto after = known->record;
    return decide(rules_.creator_videos, known->record, after,
                  owned<videos::creator_video>(incoming));
  }
  bool update(const std::optional<stored_snapshot>& known,
              const videos::metric_snapshot_view& incoming) {
    decided_ = known->record;
    return decide(rules_.snapshots, known->record, decided_,
                  owned<videos::metric_snapshot>(incoming));
  }

  void end_videos() {}

  void prefetch(video_place) {}
  std::optional<std::int64_t> video_id(std::string_view tiktok_video_id, video_place video) {
    if (video != run_batch::no_video) return video_ids_[video];
    const auto known = stored_.video(std::string(tiktok_video_id));
    if (!known) return std::nullopt;
    return known->id;
  }

  bool is_attributed(const std::optional<stored_snapshot>&) const {
    return decided_.creator_video_id.has_value();
  }

 private:
  template <record Record>
  bool decide(const engine::program<Record>& rules, const Record& before, Record& after,
              Record incoming) {
    const field_mask changed = engine::decide(rules, after, std::move(incoming));
    if (!changed.empty()) show(update_of(before, after, changed));
    return !changed.empty();
  }

  void show(const planned_change& change) {
    if (wanted_) wanted_ = visit_(change);
  }

  plan_lookup& stored_;
  const programs& rules_;
  const visitor<planned_change>& visit_;
  bool wanted_ = true;
  std::vector<std::optional<std::int64_t>> video_ids_;  ///< by the place in the batch
  videos::metric_snapshot decided_;  ///< the last update
};

}  // namespace detail

inline void plan_batch(run_batch& batch, const programs& rules, plan_lookup& stored,
                       run_figures& figures, const visitor<planned_change>& visit) {
  detail::plan_store store(stored, batch, rules, visit);
  key_order order(batch);
  decide_batch(order, batch, rules, store, figures);
}

}  // namespace tidemark::storage
