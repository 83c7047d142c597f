// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <tidemark/policy/words.hpp>
#include <tidemark/record/field_mask.hpp>
#include <tidemark/record/record_traits.hpp>

namespace tidemark::engine {

/// A compiled gate: `incoming.F OP stored.F`, by field index.
struct gate {
  field_index incoming = 0;
  field_index stored = 0;
  policy::comparison op = policy::comparison::ge;
  policy::null_rule on_null = policy::null_rule::keep;
  field_mask fields;
  /// `by_operator` unless it says something else than the operator; otherwise `incoming` is
  /// `stored`.
  policy::tie_rule on_tie = policy::tie_rule::by_operator;

  /// Whether `other` has the same condition, whatever it guards.
  constexpr bool is_like(const gate& other) const {
    return incoming == other.incoming && stored == other.stored && op == other.op &&
           on_null == other.on_null && on_tie == other.on_tie;
  }
  bool operator==(const gate&) const = default;
};

/// The compiled rules of one stored record, by field index: they hold no names, maps or YAML, and
/// do not know the record's type.
class field_rules {
 public:
  /// Every field has at most one gate, and a gate guards at least one field.
  static constexpr std::size_t gates_max = fields_max;

  std::uint8_t gate_count = 0;
  std::array<gate, gates_max> gates{};

  /// The fields under `word`; those of the key are under no word.
  constexpr field_mask under(policy::rule word) const {
    return under_[static_cast<std::size_t>(word)];
  }

  /// The rule of the field at `index`; `key` without one.
  constexpr policy::rule rule_of(std::size_t index) const {
    for (std::size_t word = 0; word < under_.size(); ++word)
      if (under_[word].has(index)) return static_cast<policy::rule>(word);
    return policy::rule::key;
  }

  /// Puts the field at `index` under `word`, which is not `gated`.
  constexpr void put(std::size_t index, policy::rule word) {
    for (field_mask& fields : under_) fields.remove(index);
    for (gate& guard : gates) guard.fields.remove(index);
    if (word != policy::rule::key) under_[static_cast<std::size_t>(word)].add(index);
  }

  /// Puts the field at `index` behind the gate at `number`.
  constexpr void guard(std::size_t index, std::size_t number) {
    put(index, policy::rule::gated);
    gates[number].fields.add(index);
  }

  /// The number of the gate of the field at `index`, which is gated.
  constexpr std::size_t gate_of(std::size_t index) const {
    std::size_t number = 0;
    while (!gates[number].fields.has(index)) ++number;
    return number;
  }

  /// The gate of the field at `index`, which is gated.
  constexpr const gate& gate_at(std::size_t index) const { return gates[gate_of(index)]; }

  bool operator==(const field_rules&) const = default;

 private:
  std::array<field_mask, policy::rule_descriptions.size()> under_{};
};

/// The compiled rules of `Record`.
///
/// Made by `compile_upsert` (engine/compile.hpp), run by `decide` (engine/decide.hpp) and rendered
/// as SQL by `sql/`. Trivially copyable, so that it can be handed to a plugin.
template <record Record>
struct program : field_rules {
  /// The same rules for records of another type that has the same fields.
  template <record Other>
    requires(field_names<Other> == field_names<Record>)
  constexpr program<Other> of() const {
    return {static_cast<const field_rules&>(*this)};
  }
};

}  // namespace tidemark::engine
