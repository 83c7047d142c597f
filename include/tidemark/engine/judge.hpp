// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>

#include <tidemark/engine/program.hpp>
#include <tidemark/engine/verdict.hpp>

/// What each rule does to a value. sql/rule_text.hpp is the same in SQL: these two places define a
/// rule's meaning, and property tests hold them equal.
///
/// Rules only compare values and copy them. So everything here is about sets of fields, and nothing
/// about values: `decide` and the proofs of a policy (engine/proof) use the same code.
namespace tidemark::engine {

/// How the fields of an incoming record compare with those of the stored one.
struct field_relations {
  field_mask incoming;  ///< present in the incoming record
  field_mask stored;    ///< present in the stored record
  field_mask above;     ///< both are present, and the incoming value is the larger one
  field_mask differs;   ///< writing the incoming value, a missing counter as 0, changes the field
};

/// How two values compare that a gate reads.
struct value_relation {
  bool incoming = false;  ///< present
  bool stored = false;    ///< present
  int sign = 0;           ///< of incoming - stored, if both are present
};

/// The relation of the field at `index`.
constexpr value_relation relation_at(const field_relations& fields, std::size_t index) {
  const bool incoming = fields.incoming.has(index), stored = fields.stored.has(index);
  const int sign = fields.above.has(index) ? 1 : fields.differs.has(index) ? -1 : 0;
  return {incoming, stored, incoming && stored ? sign : 0};
}

constexpr bool holds(policy::comparison op, int sign) {
  switch (op) {
    case policy::comparison::ge: return sign >= 0;
    case policy::comparison::gt: return sign > 0;
    case policy::comparison::le: return sign <= 0;
    case policy::comparison::lt: return sign < 0;
  }
  return false;
}

/// What the gates say of the fields behind them; fields behind a gate that is shut are in none of
/// these.
struct gate_states {
  field_mask open;
  field_mask larger;  ///< the larger value stays, whatever `on_null` says
  field_mask keeps;   ///< `on_null: keep`
  field_mask tied;    ///< decided by `on_tie`, not by the operator
};

/// Adds what `guard` says of its fields: it is shut if the incoming value is missing, and open if
/// only the stored one is missing.
constexpr void add_state(gate_states& states, const gate& guard, value_relation values) {
  if (guard.on_null == policy::null_rule::keep) states.keeps = states.keeps | guard.fields;
  if (!values.incoming) return;
  bool is_open = !values.stored || holds(guard.op, values.sign);
  if (values.stored && values.sign == 0 && guard.on_tie != policy::tie_rule::by_operator) {
    states.tied = states.tied | guard.fields;
    is_open = guard.on_tie == policy::tie_rule::incoming;
    if (guard.on_tie == policy::tie_rule::larger) states.larger = states.larger | guard.fields;
  }
  if (is_open) states.open = states.open | guard.fields;
}

/// The verdict on every field of a record.
class verdicts {
 public:
  /// The fields of which the incoming value is taken.
  constexpr field_mask changed() const {
    field_mask fields;
    for (std::size_t given = 0; given <= static_cast<std::size_t>(last_taken); ++given)
      fields = fields | fields_[given];
    return fields;
  }

  /// The verdict on the field at `index`.
  constexpr verdict of(std::size_t index) const {
    for (std::size_t given = 0; given < fields_.size(); ++given)
      if (fields_[given].has(index)) return static_cast<verdict>(given);
    return verdict::unchanged;  // a field of the key
  }

  /// The fields with this verdict.
  constexpr field_mask fields(verdict given) const {
    return fields_[static_cast<std::size_t>(given)];
  }

  constexpr void add(verdict given, field_mask fields) {
    field_mask& known = fields_[static_cast<std::size_t>(given)];
    known = known | fields;
  }

 private:
  std::array<field_mask, verdict_count> fields_{};
};

/// The fields whose values must be compared, beyond whether they are there: only where these are
/// concerned does `differs` count, and, for those in `larger`, `above`. For other fields, the rule
/// does not read the values, or `monotonic` and `monotonic_down` need their order anyway.
constexpr field_mask compared_fields(const field_rules& rules, const gate_states& gates) {
  return gates.open | gates.larger | rules.under(policy::rule::latest_known) |
         rules.under(policy::rule::latest) | rules.under(policy::rule::stamped);
}

/// The verdict on every field of a record that is stored already. `changes_more`: a field that
/// `seen` does not have changes too.
constexpr verdicts judge(const field_rules& rules, const field_relations& seen,
                         const gate_states& gates, bool changes_more = false) {
  using policy::rule;
  verdicts given;
  const field_mask missing = ~seen.incoming;
  const field_mask above = (seen.incoming & ~seen.stored) | seen.above;
  const field_mask below =
      seen.incoming & (~seen.stored | (seen.differs & ~seen.above));

  const auto only_rises = rules.under(rule::monotonic);
  given.add(verdict::raised, only_rises & above);
  given.add(verdict::missing, only_rises & missing);
  given.add(verdict::not_higher, only_rises & ~above & ~missing);

  const auto only_falls = rules.under(rule::monotonic_down);
  given.add(verdict::lowered, only_falls & below);
  given.add(verdict::missing, only_falls & missing);
  given.add(verdict::not_lower, only_falls & ~below & ~missing);

  const auto take_known = [&](verdict taken, field_mask fields) {
    given.add(taken, fields & seen.incoming & seen.differs);
    given.add(verdict::missing, fields & missing);
    given.add(verdict::unchanged, fields & seen.incoming & ~seen.differs);
  };
  const auto take_any = [&](verdict taken, field_mask fields) {
    given.add(taken, fields & seen.differs);
    given.add(verdict::unchanged, fields & ~seen.differs);
  };
  const auto gated = rules.under(rule::gated);
  take_known(verdict::gate_open, gated & gates.open & gates.keeps);
  take_any(verdict::gate_open, gated & gates.open & ~gates.keeps);
  const auto larger = gated & gates.larger;
  given.add(verdict::gate_open, larger & above);
  given.add(verdict::missing, larger & missing);
  given.add(verdict::unchanged, larger & ~above & ~missing & ~seen.differs);
  given.add(verdict::not_higher, larger & ~above & ~missing & seen.differs);
  given.add(verdict::gate_refused, gated & ~gates.open & ~gates.larger);

  const auto once = rules.under(rule::first_known);
  given.add(verdict::first_known, once & seen.incoming & ~seen.stored);
  given.add(verdict::already_known, once & seen.stored);
  given.add(verdict::missing, once & missing & ~seen.stored);

  take_known(verdict::latest_known, rules.under(rule::latest_known));
  take_any(verdict::latest, rules.under(rule::latest));
  given.add(verdict::ignored, rules.under(rule::ignored));

  const auto stamped = rules.under(rule::stamped);
  const bool stamps = changes_more || !given.changed().empty();
  given.add(verdict::stamped, stamps ? stamped & seen.differs : field_mask{});
  given.add(verdict::unchanged, stamps ? stamped & ~seen.differs : stamped);
  return given;
}

}  // namespace tidemark::engine
