// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_set.hpp>

#include <tidemark/storage/lists/list_limits.hpp>
#include <tidemark/storage/lists/list_store.hpp>
#include <tidemark/storage/lists/period_lists.hpp>
#include <tidemark/storage/lists/written_rows.hpp>
#include <tidemark/storage/run_batch.hpp>
#include <tidemark/value/text_hash.hpp>

namespace tidemark::storage {

/// The first videos of every list without filters, each period, sort and direction, so that a page
/// of them needs no look at the other videos. Derived; a run keeps them up to date within its
/// transaction. Throws what the store throws.
///
/// The rules of a policy only compare and copy. After a run, each value of a record is the one from
/// before or the incoming one, where a missing counter is 0. A list of a window shows the latest
/// snapshot: the one from before, or that of the run. So a video that was not in a head enters it
/// only if its incoming value belongs there.
///
/// A run fills the heads of a new brand from its batch, follows those that are kept by looking at
/// what it wrote of the videos in them and of those that may have entered, and reads all videos
/// again where that would not do.
class list_heads {
 public:
  /// What was stored of the brand before the run.
  enum class stored_before {
    nothing,
    changed_elsewhere,  ///< another program changed it: lists that are kept do not count
    videos
  };

  /// The store must outlive this object.
  list_heads(list_store& store, stored_before before, list_limits limits)
      : store_(store), before_(before), limits_(limits) {}

  /// Brings the lists up to date after `batch` was written. False if another program has deleted a
  /// video of a head: then what the store derives from videos is to be made again, and the lists
  /// with stored_before::changed_elsewhere.
  bool update(const run_batch& batch, const written_rows& written) {
    const auto added = std::count(written.inserted.begin(), written.inserted.end(), true);
    for (const std::int32_t window_days : periods_of(batch)) {
      const bool may_follow = before_ == stored_before::videos && !batch.forced;
      if (may_follow && !has_changed(window_days, written) && store_.find_total(window_days))
        continue;
      period_lists period(store_, window_days, limits_.kept);
      const bool is_known = may_follow && period.total_before;
      const std::int64_t total = is_known ? *period.total_before + added : store_.count_videos();
      if (before_ == stored_before::nothing) fill(period, batch, written);
      else if (!is_known || added > *period.total_before / 2)
        period.read_all(store_, limits_.kept);
      else if (!follow(period, batch, written)) return false;
      const auto is_short = [&](const kept_list& entry) {
        return entry.after.size() < limits_.rebuilt_below &&
               static_cast<std::int64_t>(entry.after.size()) < total;
      };
      if (std::any_of(period.lists.begin(), period.lists.end(), is_short))
        period.read_all(store_, limits_.kept);
      period.write(store_, total, batch.snapshot_date);
    }
    return true;
  }

 private:
  using id_set = boost::unordered_flat_set<std::string_view, text_hash>;

  /// Whether a run changed what the lists of a period show.
  static bool has_changed(std::int32_t window_days, const written_rows& written) {
    const auto any = [](const std::vector<bool>& marks) {
      return std::find(marks.begin(), marks.end(), true) != marks.end();
    };
    if (window_days == all_time_period) return any(written.changed);
    return any(written.inserted) ||
           std::any_of(written.windows.begin(), written.windows.end(), [&](const auto& window) {
             return window.days == window_days && (window.changed_elsewhere || any(window.changed));
           });
  }

  /// All-time, the windows of the batch's rows, and others that the brand has.
  std::vector<std::int32_t> periods_of(const run_batch& batch) {
    std::set<std::int32_t> periods{all_time_period};
    for (const auto& window : batch.windows)
      if (!window.rows.empty()) periods.insert(window.days);
    for (const auto window_days : store_.find_periods()) periods.insert(window_days);
    return {periods.begin(), periods.end()};
  }

  /// Of a new brand, all that is stored came with the batch.
  void fill(period_lists& period, const run_batch& batch, const written_rows& written) {
    period.clear(limits_.kept);
    std::vector<const videos::row_view*> rows(batch.all_time.begin(), batch.all_time.end());
    if (period.window_days != all_time_period) {
      std::fill(rows.begin(), rows.end(), nullptr);
      for (const auto& window : batch.windows) {
        if (window.days != period.window_days) continue;
        auto video = window.videos.begin();
        for (const auto& row : window.rows) {
          if (*video != run_batch::no_video) rows[*video] = &row;
          ++video;
        }
      }
    }
    for (std::size_t video = 0; video < rows.size(); ++video)
      if (written.stored[video])
        period.offer(rows[video] ? values_of(*rows[video], period.window_days) : listed_values{},
                     batch.all_time[video]->tiktok_video_id);
    period.take();
  }

  /// Looks at what was written of the videos that are in a head or may have come into one. False if
  /// one in a head is not stored, or only since this run.
  bool follow(period_lists& period, const run_batch& batch, const written_rows& written) {
    id_set members, changed, unread;
    for (const auto& entry : period.lists)
      for (const auto& kept : entry.before) members.insert(kept.tiktok_video_id);
    std::vector<std::string_view> read_again;
    // `is_shown`: the row has become what lists show.
    const auto look_at = [&](const videos::row_view& row, bool is_shown) {
      const auto id = row.tiktok_video_id;
      const auto values = values_of(row, period.window_days);
      const bool is_member = members.contains(id);
      if (!is_member && !period.admits(values, id)) return;
      changed.insert(id);
      if (is_shown) return period.offer(values, id);
      read_again.push_back(id);
      if (is_member) unread.insert(id);
    };
    for (std::size_t video = 0; video < batch.all_time.size(); ++video)
      if (written.inserted[video] && members.contains(batch.all_time[video]->tiktok_video_id))
        return false;
    if (period.window_days == all_time_period) {
      for (std::size_t video = 0; video < batch.all_time.size(); ++video)
        if (written.changed[video]) look_at(*batch.all_time[video], written.inserted[video]);
    } else {
      std::vector<bool> looked_at(batch.all_time.size());
      const bool is_latest = !store_.has_later_day(period.window_days, batch.snapshot_date);
      for (std::size_t w = 0; w < batch.windows.size(); ++w) {
        const auto& window = batch.windows[w];
        if (window.days != period.window_days) continue;
        const auto& noted = written.windows[w];
        auto video = window.videos.begin();
        for (const auto& row : window.rows) {
          const auto place = *video++;
          if (place == run_batch::no_video) {
            look_at(row, false);
          } else if (noted.changed[place] && written.stored[place]) {
            looked_at[place] = is_latest && noted.inserted[place];
            look_at(row, looked_at[place]);
          }
        }
      }
      // A new video may have snapshots of earlier days.
      for (std::size_t video = 0; video < looked_at.size(); ++video) {
        const auto id = batch.all_time[video]->tiktok_video_id;
        if (written.inserted[video] && !looked_at[video] && changed.insert(id).second)
          read_again.push_back(id);
      }
    }
    for (auto& entry : period.lists)
      for (const auto& kept : entry.before)
        if (!changed.contains(kept.tiktok_video_id)) entry.head.offer(kept);
    store_.visit_videos(period.window_days, read_again,
                        [&](std::string_view id, const listed_values& values) {
                          unread.erase(id);
                          period.offer_copy(values, id);
                        });
    period.take();
    for (const auto id : changed) members.erase(id);
    return unread.empty() && are_stored(members, batch, written);
  }

  /// Whether all of `ids` are stored. The run knows that of its own videos.
  bool are_stored(id_set& ids, const run_batch& batch, const written_rows& written) {
    if (ids.empty()) return true;
    for (std::size_t video = 0; video < batch.all_time.size(); ++video)
      if (written.stored[video]) ids.erase(batch.all_time[video]->tiktok_video_id);
    return store_.are_stored({ids.begin(), ids.end()});
  }

  list_store& store_;
  stored_before before_;
  list_limits limits_;
};

}  // namespace tidemark::storage
