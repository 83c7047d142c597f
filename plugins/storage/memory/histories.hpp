// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include <tidemark/storage/backend.hpp>
#include <tidemark/value/text_hash.hpp>

#include "kept_records.hpp"
#include "kept_texts.hpp"

namespace tidemark::memory {

/// All that is known about one video.
struct video_history {
  explicit video_history(std::string_view id) : tiktok_video_id(id) {}

  std::string_view tiktok_video_id;
  std::optional<kept_video> all_time;
  std::vector<kept_snapshot> snapshots;  ///< by date, then window; each pair once

  using snapshot_iterator = std::vector<kept_snapshot>::iterator;

  /// Where the snapshot of `day` and `window_days` is, or would be inserted.
  snapshot_iterator place_of(date day, std::int32_t window_days) {
    const auto key = std::tuple(day, window_days);
    return std::lower_bound(snapshots.begin(), snapshots.end(), key,
                            [](const kept_snapshot& snapshot, const auto& wanted) {
                              return std::tuple(snapshot.record.snapshot_date,
                                                snapshot.record.window_days) < wanted;
                            });
  }

  /// The snapshot of `day` and `window_days`, or nullptr.
  kept_snapshot* find_snapshot(date day, std::int32_t window_days) {
    const auto at = place_of(day, window_days);
    const bool found = at != snapshots.end() && at->record.snapshot_date == day &&
                       at->record.window_days == window_days;
    return found ? &*at : nullptr;
  }

  /// The last snapshot of `window_days`, or nullptr.
  const kept_snapshot* latest_snapshot(std::int32_t window_days) const {
    const auto at = std::find_if(snapshots.rbegin(), snapshots.rend(), [&](const auto& snapshot) {
      return snapshot.record.window_days == window_days;
    });
    return at == snapshots.rend() ? nullptr : &*at;
  }
};

/// The histories of one brand's videos. References to them stay valid.
class brand_histories {
 public:
  /// The history of a video, or nullptr.
  video_history* find(std::string_view tiktok_video_id) const {
    const auto at = by_id_.find(tiktok_video_id);
    return at == by_id_.end() ? nullptr : at->second;
  }

  /// Begins a batch whose texts are stored as it has them: `take_over` gets them when it is
  /// committed. Of other batches, what is stored is copied.
  void take_texts_of_batch() { copies_ = false; }
  void take_over(videos::row_keeper batch_texts) { texts_.take_over(std::move(batch_texts)); }

  /// Ends a batch.
  void end_batch() {
    copies_ = true;
    if (texts_.is_wasteful()) copy_again();
  }

  /// A copy of `text`, which is kept.
  std::string_view copy(std::string_view text) { return texts_.copy(text); }
  /// `text` of the batch as it is to be stored.
  std::string_view keep(std::string_view text) { return copies_ ? copy(text) : text; }
  /// Makes the texts of `record`, which is of the batch, those to be stored.
  template <record Record>
  void keep_texts(Record& record) {
    if (copies_) texts_.copy(record, own_texts<Record>);
  }
  /// The same for the fields `changed` of `after`, which was `before`.
  template <record Record>
  void replace(const Record& before, Record& after, field_mask changed) {
    texts_.drop(before, changed & own_texts<Record>);
    if (copies_) texts_.copy(after, changed & own_texts<Record>);
  }

  /// The history of a video, an empty one when there was none.
  video_history& find_or_add(std::string_view tiktok_video_id) {
    if (video_history* known = find(tiktok_video_id)) return *known;
    return add(tiktok_video_id);
  }

  /// An empty history of a video that has none.
  video_history& add(std::string_view tiktok_video_id) {
    video_history& added = all_.emplace_back(keep(tiktok_video_id));
    in_order_.push_back(&added);
    by_id_.emplace(added.tiktok_video_id, &added);
    return added;
  }

  /// Makes room for `count` more histories.
  void reserve_more(std::size_t count) {
    by_id_.reserve(by_id_.size() + count);
    in_order_.reserve(in_order_.size() + count);
  }

  /// Every history in byte order of its video; sorts in those added since the last call.
  const std::vector<video_history*>& in_order() {
    const auto before = [](const video_history* a, const video_history* b) {
      return a->tiktok_video_id < b->tiktok_video_id;
    };
    const auto fresh = in_order_.begin() + static_cast<std::ptrdiff_t>(sorted_);
    std::sort(fresh, in_order_.end(), before);
    std::inplace_merge(in_order_.begin(), fresh, in_order_.end(), before);
    sorted_ = in_order_.size();
    return in_order_;
  }

  bool empty() const { return all_.empty(); }

  /// The number of all-time records.
  std::int64_t video_count() const {
    return std::count_if(all_.begin(), all_.end(),
                         [](const video_history& history) { return history.all_time.has_value(); });
  }

 private:
  /// Copies all texts, so that those that are not used any more are gone.
  void copy_again() {
    kept_texts fresh;
    boost::unordered_flat_map<std::string_view, std::string_view> runs;
    by_id_.clear();
    for (video_history& history : all_) {
      history.tiktok_video_id = fresh.copy(history.tiktok_video_id);
      by_id_.emplace(history.tiktok_video_id, &history);
      if (auto& video = history.all_time) {
        video->record.tiktok_video_id = history.tiktok_video_id;
        video->username = fresh.copy(video->username);
        fresh.copy(video->record, own_texts<videos::creator_video_view>);
      }
      for (kept_snapshot& snapshot : history.snapshots) {
        snapshot.record.tiktok_video_id = history.tiktok_video_id;
        auto& run = runs[snapshot.record.source_run_id];
        if (run.empty()) run = fresh.copy(snapshot.record.source_run_id);
        snapshot.record.source_run_id = run;
        fresh.copy(snapshot.record, own_texts<videos::metric_snapshot_view>);
      }
    }
    texts_ = std::move(fresh);
  }

  kept_texts texts_;
  bool copies_ = true;
  std::deque<video_history> all_;
  boost::unordered_flat_map<std::string_view, video_history*, text_hash> by_id_;
  std::vector<video_history*> in_order_;  ///< the first `sorted_` are in order
  std::size_t sorted_ = 0;
};

}  // namespace tidemark::memory
