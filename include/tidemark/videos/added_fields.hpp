// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <tidemark/videos/video_row.hpp>

namespace tidemark::videos {

/// A number of a row that can be added up over the parts of a window.
struct additive_field {
  std::string_view raw_name;
  std::optional<std::int64_t> video_row::* member = nullptr;
};
inline constexpr std::array<additive_field, 8> additive_fields{{
    {"gmv", &video_row::gmv_cents},
    {"est_commission", &video_row::est_commission_cents},
    {"views", &video_row::views},
    {"items_sold", &video_row::items_sold},
    {"affiliate_orders", &video_row::affiliate_orders},
    {"likes", &video_row::likes},
    {"comments", &video_row::comments},
    {"shares", &video_row::shares},
}};

/// Which of `additive_fields` are added, by index.
using added_fields = std::bitset<additive_fields.size()>;

/// The index of `raw_name` in `additive_fields`; nothing when it cannot be added.
constexpr std::optional<std::size_t> find_additive(std::string_view raw_name) {
  for (std::size_t field = 0; field < additive_fields.size(); ++field)
    if (additive_fields[field].raw_name == raw_name) return field;
  return std::nullopt;
}

/// What is added where the parts are ranges of days: gmv, views and items_sold.
inline added_fields added_over_days() {
  added_fields added;
  for (const std::string_view name : {"gmv", "views", "items_sold"})
    added.set(*find_additive(name));
  return added;
}

}  // namespace tidemark::videos
