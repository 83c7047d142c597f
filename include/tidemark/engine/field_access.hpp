// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

#include <tidemark/record/field_mask.hpp>
#include <tidemark/record/field_type.hpp>

namespace tidemark::engine {

/// The order of the field at `index`, known at run time, of `value`; nothing if the field is
/// missing or its type has no order. `index` is less than the number of fields.
template <reflected Record>
constexpr std::optional<std::int64_t> order_at(const Record& value, field_index index) {
  std::optional<std::int64_t> order;
  for_each_field<Record>([&](auto i) {
    if constexpr (has_order(field_types<Record>[i])) {
      if (index == i && is_present(field<i>(value))) order = order_of(field<i>(value));
    }
  });
  return order;
}

/// Compares the fields at `index`, known at run time, of two records; `reversed`: the lower value
/// is the greater one. A missing value is less than every value. Equal if their type has no order.
template <reflected Record>
constexpr std::strong_ordering compare_at(const Record& a, const Record& b, field_index index,
                                          bool reversed) {
  auto order = std::strong_ordering::equal;
  for_each_field<Record>([&](auto i) {
    if constexpr (has_order(field_types<Record>[i])) {
      if (index != i) return;
      const auto& first = field<i>(a);
      const auto& second = field<i>(b);
      if (is_present(first) && is_present(second))
        order = reversed ? order_of(second) <=> order_of(first)
                         : order_of(first) <=> order_of(second);
      else
        order = is_present(first) <=> is_present(second);
    }
  });
  return order;
}

/// Which fields of `value` are present.
template <reflected Record>
constexpr field_mask present_fields(const Record& value) {
  field_mask mask;
  for_each_field<Record>([&](auto i) {
    mask.bits |= std::uint64_t{is_present(field<i>(value))} << i;
  });
  return mask;
}

}  // namespace tidemark::engine
