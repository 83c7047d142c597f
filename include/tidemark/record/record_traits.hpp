// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <tidemark/record/field_mask.hpp>
#include <tidemark/record/fields.hpp>

namespace tidemark {

/// Names a record for policies and says which fields identify it. Specialise it for your struct:
///
///     template <> struct tidemark::record_traits<repository> {
///       static constexpr std::string_view name = "repositories";
///       static constexpr std::array<std::string_view, 1> key{"repo"};
///     };
///
/// `key` fields must always be present. See examples/own_record.
template <typename Record>
struct record_traits;

/// A reflected struct with `record_traits`: what the engine works on.
template <typename Record>
concept record = reflected<Record> && requires {
  { record_traits<Record>::name } -> std::convertible_to<std::string_view>;
  record_traits<Record>::key.size();
};

/// The index of the field called `name`, or nothing.
template <reflected Record>
constexpr std::optional<field_index> find_field(std::string_view name) {
  const auto& names = field_names<Record>;
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) return std::nullopt;
  return static_cast<field_index>(at - names.begin());
}

namespace detail {

/// Reports, at compile time, a key field that the record does not have.
template <typename Record>
consteval field_mask key_mask() {
  field_mask mask;
  for (const std::string_view name : record_traits<Record>::key)
    mask.add(find_field<Record>(name).value());
  return mask;
}

}  // namespace detail

/// The fields that identify a record.
template <record Record>
inline constexpr field_mask key_fields = detail::key_mask<Record>();

/// Whether `a` and `b` are the same record, by their key.
template <record Record>
constexpr bool same_key(const Record& a, const Record& b) {
  bool same = true;
  for_each_field<Record>([&](auto i) {
    if constexpr (key_fields<Record>.has(i)) same = same && field<i>(a) == field<i>(b);
  });
  return same;
}

}  // namespace tidemark
