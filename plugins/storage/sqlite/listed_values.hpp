// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/value/timestamp.hpp>
#include <tidemark/videos/row_view.hpp>
#include <tidemark/videos/selected_metrics.hpp>

#include "statement.hpp"

namespace tidemark::sqlite {

/// All-time, in place of a window's days.
inline constexpr std::int32_t all_time_period = 0;

/// What a video is listed by in one period.
struct listed_values {
  videos::selected_metrics metrics;
  std::optional<timestamp> posted_at;
};

/// What the video of `row` is listed by once that row is all that is shown of it.
listed_values values_of(const videos::row_view& row, std::int32_t window_days);

/// Reads what is stored of the videos of a period, of one after another or of all. Throws
/// odb::sqlite::database_exception.
class stored_values {
 public:
  enum class scope { one_video, all_videos };

  stored_values(sqlite3* db, std::int64_t brand_id, std::int32_t window_days, scope wanted);

  /// The values of a video that has an all-time record. Requires `one_video`.
  std::optional<listed_values> find(std::string_view tiktok_video_id);

  /// Calls `visit(id, values)` for every video. Requires `all_videos`.
  template <typename Visit>
  void for_each(Visit&& visit) {
    while (rows_.step()) visit(rows_.text(0), read());
  }

 private:
  listed_values read();

  statement rows_;
};

}  // namespace tidemark::sqlite
