// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/engine/proof/abstract_record.hpp>

namespace tidemark::engine::proof {

/// Rules with some words changed, and what was changed.
struct edited_rules {
  std::vector<std::string> edits;  ///< each one word, such as `on_tie: larger` of a gate
  field_rules rules;
};

namespace detail {

inline bool can_be_compared(const record_shape& shape, std::size_t field) {
  return has_order(shape.types[field]) && !shape.references.has(field);
}

/// Whether every field behind the gate can be decided by `on_tie: larger`.
inline bool can_say_larger(const record_shape& shape, const gate& guard) {
  if (guard.incoming != guard.stored) return false;
  bool can = true;
  for_each_in(guard.fields, [&](std::size_t field) {
    can = can && shape.types[field] != field_type::json && !shape.references.has(field);
  });
  return can;
}

/// `rules` with one word of the gate at `number` changed, in every way.
inline void add_gate_edits(const record_shape& shape, const edited_rules& from, std::size_t number,
                           std::vector<edited_rules>& all) {
  const gate before = from.rules.gates[number];
  const std::string name = "the gate of " + list_of(shape, before.fields) + ": ";
  const auto add = [&](const gate& changed, const std::string& word) {
    edited_rules next = from;
    next.rules.gates[number] = changed;
    next.edits.push_back(name + word);
    all.push_back(std::move(next));
  };
  using policy::comparison;
  using policy::null_rule;
  using policy::tie_rule;
  for (const auto op : {comparison::ge, comparison::gt, comparison::le, comparison::lt}) {
    if (op == before.op) continue;
    gate changed = before;
    changed.op = op;
    if (changed.on_tie == tie_of(op)) changed.on_tie = tie_rule::by_operator;
    add(changed, "when: incoming." + std::string(shape.fields[before.incoming]) + " " +
                     std::string(to_text(op)) + " stored." +
                     std::string(shape.fields[before.stored]));
  }
  for (const auto on_null : {null_rule::keep, null_rule::replace}) {
    if (on_null == before.on_null) continue;
    gate changed = before;
    changed.on_null = on_null;
    add(changed, "on_null: " + std::string(to_text(on_null)));
  }
  if (before.incoming != before.stored) return;
  for (const auto on_tie : {tie_rule::incoming, tie_rule::stored, tie_rule::larger}) {
    if (on_tie == tie_rule::larger && !can_say_larger(shape, before)) continue;
    gate changed = before;
    changed.on_tie = on_tie == tie_of(before.op) ? tie_rule::by_operator : on_tie;
    if (changed.on_tie != before.on_tie) add(changed, "on_tie: " + std::string(to_text(on_tie)));
  }
}

/// `rules` with `field` under another word or behind another gate, in every way.
inline void add_rule_edits(const record_shape& shape, const edited_rules& from, std::size_t field,
                           std::vector<edited_rules>& all) {
  const auto before = from.rules.rule_of(field);
  const auto add = [&](edited_rules next, const std::string& word) {
    next.edits.push_back(std::string(shape.fields[field]) + ": " + word);
    all.push_back(std::move(next));
  };
  for (const auto& described : policy::rule_descriptions) {
    if (described.word == policy::rule::key || described.word == policy::rule::gated) continue;
    if (described.word == before) continue;
    if (described.needs_order && !can_be_compared(shape, field)) continue;
    edited_rules next = from;
    next.rules.put(field, described.word);
    add(std::move(next), std::string(described.text));
  }
  for (std::size_t g = 0; g < from.rules.gate_count; ++g) {
    const gate& other = from.rules.gates[g];
    if (other.fields.has(field)) continue;
    gate with_field = other;
    with_field.fields.add(field);
    if (other.on_tie == policy::tie_rule::larger && !can_say_larger(shape, with_field)) continue;
    edited_rules next = from;
    next.rules.guard(field, g);
    add(std::move(next), "behind the gate of " + list_of(shape, other.fields));
  }
}

/// The words that have a say in `field`: its rule, those of its gate, and the rule of the gate's
/// stored field.
inline std::vector<edited_rules> edits_of(const record_shape& shape, const edited_rules& from,
                                          std::size_t field) {
  std::vector<edited_rules> all;
  if (from.rules.rule_of(field) == policy::rule::gated) {
    const std::size_t number = from.rules.gate_of(field);
    add_gate_edits(shape, from, number, all);
    const std::size_t by = from.rules.gates[number].stored;
    if (by != field && !shape.key.has(by)) add_rule_edits(shape, from, by, all);
  }
  add_rule_edits(shape, from, field, all);
  return all;
}

}  // namespace detail

/// The fewest edits of one word each, at most two, after which `holds(rules)` is true of the field
/// at `index`; all ways with that many, or none.
template <typename Holds>
std::vector<edited_rules> find_repairs(const record_shape& shape, const field_rules& rules,
                                       std::size_t index, Holds holds) {
  std::vector<edited_rules> repairs;
  std::vector<edited_rules> tried{{{}, rules}};
  for (int words = 1; words <= 2 && repairs.empty(); ++words) {
    std::vector<edited_rules> next;
    for (const auto& from : tried)
      for (auto& edited : detail::edits_of(shape, from, index)) next.push_back(std::move(edited));
    for (const auto& edited : next)
      if (holds(edited.rules)) repairs.push_back(edited);
    tried = std::move(next);
  }
  return repairs;
}

}  // namespace tidemark::engine::proof
