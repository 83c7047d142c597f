// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::storage {

/// One field that a planned write would change; texts as in record/field_text.hpp.
struct field_change {
  std::string_view field;
  std::optional<std::string> before;  ///< missing at an insert too
  std::optional<std::string> after;
};

/// One row that a run would insert or update.
struct planned_change {
  std::string_view record;  ///< `creator_videos` or `creator_video_metric_snapshots`
  std::string tiktok_video_id;
  std::optional<std::int32_t> window_days;  ///< of a snapshot
  bool inserted = false;
  std::vector<field_change> fields;
};

}  // namespace tidemark::storage
