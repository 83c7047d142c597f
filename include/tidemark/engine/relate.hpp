// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include <tidemark/engine/field_access.hpp>
#include <tidemark/engine/judge.hpp>
#include <tidemark/record/value_order.hpp>

namespace tidemark::engine {

namespace detail {

/// How the field at `Index` of an incoming record compares with that of the stored one, as `judge`
/// asks for it. Where a required field is missing, the stored value is the incoming one.
template <record Record, std::size_t Index>
class field_relation {
 public:
  constexpr field_relation(const Record& stored, const Record& incoming)
      : stored_(field<Index>(stored)), incoming_(offered(stored, incoming)) {}

  constexpr bool has_incoming() const { return is_present(incoming_); }
  constexpr bool has_stored() const { return is_present(stored_); }
  constexpr bool is_above() const { return is_less(stored_, incoming_); }
  constexpr bool differs() const {
    if constexpr (field_types<Record>[Index] == field_type::counter)
      return stored_.known.value_or(0) != incoming_.known.value_or(0);
    else
      return !(stored_ == incoming_);
  }

 private:
  static constexpr const auto& offered(const Record& stored, const Record& incoming) {
    if constexpr (required_fields<Record>.has(Index))
      if (!is_present(field<Index>(incoming))) return field<Index>(stored);
    return field<Index>(incoming);
  }

  const field_t<Record, Index>& stored_;
  const field_t<Record, Index>& incoming_;
};

template <record Record, std::size_t Index>
constexpr value_relation relation_of(const Record& stored, const Record& incoming) {
  if constexpr (has_order(field_types<Record>[Index])) {
    const field_relation<Record, Index> values(stored, incoming);
    if (!values.has_incoming() || !values.has_stored())
      return {values.has_incoming(), values.has_stored(), 0};
    return {true, true, values.is_above() ? 1 : values.differs() ? -1 : 0};
  } else {
    return {};
  }
}

template <record Record>
inline constexpr auto relations_of = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array{&relation_of<Record, I>...};
}(std::make_index_sequence<field_count<Record>>{});

/// The order of what the field at `index` of `incoming` offers.
template <record Record>
constexpr std::optional<std::int64_t> order_offered(const Record& stored, const Record& incoming,
                                                    field_index index) {
  const auto offered = order_at(incoming, index);
  return offered || !required_fields<Record>.has(index) ? offered : order_at(stored, index);
}

}  // namespace detail

/// Compares the two values that `guard` reads.
template <record Record>
[[gnu::always_inline]] constexpr value_relation relate(const gate& guard, const Record& stored,
                                                       const Record& incoming) {
  if (guard.incoming == guard.stored)
    return detail::relations_of<Record>[guard.incoming](stored, incoming);
  const auto offered = detail::order_offered(stored, incoming, guard.incoming);
  const auto known = order_at(stored, guard.stored);
  if (!offered || !known) return {offered.has_value(), known.has_value(), 0};
  return {true, true, (*offered > *known) - (*offered < *known)};
}

}  // namespace tidemark::engine
