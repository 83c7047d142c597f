// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

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

namespace detail {

/// See sign_at. Without a branch on the values, which nobody can predict: a processor that guesses
/// wrong cannot fetch the next rows meanwhile.
template <reflected Record, std::size_t Index>
constexpr int sign_of(const Record& a, const Record& b, bool reversed) {
  if constexpr (has_order(field_types<Record>[Index])) {
    const auto& first = field<Index>(a);
    const auto& second = field<Index>(b);
    const bool has_first = is_present(first), has_second = is_present(second);
    const std::int64_t x = has_first ? order_of(first) : 0;
    const std::int64_t y = has_second ? order_of(second) : 0;
    const int by_value = reversed ? (y > x) - (y < x) : (x > y) - (x < y);
    return has_first == has_second ? by_value : has_first - has_second;
  } else {
    return 0;
  }
}

template <reflected Record>
inline constexpr auto signs_of = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array{&sign_of<Record, I>...};
}(std::make_index_sequence<field_count<Record>>{});

}  // namespace detail

/// Compares the fields at `index`, known at run time, of two records: positive if that of `a` is
/// the greater one, negative if that of `b` is, else 0. `reversed`: the lower value is the greater
/// one. A missing value is less than every value. Types without an order are equal.
template <reflected Record>
constexpr int sign_at(const Record& a, const Record& b, field_index index, bool reversed) {
  return detail::signs_of<Record>[index](a, b, reversed);
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
