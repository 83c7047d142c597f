// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/core.h>

#include <tidemark/value/date.hpp>

namespace tidemark::source::tiktok {

/// A range of days, in the API's form.
struct date_range {
  date begin;
  date end;  ///< the day after the last one

  bool operator==(const date_range&) const = default;
};

/// The days of a window: from `window_days` before `snapshot_date` to that day itself.
inline date_range range_of(std::int32_t window_days, date snapshot_date) {
  return {{snapshot_date.days - window_days}, {snapshot_date.days + 1}};
}

/// `whole` in as few parts as possible for a version that takes `days_max` days at once (0: any
/// number), the earliest first, each as long as possible.
inline std::vector<date_range> parts_of(const date_range& whole, std::int32_t days_max) {
  if (days_max == 0) return {whole};
  std::vector<date_range> parts;
  for (date at = whole.begin; at < whole.end;) {
    const date next{std::min(whole.end.days, at.days + days_max)};
    parts.push_back({at, next});
    at = next;
  }
  return parts;
}

/// `2025-12-01 to 2025-12-30`.
inline std::string to_text(const date_range& range) {
  return fmt::format("{} to {}", tidemark::to_text(range.begin),
                     tidemark::to_text(date{range.end.days - 1}));
}

}  // namespace tidemark::source::tiktok
