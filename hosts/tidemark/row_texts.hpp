// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include <tidemark/value/utf8.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::host {

/// The raw name of the first field of `row` whose text no storage can hold: it is not UTF-8, or has
/// a NUL in it (SPEC section 2). Nothing when all can be stored.
inline std::optional<std::string_view> unstorable_text(const videos::video_row& row) {
  if (!is_storable(row.tiktok_video_id)) return "id";
  if (row.username && !is_storable(*row.username)) return "username";
  if (row.title && !is_storable(*row.title)) return "title";
  if (row.hash_tags && !std::all_of(row.hash_tags->begin(), row.hash_tags->end(), is_storable))
    return "hash_tags";
  if (row.raw_payload && !is_storable(row.raw_payload->text)) return "raw_payload";
  return std::nullopt;
}

}  // namespace tidemark::host
