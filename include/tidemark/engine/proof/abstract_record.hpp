// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <tidemark/engine/judge.hpp>
#include <tidemark/engine/record_shape.hpp>

namespace tidemark::engine::proof {

/// A value as rules see it. They only compare values and copy them, so a small number represents
/// every value with the same place in the order; that of a counter's 0 is 0.
using abstract_value = std::int8_t;

inline constexpr abstract_value missing = -128;

/// A record of abstract values, by field index.
struct abstract_record {
  std::array<abstract_value, fields_max> values;

  constexpr abstract_record() { values.fill(missing); }

  constexpr abstract_value& operator[](std::size_t index) { return values[index]; }
  constexpr abstract_value operator[](std::size_t index) const { return values[index]; }
};

/// Calls `visit(index)` for each field of `fields`, in order.
template <typename Visit>
constexpr void for_each_in(field_mask fields, Visit visit) {
  for (; !fields.empty(); fields.bits &= fields.bits - 1)
    visit(static_cast<std::size_t>(std::countr_zero(fields.bits)));
}

/// The rules of a record on abstract values, restricted to some of its fields: the others do not
/// change. Gates read all values. Runs `judge`, as `engine::decide` does.
class abstract_rules {
 public:
  /// `shape` and `rules` must outlive this object. `fields` are those that may change.
  abstract_rules(const record_shape& shape, const field_rules& rules, field_mask fields)
      : shape_(shape), rules_(rules), fields_(fields) {}

  /// What is stored of `incoming` if its key is not stored.
  abstract_record insert(abstract_record incoming) const {
    for_each_in(fields_ & shape_.counters, [&](std::size_t i) {
      if (incoming[i] == missing) incoming[i] = 0;
    });
    return incoming;
  }

  /// Decides what `incoming` changes of `stored`, and changes it. `changes_more`: a field that is
  /// not looked at changes too.
  field_mask decide(abstract_record& stored, const abstract_record& incoming,
                    bool changes_more = false) const {
    gate_states gates;
    for (std::size_t g = 0; g < rules_.gate_count; ++g)
      if (const gate& guard = rules_.gates[g]; !(guard.fields & fields_).empty())
        add_state(gates, guard, relation_of(guard, stored, incoming));
    const effective_rules effective = engine::effective(rules_, gates);
    const field_mask stamped = rules_.under(policy::rule::stamped);
    field_mask changed;
    const auto give = [&](std::size_t i, verdict given, const value_pair& values) {
      if (!is_taken(given)) return;
      changed.add(i);
      stored[i] = values.written(values.incoming);
    };
    for_each_in(fields_ & ~stamped & ~shape_.key, [&](std::size_t i) {
      const auto values = pair_of(stored, incoming, i);
      give(i, judge(rules_, effective, i, values), values);
    });
    const bool changes = changes_more || !changed.empty();
    for_each_in(fields_ & stamped, [&](std::size_t i) {
      const auto values = pair_of(stored, incoming, i);
      give(i, judge_stamped(changes, values), values);
    });
    return changed;
  }

 private:
  /// A stored value and what is offered for it, as `judge` asks for them.
  struct value_pair {
    abstract_value stored, incoming;
    bool of_counter;

    bool has_incoming() const { return incoming != missing; }
    bool has_stored() const { return stored != missing; }
    bool is_above() const { return incoming > stored; }
    bool differs() const { return written(incoming) != written(stored); }
    abstract_value written(abstract_value value) const {
      return value == missing && of_counter ? abstract_value{0} : value;
    }
  };

  value_pair pair_of(const abstract_record& stored, const abstract_record& incoming,
                     std::size_t i) const {
    return {stored[i], offered(stored, incoming, i), shape_.counters.has(i)};
  }

  abstract_value offered(const abstract_record& stored, const abstract_record& incoming,
                         std::size_t i) const {
    return incoming[i] == missing && shape_.required.has(i) ? stored[i] : incoming[i];
  }

  value_relation relation_of(const gate& guard, const abstract_record& stored,
                             const abstract_record& incoming) const {
    const abstract_value after = offered(stored, incoming, guard.incoming);
    const abstract_value before = stored[guard.stored];
    const bool both = after != missing && before != missing;
    return {after != missing, before != missing,
            both ? (after > before) - (after < before) : 0};
  }

  const record_shape& shape_;
  const field_rules& rules_;
  field_mask fields_;
};

}  // namespace tidemark::engine::proof
