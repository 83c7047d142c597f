// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

#include <tidemark/engine/proof/abstract_record.hpp>
#include <tidemark/record/record_traits.hpp>

namespace tidemark::engine::proof {

namespace detail {

/// A value of type `T` for `value`, in the same order as all others; 0 of a counter is 0.
template <typename T>
T concrete_value(abstract_value value, bool is_reference) {
  constexpr auto type = type_of<T>();
  if constexpr (type == field_type::counter) return {std::int64_t{value}};
  else if constexpr (type == field_type::percent) return percent{std::int64_t{value} * 10'000};
  else if constexpr (type == field_type::date)
    return date{parse_date("2026-01-01")->days + std::int32_t{value}};
  else if constexpr (type == field_type::timestamp)
    return timestamp{parse_wall_time("2026-01-01 00:00:00")->micros +
                     std::int64_t{value} * 1'000'000};
  else if constexpr (type == field_type::integer)
    return static_cast<T>(std::int64_t{value} + (is_reference ? 1 : 0));  // ids begin at 1
  else if constexpr (type == field_type::json) return json{std::to_string(value)};
  else {
    const std::string letter(1, static_cast<char>('a' + value));
    if constexpr (type == field_type::texts) return tags{letter};
    else return letter;
  }
}

}  // namespace detail

/// The record with `values` in the fields `named`. The key and what a stored record must have get a
/// value in any case.
template <record Record>
Record concrete_record(const abstract_record& values, field_mask named) {
  Record made;
  for_each_field<Record>([&](auto i) {
    using type = field_t<Record, i>;
    using plain = typename tidemark::detail::unwrapped<type>::type;
    const bool always = key_fields<Record>.has(i) || required_fields<Record>.has(i);
    const abstract_value value = named.has(i) ? values[i] : missing;
    if (value == missing && !always) return;
    field<i>(made) = detail::concrete_value<plain>(value == missing ? abstract_value{0} : value,
                                                   reference_fields<Record>.has(i));
  });
  return made;
}

}  // namespace tidemark::engine::proof
