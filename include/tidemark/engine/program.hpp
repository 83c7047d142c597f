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

/// The rules of one stored record, compiled: no name, map or YAML is left in it.
///
/// Every field of `Record` is either a key field or in exactly one of the masks. Made by
/// `compile_upsert` (engine/compile.hpp), run by `decide` (engine/decide.hpp) and rendered as
/// SQL by `sql/`. Trivially copyable, so that it can be handed to a plugin.
template <record Record>
struct program {
  /// A gate guards at least one field, and every field has at most one gate.
  static constexpr std::size_t gates_max = field_count<Record>;

  field_mask monotonic;
  field_mask monotonic_down;
  field_mask gated_keep;
  field_mask gated_replace;
  field_mask first_known;
  field_mask latest_known;
  field_mask latest;
  field_mask stamped;
  field_mask ignored;

  std::uint8_t gate_count = 0;
  std::array<gate, gates_max> gates{};
  /// For a gated field, the index of its gate.
  std::array<std::uint8_t, field_count<Record>> gate_of{};

  /// The rule of the field at `index`.
  constexpr policy::rule rule_of(std::size_t index) const {
    if (monotonic.has(index)) return policy::rule::monotonic;
    if (monotonic_down.has(index)) return policy::rule::monotonic_down;
    if (gated_keep.has(index) || gated_replace.has(index)) return policy::rule::gated;
    if (first_known.has(index)) return policy::rule::first_known;
    if (latest_known.has(index)) return policy::rule::latest_known;
    if (latest.has(index)) return policy::rule::latest;
    if (stamped.has(index)) return policy::rule::stamped;
    if (ignored.has(index)) return policy::rule::ignored;
    return policy::rule::key;
  }
};

}  // namespace tidemark::engine
