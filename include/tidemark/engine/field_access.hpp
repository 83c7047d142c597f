// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>

#include <tidemark/record/field_mask.hpp>
#include <tidemark/record/field_type.hpp>

namespace tidemark::engine {

/// The order of the field at run-time `index` of `value`; nothing when it is missing or its type
/// has no order. `index` is below the number of fields.
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
