// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include <tidemark/record/field_type.hpp>
#include <tidemark/record/record_traits.hpp>

namespace tidemark::sql {

/// What statements need to know about one field: a row of the table that describes a record's type.
struct column {
  std::string_view name;
  field_type type = field_type::other;
  bool key = false;
  bool reference = false;  ///< holds the id of another table's row
  bool required = false;   ///< never NULL; if the incoming value is missing, the stored one is used
  bool optional = false;   ///< the stored value may be NULL; a counter's never is

  constexpr bool ordered() const { return has_order(type); }
  /// Whether a missing incoming value is written as 0: rules/README.md, "Missing values".
  constexpr bool zero_when_missing() const { return type == field_type::counter; }
  /// Whether the incoming value may be NULL.
  constexpr bool may_be_missing() const { return optional || zero_when_missing(); }
};

namespace detail {

template <typename T>
inline constexpr bool is_optional = false;
template <typename T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <typename Record, std::size_t... I>
consteval auto columns_of(std::index_sequence<I...>) {
  return std::array<column, sizeof...(I)>{column{field_names<Record>[I], field_types<Record>[I],
                                                 key_fields<Record>.has(I),
                                                 reference_fields<Record>.has(I),
                                                 required_fields<Record>.has(I),
                                                 is_optional<field_t<Record, I>> &&
                                                     !required_fields<Record>.has(I)}...};
}

}  // namespace detail

/// The columns of `Record`, in the order of its fields. Rendering iterates over this table, so that
/// it is compiled once and not for each field of each record.
template <record Record>
inline constexpr auto columns =
    detail::columns_of<Record>(std::make_index_sequence<field_count<Record>>{});

}  // namespace tidemark::sql
