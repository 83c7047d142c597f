// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/storage/lists/listed_values.hpp>
#include <tidemark/value/date.hpp>
#include <tidemark/videos/list_order.hpp>
#include <tidemark/videos/period_query.hpp>

namespace tidemark::storage {

/// One of the lists without filters: a period (days, or all_time_period), an order and a direction.
struct list_key {
  std::int32_t window_days = all_time_period;
  videos::sort_field sort;
  videos::direction dir;

  bool operator==(const list_key&) const = default;
};

/// The words by which a database names a list.
inline std::string_view sort_word(const list_key& key) {
  return videos::sort_words[static_cast<std::size_t>(key.sort)];
}
inline std::string_view direction_word(const list_key& key) {
  return videos::direction_words[static_cast<std::size_t>(key.dir)];
}

/// The key of a stored list; nothing if a word is unknown.
inline std::optional<list_key> read_list_key(std::int32_t window_days, std::string_view sort,
                                             std::string_view dir) {
  const auto place_of = [](const auto& words, std::string_view word) {
    return static_cast<std::size_t>(std::find(words.begin(), words.end(), word) - words.begin());
  };
  const auto field = place_of(videos::sort_words, sort);
  const auto way = place_of(videos::direction_words, dir);
  if (field == videos::sort_words.size() || way == videos::direction_words.size())
    return std::nullopt;
  return list_key{window_days, static_cast<videos::sort_field>(field),
                  static_cast<videos::direction>(way)};
}

/// The first videos of a list, in order.
struct list_content {
  list_key key;
  std::vector<videos::list_position> positions;
};

/// The key of the list that `query` pages through. The order by time of posting is the same in
/// every period and kept once.
inline list_key list_of(const videos::period_query& query) {
  const bool is_of_all_time = query.sort == videos::sort_field::posted_at;
  return {is_of_all_time ? all_time_period : query.window_days.value_or(all_time_period),
          query.sort, query.dir};
}

/// What a database keeps of the lists of one brand, and what it reads for them, within the
/// transaction of a run. Not safe for use by several threads; throws what the database throws.
class list_store {
 public:
  /// Takes a video; the text is valid during the call.
  using value_visitor = std::function<void(std::string_view tiktok_video_id,
                                           const listed_values& values)>;

  virtual ~list_store() = default;

  /// The periods whose heads are kept.
  virtual std::vector<std::int32_t> find_periods() = 0;

  /// How many videos the lists of a period have; nothing if its heads are not kept.
  virtual std::optional<std::int64_t> find_total(std::int32_t window_days) = 0;
  /// Sets that number after a run that brought snapshots of `day`.
  virtual void set_total(std::int32_t window_days, std::int64_t videos, date day) = 0;

  /// The kept heads of a period's lists, in any order; their ids are in `texts`.
  virtual std::vector<list_content> read_heads(std::int32_t window_days,
                                               std::deque<std::string>& texts) = 0;
  /// Keeps heads in place of those that are kept of the same lists.
  virtual void write_heads(const std::vector<list_content>& heads) = 0;

  /// What is stored of those of the videos that have an all-time record.
  virtual void visit_videos(std::int32_t window_days, const std::vector<std::string_view>& ids,
                            const value_visitor& visit) = 0;
  /// What is stored of every video.
  virtual void visit_all_videos(std::int32_t window_days, const value_visitor& visit) = 0;

  virtual std::int64_t count_videos() = 0;

  /// Whether each of the videos has an all-time record.
  virtual bool are_stored(const std::vector<std::string_view>& ids) = 0;

  /// Whether lists of the window may show snapshots of a later day than `day`.
  virtual bool has_later_day(std::int32_t window_days, date day) = 0;
};

}  // namespace tidemark::storage
