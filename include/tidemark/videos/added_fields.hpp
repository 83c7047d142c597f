// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <tidemark/videos/row_view.hpp>

namespace tidemark::videos {

/// A number of a row that can be added up over the parts of a window.
struct additive_field {
  std::string_view raw_name;
  std::optional<std::int64_t> row_view::* member = nullptr;
};
inline constexpr std::array<additive_field, 8> additive_fields{{
    {"gmv", &row_view::gmv_cents},
    {"est_commission", &row_view::est_commission_cents},
    {"views", &row_view::views},
    {"items_sold", &row_view::items_sold},
    {"affiliate_orders", &row_view::affiliate_orders},
    {"likes", &row_view::likes},
    {"comments", &row_view::comments},
    {"shares", &row_view::shares},
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
