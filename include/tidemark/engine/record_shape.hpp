// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include <tidemark/record/field_mask.hpp>
#include <tidemark/record/field_type.hpp>
#include <tidemark/record/record_traits.hpp>

namespace tidemark::engine {

/// What compiling and proving need to know about a record, as values, so that their code needs no
/// templates. The texts live as long as the program.
struct record_shape {
  std::string_view name;
  std::span<const std::string_view> fields;
  std::span<const field_type> types;
  field_mask key;
  field_mask references;
  field_mask required;
  field_mask counters;
  field_mask may_be_missing;  ///< in an incoming record
  field_mask of_run;          ///< the same in all records of one run

  /// The fields that may be missing in a stored record.
  constexpr field_mask may_be_stored_missing() const {
    return may_be_missing & ~counters & ~required;
  }
  /// All fields but those of the key.
  constexpr field_mask ruled() const {
    field_mask all;
    for (std::size_t i = 0; i < fields.size(); ++i) all.add(i);
    return all & ~key;
  }
};

namespace detail {

template <typename T>
inline constexpr bool can_be_missing =
    !std::is_same_v<typename tidemark::detail::unwrapped<T>::type, T> ||
    std::is_same_v<T, counter>;

}  // namespace detail

template <record Record>
constexpr record_shape shape_of() {
  record_shape shape{record_traits<Record>::name, field_names<Record>, field_types<Record>,
                     key_fields<Record>, reference_fields<Record>, required_fields<Record>, {}, {},
                     run_fields<Record>};
  for_each_field<Record>([&](auto i) {
    if (detail::can_be_missing<field_t<Record, i>>) shape.may_be_missing.add(i);
    if (field_types<Record>[i] == field_type::counter) shape.counters.add(i);
  });
  return shape;
}

/// The names of `fields`, as a policy writes them: `[brand_id, tiktok_video_id]`.
inline std::string list_of(const record_shape& shape, field_mask fields) {
  std::string list = "[";
  for (std::size_t i = 0; i < shape.fields.size(); ++i) {
    if (!fields.has(i)) continue;
    if (list.size() > 1) list += ", ";
    list += shape.fields[i];
  }
  return list + "]";
}

}  // namespace tidemark::engine
