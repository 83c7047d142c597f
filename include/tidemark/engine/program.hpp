// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

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
};

/// The compiled rules of one stored record: they hold no names, maps or YAML.
///
/// Made by `compile_upsert` (engine/compile.hpp), run by `decide` (engine/decide.hpp) and rendered
/// as SQL by `sql/`. Trivially copyable, so that it can be handed to a plugin.
template <record Record>
struct program {
  /// A gate guards at least one field, and every field has at most one gate.
  static constexpr std::size_t gates_max = field_count<Record>;

  /// The rule of each field; only fields of the key have `key`.
  std::array<policy::rule, field_count<Record>> rule_of{};

  std::uint8_t gate_count = 0;
  std::array<gate, gates_max> gates{};
  /// For a gated field, the index of its gate.
  std::array<std::uint8_t, field_count<Record>> gate_of{};

  /// The fields under `word`.
  constexpr field_mask under(policy::rule word) const {
    field_mask fields;
    for (std::size_t i = 0; i < field_count<Record>; ++i)
      if (rule_of[i] == word) fields.add(i);
    return fields;
  }

  /// The same rules for records of another type that has the same fields.
  template <record Other>
    requires(field_names<Other> == field_names<Record>)
  constexpr program<Other> of() const {
    return {rule_of, gate_count, gates, gate_of};
  }

  /// The gate of the field at `index`, which is gated.
  constexpr const gate& gate_at(std::size_t index) const { return gates[gate_of[index]]; }
};

}  // namespace tidemark::engine
