// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

#include <tidemark/engine/field_access.hpp>
#include <tidemark/engine/program.hpp>

namespace tidemark::engine {

namespace detail {

constexpr bool holds(policy::comparison op, std::int64_t incoming, std::int64_t stored) {
  switch (op) {
    case policy::comparison::ge: return incoming >= stored;
    case policy::comparison::gt: return incoming > stored;
    case policy::comparison::le: return incoming <= stored;
    case policy::comparison::lt: return incoming < stored;
  }
  return false;
}

/// The fields whose gate is open for this pair of records.
template <record Record>
constexpr field_mask open_fields(const program<Record>& rules, const Record& stored,
                                 const Record& incoming) {
  field_mask open;
  for (std::size_t g = 0; g < rules.gate_count; ++g) {
    const gate& one = rules.gates[g];
    const auto offered = order_at(incoming, one.incoming);
    if (!offered) continue;  // a missing incoming side fails the gate
    const auto known = order_at(stored, one.stored);
    if (!known || holds(one.op, *offered, *known)) open = open | one.fields;
  }
  return open;
}

/// Whether writing `incoming` over `stored` would change it; a missing counter is written as 0.
template <typename T>
constexpr bool differs(const T& stored, const T& incoming) {
  if constexpr (std::is_same_v<T, counter>)
    return stored.known.value_or(0) != incoming.known.value_or(0);
  else
    return !(stored == incoming);
}

template <typename T>
constexpr bool beats(const T& incoming, const T& stored, bool upward) {
  if constexpr (has_order(type_of<T>())) {
    if (!is_present(incoming)) return false;
    if (!is_present(stored)) return true;
    return upward ? order_of(incoming) > order_of(stored)
                  : order_of(incoming) < order_of(stored);
  } else {
    return false;
  }
}

/// Whether the rule of field `index` takes the incoming value. Stamped fields are not decided here.
template <record Record, typename T>
constexpr bool takes(const program<Record>& rules, std::size_t index, field_mask open,
                     const T& stored, const T& incoming) {
  if (rules.monotonic.has(index)) return beats(incoming, stored, true);
  if (rules.monotonic_down.has(index)) return beats(incoming, stored, false);
  if (rules.gated_keep.has(index))
    return open.has(index) && is_present(incoming) && differs(stored, incoming);
  if (rules.gated_replace.has(index)) return open.has(index) && differs(stored, incoming);
  if (rules.first_known.has(index)) return !is_present(stored) && is_present(incoming);
  if (rules.latest_known.has(index)) return is_present(incoming) && differs(stored, incoming);
  if (rules.latest.has(index)) return differs(stored, incoming);
  return false;
}

template <typename T>
constexpr void settle(T& value) {
  if constexpr (std::is_same_v<T, counter>)
    if (!value.known) value.known = 0;
}

}  // namespace detail

/// Makes `incoming` the record to insert for a key that is not stored: it stays as it came, and
/// only here does a missing counter become 0 (SPEC section 4).
template <record Record>
constexpr void settle_insert(Record& incoming) {
  for_each_field<Record>([&](auto i) { detail::settle(field<i>(incoming)); });
}

/// Decides what `incoming` changes of `stored`, and changes it.
///
/// Every rule reads `stored` as it was before the call. Returns the fields that changed; none means
/// that the stored record must not be rewritten. Both records must have the same key. `incoming` is
/// moved from where its values are taken. Rules: POLICY.md; complexity: one pass over the fields.
template <record Record>
constexpr field_mask decide(const program<Record>& rules, Record& stored, Record incoming) {
  const field_mask open = detail::open_fields(rules, stored, incoming);
  field_mask changed;
  for_each_field<Record>([&](auto i) {
    auto& kept = field<i>(stored);
    auto& offered = field<i>(incoming);
    if (!detail::takes(rules, i, open, kept, offered)) return;
    kept = std::move(offered);
    detail::settle(kept);
    changed.add(i);
  });
  if (changed.empty() || rules.stamped.empty()) return changed;
  for_each_field<Record>([&](auto i) {
    if (!rules.stamped.has(i)) return;
    auto& kept = field<i>(stored);
    auto& offered = field<i>(incoming);
    if (!detail::differs(kept, offered)) return;
    kept = std::move(offered);
    detail::settle(kept);
    changed.add(i);
  });
  return changed;
}

}  // namespace tidemark::engine
