// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <tidemark/engine/field_access.hpp>
#include <tidemark/engine/judge.hpp>
#include <tidemark/record/value_order.hpp>

namespace tidemark::engine {

namespace detail {

template <record Record>
inline constexpr field_mask counter_fields = [] {
  field_mask counters;
  for (std::size_t i = 0; i < field_count<Record>; ++i)
    if (field_types<Record>[i] == field_type::counter) counters.add(i);
  return counters;
}();

}  // namespace detail

/// Compares the fields of two records with the same key, as far as this costs nothing: of types
/// without an order, only whether the fields are present. Without a branch on a value.
template <record Record>
constexpr field_relations relate(const Record& stored, const Record& incoming) {
  field_relations seen;
  field_mask above, unequal;
  for_each_field<Record>([&](auto i) {
    const auto& before = field<i>(stored);
    const auto& offered = field<i>(incoming);
    const bool has_before = is_present(before), has_offered = is_present(offered);
    seen.stored.bits |= std::uint64_t{has_before} << i;
    seen.incoming.bits |= std::uint64_t{has_offered} << i;
    if constexpr (has_order(field_types<Record>[i]) && !key_fields<Record>.has(i)) {
      const std::int64_t old_value = has_before ? order_of(before) : 0;
      const std::int64_t new_value = has_offered ? order_of(offered) : 0;
      above.bits |= std::uint64_t{new_value > old_value} << i;
      unequal.bits |= std::uint64_t{new_value != old_value} << i;
    }
  });
  seen.above = above & seen.incoming & seen.stored;
  seen.differs =
      unequal | ((seen.incoming ^ seen.stored) & ~detail::counter_fields<Record>);
  return seen;
}

/// Compares the fields that `relate` has left out, of those in `compared`; their order only of
/// those in `larger`.
template <record Record>
constexpr void relate_rest(field_relations& seen, const Record& stored, const Record& incoming,
                           field_mask compared, field_mask larger) {
  for_each_field<Record>([&](auto i) {
    if constexpr (!has_order(field_types<Record>[i]) && !key_fields<Record>.has(i)) {
      if (!compared.has(i)) return;
      const auto& before = field<i>(stored);
      const auto& offered = field<i>(incoming);
      if (before == offered) return seen.differs.remove(i);
      seen.differs.add(i);
      if (larger.has(i) && is_present(before) && is_present(offered) && is_less(before, offered))
        seen.above.add(i);
    }
  });
}

/// Compares the two values that `guard` reads.
template <record Record>
constexpr value_relation relate_values(const gate& guard, const field_relations& seen,
                                       const Record& stored, const Record& incoming) {
  if (guard.incoming == guard.stored) return relation_at(seen, guard.incoming);
  const auto offered = order_at(incoming, guard.incoming);
  const auto known = order_at(stored, guard.stored);
  if (!offered || !known) return {offered.has_value(), known.has_value(), 0};
  return {true, true, (*offered > *known) - (*offered < *known)};
}

}  // namespace tidemark::engine
