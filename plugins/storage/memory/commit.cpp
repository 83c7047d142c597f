// SPDX-License-Identifier: BSL-1.0
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/engine/decide.hpp>
#include <tidemark/storage/arrival_order.hpp>
#include <tidemark/storage/check_batch.hpp>
#include <tidemark/storage/decide_batch.hpp>

#include "memory_storage.hpp"
#include "catch_errors.hpp"

namespace tidemark::memory {

/// The `Store` of a commit (storage/decide_batch.hpp): decides in place.
class memory_storage::batch_writer {
 public:
  batch_writer(memory_storage& kept, const run_batch& batch, const programs& rules)
      : kept_(kept), brand_(kept.brands_[batch.brand_id]),
        video_rules_(rules.creator_videos.of<videos::creator_video_view>()),
        snapshot_rules_(rules.snapshots.of<videos::metric_snapshot_view>()), at_(batch.at),
        run_name_(brand_.copy(batch.source_run_id)), windows_(batch.windows.size()),
        no_videos_(brand_.empty()), histories_(batch.all_time.size()) {
    brand_.reserve_more(batch.all_time.size());
  }

  std::optional<std::int64_t> find_creator(std::string_view username) const {
    return kept_.creators_.find(username);
  }
  std::int64_t add_creator(std::string_view username) { return kept_.creators_.add(username); }

  kept_video* find(const videos::creator_video_view& incoming, storage::video_place video) {
    if (no_videos_) return nullptr;
    auto* history = histories_[video] = brand_.find(incoming.tiktok_video_id);
    return history && history->all_time ? &*history->all_time : nullptr;
  }

  void insert(const videos::creator_video_view& incoming, const videos::row_view& row,
              storage::video_place video) {
    auto& history = history_of(incoming.tiktok_video_id, video);
    auto& stored = history.all_time.emplace(++kept_.last_video_id_, incoming,
                                            brand_.keep(*row.username), std::nullopt, at_, at_);
    stored.record.tiktok_video_id = history.tiktok_video_id;
    brand_.keep_texts(stored.record);
  }

  bool update(kept_video* known, const videos::creator_video_view& incoming,
              const videos::row_view& row) {
    const auto before = known->record;
    const auto changed = engine::decide(video_rules_, known->record, incoming);
    if (changed.empty()) return false;
    brand_.replace(before, known->record, changed);
    if (known->record.creator_id != before.creator_id) known->username = brand_.keep(*row.username);
    known->updated_at = at_;
    return true;
  }

  void end_videos() {}

  void prefetch(storage::video_place video) const {
    if (video != run_batch::no_video) __builtin_prefetch(histories_[video]);
  }

  /// Looks the history up; the next snapshot is of the same video.
  std::optional<std::int64_t> video_id(std::string_view tiktok_video_id,
                                       storage::video_place video) {
    history_ = video == run_batch::no_video ? &brand_.find_or_add(tiktok_video_id)
                                            : &history_of(tiktok_video_id, video);
    if (history_->snapshots.empty()) history_->snapshots.reserve(windows_);
    if (!history_->all_time) return std::nullopt;
    return history_->all_time->id;
  }

  kept_snapshot* find(const videos::metric_snapshot_view& incoming) {
    place_ = history_->place_of(incoming.snapshot_date, incoming.window_days);
    const bool found = place_ != history_->snapshots.end() && same_key(place_->record, incoming);
    return found ? &*place_ : nullptr;
  }

  void insert(const videos::metric_snapshot_view& incoming) {
    const auto stored = history_->snapshots.insert(
        place_, kept_snapshot{++kept_.last_snapshot_id_, incoming, at_, at_});
    stored->record.tiktok_video_id = history_->tiktok_video_id;
    stored->record.source_run_id = run_name_;
    brand_.keep_texts(stored->record);
  }

  bool update(kept_snapshot* known, const videos::metric_snapshot_view& incoming) {
    const auto before = known->record;
    const auto changed = engine::decide(snapshot_rules_, known->record, incoming);
    if (changed.empty()) return false;
    if (known->record.source_run_id != before.source_run_id)
      known->record.source_run_id = run_name_;
    brand_.replace(before, known->record, changed);
    known->updated_at = at_;
    return true;
  }

  static bool is_attributed(const kept_snapshot* known) {
    return known->record.creator_video_id.has_value();
  }

 private:
  /// The history of a video of the batch, an empty one when there was none.
  video_history& history_of(std::string_view tiktok_video_id, storage::video_place video) {
    auto*& history = histories_[video];
    if (!history) history = &brand_.add(tiktok_video_id);
    return *history;
  }

  memory_storage& kept_;
  brand_histories& brand_;
  engine::program<videos::creator_video_view> video_rules_;
  engine::program<videos::metric_snapshot_view> snapshot_rules_;
  timestamp at_;
  std::string_view run_name_;
  std::size_t windows_;
  bool no_videos_;  ///< the brand had none before this batch
  std::vector<video_history*> histories_;  ///< by the place in the batch
  video_history* history_ = nullptr;
  video_history::snapshot_iterator place_;
};

result<kept_run*> memory_storage::check_commit(const run_batch& batch, const brand_lock& lock) {
  if (const auto rows = storage::check_rows(batch); !rows) return rows.error();
  const auto run = runs_.running(batch.run_id);
  if (!run) return run;
  if (const auto own = storage::check_run(batch, (*run)->entry.start.brand_id); !own)
    return own.error();
  if (!locks_.grants(lock, batch.brand_id))
    return failure("the run does not hold brand " + std::to_string(batch.brand_id));
  return run;
}

/// Cannot fail half-way: if memory runs out, the process ends and all that is stored is lost.
void memory_storage::write(kept_run& run, run_batch& batch, const programs& rules,
                           run_figures& figures) noexcept {
  auto& brand = brands_[batch.brand_id];
  const bool takes_over = brand.empty();
  if (takes_over) brand.take_texts_of_batch();
  batch_writer writer(*this, batch, rules);
  storage::arrival_order order(batch);
  storage::decide_batch(order, batch, rules, writer, figures);
  if (takes_over) brand.take_over(std::move(batch.texts));
  brand.end_batch();
  run.succeed(figures, batch.at);
  end_due_run(run, storage::due_run_state::done, batch.at);
}

result<void> memory_storage::commit_run(run_batch batch, const programs& rules,
                                        const brand_lock& lock, run_figures& figures) {
  return catch_errors([&]() -> result<void> {
    const auto run = check_commit(batch, lock);
    if (!run) return run.error();
    run_figures counted = begin_figures(batch, figures);
    write(**run, batch, rules, counted);
    figures = std::move(counted);
    return {};
  });
}

}  // namespace tidemark::memory
