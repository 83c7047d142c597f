// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <concepts>
#include <optional>
#include <string_view>

#include <tidemark/value/utf8.hpp>
#include <tidemark/videos/row_view.hpp>

namespace tidemark::host {

/// The raw name of the first field of `row` whose text no storage can hold: it is not UTF-8, or has
/// a NUL in it. Nothing if all can be stored.
template <typename Row>
std::optional<std::string_view> unstorable_text(const Row& row) {
  if (!is_storable(row.tiktok_video_id)) return "id";
  if (row.username && !is_storable(*row.username)) return "username";
  if (row.title && !is_storable(*row.title)) return "title";
  if constexpr (std::same_as<Row, videos::row_view>) {
    bool storable = true;
    if (row.hash_tags)
      row.hash_tags->for_each([&](auto tag) { storable = storable && is_storable(tag); });
    if (!storable) return "hash_tags";
  } else if (row.hash_tags && !std::ranges::all_of(*row.hash_tags, is_storable)) {
    return "hash_tags";
  }
  if (row.raw_payload && !is_storable(row.raw_payload->text)) return "raw_payload";
  return std::nullopt;
}

}  // namespace tidemark::host
