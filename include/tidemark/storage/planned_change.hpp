// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/engine/verdict.hpp>

namespace tidemark::storage {

/// Which fields a plan tells of.
enum class planned_fields : std::uint8_t {
  taken,  ///< those that change
  all,    ///< those of a changed row that do not change too
};

/// One field of a planned write; texts as in record/field_text.hpp.
struct field_change {
  std::string_view field;
  std::optional<std::string> before;  ///< missing at an insert too
  std::optional<std::string> after;   ///< what is offered, of a field that does not change
  engine::verdict given = engine::verdict::inserted;
  bool tied = false;  ///< `on_tie` decided it, not the operator of its gate
};

/// One row that a run would insert or update.
struct planned_change {
  std::string_view record;  ///< `creator_videos` or `creator_video_metric_snapshots`
  std::string tiktok_video_id;
  std::optional<std::int32_t> window_days;  ///< of a snapshot
  bool inserted = false;
  std::vector<field_change> fields;   ///< that change
  std::vector<field_change> refused;  ///< that do not; only with planned_fields::all
};

}  // namespace tidemark::storage
