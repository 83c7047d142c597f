// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include <tidemark/engine/judge.hpp>
#include <tidemark/engine/program.hpp>
#include <tidemark/engine/relate.hpp>
#include <tidemark/engine/verdict.hpp>

namespace tidemark::engine {

/// What a record did to the stored one, field by field.
struct decision {
  field_mask changed;  ///< the fields that were taken; empty: the stored record is unchanged
  field_mask tied;     ///< the fields that `on_tie` decided, not the operator of their gate
  verdicts given;
};

/// Makes `incoming` the record to insert for a key that is not stored: its missing counters become
/// 0 (rules/README.md, "Missing values"), everything else is unchanged.
template <record Record>
constexpr void settle_insert(Record& incoming);

/// Decides what `incoming` changes of `stored`, and changes it.
///
/// Every rule reads `stored` as it was before the call. Both records must have the same key.
/// The values that are taken are moved out of `incoming`. Where a required field is missing, the
/// stored value is used. One pass over the fields, without allocation. Thread safe.
///
/// Laws, for every program that `compile_upsert` makes (tests/engine/laws_test.cpp): the key and
/// `ignored` fields do not change; a `monotonic` field never falls and a `monotonic_down` field
/// never rises; a field is in `changed` exactly when its value is different afterwards; no counter
/// becomes missing. If every gate compares a monotonic field with itself, deciding the same record
/// again changes nothing.
template <record Record>
constexpr decision decide(const program<Record>& rules, Record& stored, Record incoming);

// ------------------------------------------------------------------------------------------------

namespace detail {

template <typename T>
constexpr void settle(T& value) {
  if constexpr (std::is_same_v<T, counter>)
    if (!value.known) value.known = 0;
}

template <typename T>
constexpr void take(T& stored, T& incoming) {
  stored = std::move(incoming);
  settle(stored);
}

}  // namespace detail

template <record Record>
constexpr void settle_insert(Record& incoming) {
  for_each_field<Record>([&](auto i) { detail::settle(field<i>(incoming)); });
}

template <record Record>
constexpr decision decide(const program<Record>& rules, Record& stored, Record incoming) {
  for_each_field<Record>([&](auto i) {
    if constexpr (required_fields<Record>.has(i))
      if (!is_present(field<i>(incoming))) field<i>(incoming) = field<i>(stored);
  });
  field_relations seen = relate(stored, incoming);
  gate_states gates;
  for (std::size_t g = 0; g < rules.gate_count; ++g)
    add_state(gates, rules.gates[g], relate_values(rules.gates[g], seen, stored, incoming));
  relate_rest(seen, stored, incoming, compared_fields(rules, gates), gates.larger);
  decision made;
  made.given = judge(rules, seen, gates);
  made.changed = made.given.changed();
  made.tied = gates.tied;
  for_each_field<Record>([&](auto i) {
    if (made.changed.has(i)) detail::take(field<i>(stored), field<i>(incoming));
  });
  return made;
}

}  // namespace tidemark::engine
