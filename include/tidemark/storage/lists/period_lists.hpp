// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/storage/lists/list_store.hpp>
#include <tidemark/videos/list_head.hpp>

namespace tidemark::storage {

/// One list: what was kept of it, and what it becomes.
struct kept_list {
  list_key key;
  std::vector<videos::list_position> before;
  videos::list_head head;
  std::vector<videos::list_position> after = {};

  videos::list_position position(const listed_values& values, std::string_view id) const {
    return {videos::sort_value(values.metrics, values.posted_at, key.sort), id};
  }
};

/// The lists of one period while a run brings them up to date.
class period_lists {
 public:
  std::int32_t window_days = all_time_period;
  std::optional<std::int64_t> total_before;  ///< nothing: the lists are not kept yet
  std::vector<kept_list> lists;

  /// Reads what is kept; the heads become `count_max` long at most.
  period_lists(list_store& store, std::int32_t days, std::size_t count_max)
      : window_days(days), total_before(store.find_total(days)) {
    std::vector<list_content> kept;
    if (total_before) kept = store.read_heads(days, texts_);
    for (std::size_t field = 0; field < videos::sort_words.size(); ++field) {
      const auto sort = static_cast<videos::sort_field>(field);
      if (days != all_time_period && sort == videos::sort_field::posted_at) continue;
      for (std::size_t dir = 0; dir < videos::direction_words.size(); ++dir) {
        const list_key key{days, sort, static_cast<videos::direction>(dir)};
        std::vector<videos::list_position> before;
        for (auto& head : kept)
          if (head.key == key) before = std::move(head.positions);
        const bool is_lost = before.empty() && total_before && *total_before != 0;
        if (is_lost) total_before.reset();
        const bool is_whole = static_cast<std::int64_t>(before.size()) == total_before;
        const auto bound = is_whole || before.empty() ? std::nullopt : std::optional(before.back());
        lists.push_back({key, std::move(before), videos::list_head(key.dir, count_max, bound)});
      }
    }
  }

  /// Forgets the heads and their bounds.
  void clear(std::size_t count_max) {
    for (auto& entry : lists) entry.head = videos::list_head(entry.key.dir, count_max);
  }

  /// The text of the id must outlive this object.
  void offer(const listed_values& values, std::string_view id) {
    for (auto& entry : lists) entry.head.offer(entry.position(values, id));
  }
  /// Keeps the id itself where it may be in a head.
  void offer_copy(const listed_values& values, std::string_view id) {
    if (admits(values, id)) offer(values, texts_.emplace_back(id));
  }
  bool admits(const listed_values& values, std::string_view id) const {
    return std::any_of(lists.begin(), lists.end(), [&](const kept_list& entry) {
      return entry.head.admits(entry.position(values, id));
    });
  }
  void take() {
    for (auto& entry : lists) entry.after = entry.head.take();
  }

  /// Takes the heads, at most `count_max` long, from all videos.
  void read_all(list_store& store, std::size_t count_max) {
    clear(count_max);
    store.visit_all_videos(window_days, [&](std::string_view id, const listed_values& values) {
      offer_copy(values, id);
    });
    take();
  }

  /// Keeps what the lists have become, of `total` videos each, after a run of `day`.
  void write(list_store& store, std::int64_t total, date day) const {
    store.set_total(window_days, total, day);
    std::vector<list_content> changed;
    for (const auto& entry : lists)
      if (!total_before || entry.after != entry.before) changed.push_back({entry.key, entry.after});
    if (!changed.empty()) store.write_heads(changed);
  }

 private:
  std::deque<std::string> texts_;  ///< ids that nothing else holds
};

}  // namespace tidemark::storage
