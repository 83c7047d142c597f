// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <tidemark/engine/judge.hpp>
#include <tidemark/engine/program.hpp>
#include <tidemark/engine/relate.hpp>
#include <tidemark/engine/verdict.hpp>

namespace tidemark::engine {

/// What a record did to the stored one, field by field.
class decision {
 public:
  field_mask changed;  ///< the fields that were taken; empty: the stored record is unchanged
  field_mask tied;     ///< the fields that `on_tie` decided, not the operator of their gate

  /// The verdict on the field at `index`; `unchanged` on a field of the key.
  constexpr verdict of(std::size_t index) const { return given_[index]; }

  /// The fields with this verdict.
  constexpr field_mask fields(verdict given) const {
    field_mask with;
    for (std::size_t i = 0; i < given_.size(); ++i)
      if (given_[i] == given) with.add(i);
    return with;
  }

  constexpr void add(verdict given, std::size_t index) { given_[index] = given; }

 private:
  static constexpr auto no_verdicts = [] {
    std::array<verdict, fields_max> given{};
    given.fill(verdict::unchanged);
    return given;
  }();
  std::array<verdict, fields_max> given_ = no_verdicts;
};

/// Makes `incoming` the record to insert for a key that is not stored: its missing counters become
/// 0 (rules/README.md, "Missing values"), everything else is unchanged.
template <record Record>
constexpr void settle_insert(Record& incoming);

template <typename Incoming, typename Record>
concept incoming_record = std::same_as<std::remove_cvref_t<Incoming>, Record>;

/// Decides what `incoming` changes of `stored`, and changes it. Returns the fields that were taken;
/// none: the stored record is unchanged.
///
/// Every rule reads `stored` as it was before the call. Both records must have the same key.
/// The values that are taken are moved out of an `incoming` that is moved in. Where a required
/// field is missing, the stored value is used. One pass over the fields, without allocation beyond
/// that of the values that are copied. Thread safe.
///
/// Everything is compiled into the place of the call: where `rules` is a constant expression, only
/// what they ask of these records remains.
///
/// Laws, for every program that `compile_upsert` makes (tests/engine/laws_test.cpp): the key and
/// `ignored` fields do not change; a `monotonic` field never falls and a `monotonic_down` field
/// never rises; a field is returned exactly when its value is different afterwards; no counter
/// becomes missing. If every gate compares a monotonic field with itself, deciding the same record
/// again changes nothing.
template <record Record, incoming_record<Record> Incoming>
constexpr field_mask decide(const program<Record>& rules, Record& stored, Incoming&& incoming);

/// The same, with the verdict on every field.
template <record Record, incoming_record<Record> Incoming>
constexpr decision decide_with_verdicts(const program<Record>& rules, Record& stored,
                                        Incoming&& incoming);

// ------------------------------------------------------------------------------------------------

namespace detail {

template <typename T>
constexpr void settle(T& value) {
  if constexpr (std::is_same_v<T, counter>)
    if (!value.known) value.known = 0;
}

template <std::size_t Index, typename Record, typename Incoming>
constexpr void take(Record& stored, Incoming& incoming) {
  if constexpr (std::is_const_v<Incoming>) field<Index>(stored) = field<Index>(incoming);
  else field<Index>(stored) = std::move(field<Index>(incoming));
  settle(field<Index>(stored));
}

/// The record that values are taken from: copied from a `const` one, else moved.
template <typename Record, typename Incoming>
using taken_from =
    std::conditional_t<std::is_lvalue_reference_v<Incoming>, const Record, Record>;

template <record Record>
[[gnu::always_inline]] constexpr gate_states states_of(const program<Record>& rules,
                                                       const Record& stored,
                                                       const Record& incoming) {
  gate_states gates;
  for (std::size_t g = 0; g < rules.gate_count; ++g)
    add_state(gates, rules.gates[g], relate(rules.gates[g], stored, incoming));
  return gates;
}

/// Calls `visit(index, verdict)` for each field that can change; `with_all`, also for the others.
template <bool with_all, record Record, typename Incoming, typename Visit>
[[gnu::always_inline]] constexpr field_mask decide_fields(const program<Record>& rules,
                                                          const gate_states& gates, Record& stored,
                                                          Incoming& incoming, Visit visit) {
  const effective_rules effective = engine::effective(rules, gates);
  const field_mask stamped = rules.under(policy::rule::stamped);
  const field_mask asked = with_all ? ~stamped : effective.fields();
  field_mask changed;
  const auto give = [&](auto i, verdict given) __attribute__((always_inline)) {
    visit(i, given);
    if (!is_taken(given)) return;
    changed.add(i);
    take<i>(stored, incoming);
  };
  for_each_field<Record>([&](auto i) __attribute__((always_inline)) {
    if constexpr (!key_fields<Record>.has(i))
      if (asked.has(i))
        give(i, judge(rules, effective, i, field_relation<Record, i>(stored, incoming)));
  });
  if (stamped.empty()) return changed;
  const bool changes = !changed.empty();
  for_each_field<Record>([&](auto i) {
    if constexpr (!key_fields<Record>.has(i))
      if (stamped.has(i))
        give(i, judge_stamped(changes, field_relation<Record, i>(stored, incoming)));
  });
  return changed;
}

}  // namespace detail

template <record Record>
constexpr void settle_insert(Record& incoming) {
  for_each_field<Record>([&](auto i) { detail::settle(field<i>(incoming)); });
}

template <record Record, incoming_record<Record> Incoming>
[[gnu::always_inline]] constexpr field_mask decide(const program<Record>& rules, Record& stored,
                                                   Incoming&& incoming) {
  detail::taken_from<Record, Incoming>& from = incoming;
  return detail::decide_fields<false>(rules, detail::states_of(rules, stored, incoming), stored,
                                      from, [](auto, verdict) {});
}

template <record Record, incoming_record<Record> Incoming>
constexpr decision decide_with_verdicts(const program<Record>& rules, Record& stored,
                                        Incoming&& incoming) {
  detail::taken_from<Record, Incoming>& from = incoming;
  decision made;
  const gate_states gates = detail::states_of(rules, stored, incoming);
  made.tied = gates.tied;
  made.changed = detail::decide_fields<true>(
      rules, gates, stored, from,
      [&](std::size_t index, verdict given) { made.add(given, index); });
  return made;
}

}  // namespace tidemark::engine
