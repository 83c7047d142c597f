// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
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

  /// Whether the storage's own statements change the stored record by `incoming`; nothing for a
  /// storage that decides with the engine.
  virtual std::optional<bool> changes(const videos::creator_video_view&) { return std::nullopt; }
  virtual std::optional<bool> changes(const videos::metric_snapshot_view&) { return std::nullopt; }
};

/// Throws if a storage's statements and the engine decide differently about a video.
inline void check_agreement(bool storage_changes, bool engine_changes,
                            std::string_view tiktok_video_id);

/// Decides `batch` against what `stored` finds and passes each change to `visit`, until that
/// returns false: all-time records, then snapshots, by video and window. Fills `figures` as a
/// commit does. Writes nothing. Throws what `stored` throws.
inline void plan_batch(run_batch& batch, const programs& rules, plan_lookup& stored,
                       run_figures& figures, planned_fields shown,
                       const visitor<planned_change>& visit);

// ------------------------------------------------------------------------------------------------

inline void check_agreement(bool storage_changes, bool engine_changes,
                            std::string_view tiktok_video_id) {
  if (storage_changes == engine_changes) return;
  throw std::logic_error("the database and the engine decide differently about video " +
                         std::string(tiktok_video_id) +
                         "; this is a fault of tidemark, please report it with the policy");
}

namespace detail {

template <record Record>
planned_change change_of(const Record& record) {
  planned_change change;
  change.record = record_traits<Record>::name;
  change.tiktok_video_id = record.tiktok_video_id;
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
        change.fields.push_back({.field = field_names<Record>[i],
                                 .before = std::nullopt,
                                 .after = planned_text<Record, i>(record)});
  });
  return change;
}

/// The update of `before` by `incoming`, which `made` decides.
template <record Record>
planned_change update_of(const Record& before, const Record& incoming,
                         const engine::decision& made, planned_fields shown) {
  planned_change change = change_of(before);
  for_each_field<Record>([&](auto i) {
    if (key_fields<Record>.has(i)) return;
    const bool is_taken = made.changed.has(i);
    if (!is_taken && shown == planned_fields::taken) return;
    auto after = planned_text<Record, i>(incoming);
    if constexpr (std::is_same_v<field_t<Record, i>, counter>)
      if (is_taken && !after) after = "0";
    (is_taken ? change.fields : change.refused)
        .push_back({field_names<Record>[i], planned_text<Record, i>(before), std::move(after),
                    made.of(i), made.tied.has(i)});
  });
  return change;
}

/// The `Store` of a plan: decides on copies, and passes on the changes.
class plan_store {
 public:
  plan_store(plan_lookup& stored, const run_batch& batch, const programs& rules,
             planned_fields shown, const visitor<planned_change>& visit)
      : stored_(stored), rules_(rules), shown_(shown), visit_(visit),
        video_ids_(batch.all_time.size()) {}

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
    if (wanted_) show(insert_of(owned<videos::creator_video>(incoming)));
    video_ids_[video] = unstored_id;
  }
  void insert(const videos::metric_snapshot_view& incoming) {
    if (wanted_) show(insert_of(owned<videos::metric_snapshot>(incoming)));
  }

  bool update(const std::optional<stored_video>& known,
              const videos::creator_video_view& incoming, const videos::row_view&) {
    auto after = known->record;
    return agreed(incoming, decide(rules_.creator_videos, known->record, after,
                                   owned<videos::creator_video>(incoming)));
  }
  bool update(const std::optional<stored_snapshot>& known,
              const videos::metric_snapshot_view& incoming) {
    decided_ = known->record;
    return agreed(incoming, decide(rules_.snapshots, known->record, decided_,
                                   owned<videos::metric_snapshot>(incoming)));
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
              const Record& incoming) {
    const auto made = engine::decide_with_verdicts(rules, after, incoming);
    if (!made.changed.empty() && wanted_) show(update_of(before, incoming, made, shown_));
    return !made.changed.empty();
  }

  template <typename View>
  bool agreed(const View& incoming, bool changes) {
    if (const auto stored = stored_.changes(incoming))
      check_agreement(*stored, changes, incoming.tiktok_video_id);
    return changes;
  }

  void show(const planned_change& change) { wanted_ = visit_(change); }

  plan_lookup& stored_;
  const programs& rules_;
  planned_fields shown_;
  const visitor<planned_change>& visit_;
  bool wanted_ = true;
  std::vector<std::optional<std::int64_t>> video_ids_;  ///< by the place in the batch
  videos::metric_snapshot decided_;  ///< the last update
};

}  // namespace detail

inline void plan_batch(run_batch& batch, const programs& rules, plan_lookup& stored,
                       run_figures& figures, planned_fields shown,
                       const visitor<planned_change>& visit) {
  detail::plan_store store(stored, batch, rules, shown, visit);
  key_order order(batch);
  decide_batch(order, batch, rules, store, figures);
}

}  // namespace tidemark::storage
