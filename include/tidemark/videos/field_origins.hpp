// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::videos {

namespace detail {

/// A field of a stored record, and the field of a row that it comes from.
struct renamed_field {
  std::string_view record;
  std::string_view row;
};

/// The fields of stored records that a row has under another name.
inline constexpr std::array<renamed_field, 3> renamed_fields{
    {{"impressions", "views"}, {"creator_id", "username"}, {"video_url", "username"}}};

}  // namespace detail

/// The field of a `video_row` that each field of `Record` comes from, by index; nothing for what
/// the storage or the run gives it, which is the same for all rows of a video in a run. What
/// `to_creator_video` and `to_snapshot` do, as a table (rules/README.md, "Videos and snapshots").
template <record Record>
std::vector<std::optional<std::size_t>> field_origins() {
  std::vector<std::optional<std::size_t>> origins;
  for (std::size_t i = 0; i < field_count<Record>; ++i) {
    std::string_view name = field_names<Record>[i];
    for (const auto& renamed : detail::renamed_fields)
      if (renamed.record == name) name = renamed.row;
    const auto from = find_field<video_row>(name);
    const bool is_row_key = from && key_fields<video_row>.has(*from);
    origins.push_back(from && !is_row_key ? std::optional<std::size_t>(*from) : std::nullopt);
  }
  return origins;
}

}  // namespace tidemark::videos
