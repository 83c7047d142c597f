// SPDX-License-Identifier: BSL-1.0
#pragma once

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

  /// The kept head of a list, in order; its ids are in `texts`. Empty if none is kept.
  virtual std::vector<videos::list_position> read_head(const list_key& key,
                                                       std::deque<std::string>& texts) = 0;
  virtual void write_head(const list_key& key,
                          const std::vector<videos::list_position>& positions) = 0;

  /// What is stored of those of the videos that have an all-time record.
  virtual void visit_videos(std::int32_t window_days, const std::vector<std::string_view>& ids,
                            const value_visitor& visit) = 0;
  /// What is stored of every video.
  virtual void visit_all_videos(std::int32_t window_days, const value_visitor& visit) = 0;

  virtual std::int64_t count_videos() = 0;

  /// Whether lists of the window may show snapshots of a later day than `day`.
  virtual bool has_later_day(std::int32_t window_days, date day) = 0;
};

}  // namespace tidemark::storage
