// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <tidemark/engine/program.hpp>
#include <tidemark/engine/record_shape.hpp>

namespace tidemark::laws {

/// Random rules that a policy can have, for the record of a shape: from a seed, so that every
/// failure can be repeated.
class random_rules {
 public:
  random_rules(const engine::record_shape& shape, std::uint32_t seed)
      : shape_(shape), engine_(seed) {}

  std::size_t below(std::size_t count) { return engine_() % count; }
  bool chance(std::size_t of) { return below(of) == 0; }

  engine::field_rules any() {
    engine::field_rules rules;
    const std::size_t gates = below(4);
    while (rules.gate_count < gates) rules.gates[rules.gate_count++] = any_gate();
    for_each_ruled([&](std::size_t field) { give_rule(rules, field); });
    return rules;
  }

  /// The same rules with one word changed: the rule of a field, or a word of a gate.
  engine::field_rules changed(engine::field_rules rules) {
    if (rules.gate_count > 0 && chance(2)) {
      engine::gate& guard = rules.gates[below(rules.gate_count)];
      switch (below(3)) {
        case 0: guard.op = static_cast<policy::comparison>(below(4)); break;
        case 1: guard.on_null = static_cast<policy::null_rule>(below(2)); break;
        default: give_tie(guard);
      }
    } else {
      const auto fields = ruled();
      give_rule(rules, fields[below(fields.size())]);
    }
    return rules;
  }

  /// The same meaning in other words, where there are any.
  engine::field_rules rewritten(engine::field_rules rules) {
    for_each_ruled([&](std::size_t field) { rewrite(rules, field); });
    return rules;
  }

 private:
  using rule = policy::rule;

  template <typename Visit>
  void for_each_ruled(Visit visit) {
    for (const auto field : ruled()) visit(field);
  }

  std::vector<std::size_t> ruled() const {
    std::vector<std::size_t> fields;
    for (std::size_t i = 0; i < shape_.fields.size(); ++i)
      if (!shape_.key.has(i)) fields.push_back(i);
    return fields;
  }

  bool can_compare(std::size_t field) const {
    return has_order(shape_.types[field]) && !shape_.references.has(field);
  }
  bool can_be_larger(std::size_t field) const {
    return shape_.types[field] != field_type::json && !shape_.references.has(field);
  }
  static field_type number_type(field_type type) {
    return type == field_type::counter ? field_type::integer : type;
  }

  engine::gate any_gate() {
    std::vector<std::size_t> ordered;
    for (std::size_t i = 0; i < shape_.fields.size(); ++i)
      if (can_compare(i)) ordered.push_back(i);
    engine::gate made;
    made.incoming = static_cast<field_index>(ordered[below(ordered.size())]);
    made.stored = made.incoming;
    if (chance(4)) do {
        made.stored = static_cast<field_index>(ordered[below(ordered.size())]);
      } while (number_type(shape_.types[made.stored]) != number_type(shape_.types[made.incoming]));
    made.op = static_cast<policy::comparison>(below(4));
    made.on_null = static_cast<policy::null_rule>(below(2));
    give_tie(made);
    return made;
  }

  void give_tie(engine::gate& guard) {
    guard.on_tie = policy::tie_rule::by_operator;
    if (guard.incoming != guard.stored) return;
    guard.on_tie = static_cast<policy::tie_rule>(below(4));
    if (guard.on_tie == policy::tie_rule::larger)
      for (std::size_t i = 0; i < shape_.fields.size(); ++i)
        if (guard.fields.has(i) && !can_be_larger(i))
          guard.on_tie = policy::tie_rule::by_operator;
    if (guard.on_tie == tie_of(guard.op)) guard.on_tie = policy::tie_rule::by_operator;
  }

  void give_rule(engine::field_rules& rules, std::size_t field) {
    if (rules.gate_count > 0 && chance(2)) {
      const std::size_t number = below(rules.gate_count);
      if (rules.gates[number].on_tie != policy::tie_rule::larger || can_be_larger(field))
        return rules.guard(field, number);
    }
    constexpr rule words[] = {rule::first_known, rule::latest_known, rule::latest,
                              rule::stamped,     rule::ignored,      rule::monotonic,
                              rule::monotonic_down};
    rules.put(field, words[below(can_compare(field) ? 7 : 5)]);
  }

  /// The number of the gate with this condition, which is added if there is none.
  static std::size_t gate_like(engine::field_rules& rules, const engine::gate& wanted) {
    for (std::size_t g = 0; g < rules.gate_count; ++g)
      if (rules.gates[g].is_like(wanted)) return g;
    rules.gates[rules.gate_count] = wanted;
    rules.gates[rules.gate_count].fields = {};
    return rules.gate_count++;
  }

  void rewrite(engine::field_rules& rules, std::size_t field) {
    const bool can_be_missing = shape_.may_be_missing.has(field) && !shape_.required.has(field);
    const bool is_counter = shape_.counters.has(field);
    const auto itself = static_cast<field_index>(field);
    switch (rules.rule_of(field)) {
      case rule::monotonic:
      case rule::monotonic_down: {
        // A gate on the field itself, which opens for a better value.
        if (!chance(2)) return;
        engine::gate made{itself, itself,
                          rules.rule_of(field) == rule::monotonic ? policy::comparison::gt
                                                                  : policy::comparison::lt,
                          static_cast<policy::null_rule>(below(2)), {}};
        rules.guard(field, gate_like(rules, made));
        return;
      }
      case rule::latest_known:
        if (!can_be_missing) rules.put(field, chance(2) ? rule::latest : rule::latest_known);
        return;
      case rule::first_known:
        if (is_counter || !can_be_missing) rules.put(field, rule::ignored);
        return;
      case rule::ignored:
        if (is_counter || !can_be_missing) rules.put(field, rule::first_known);
        return;
      case rule::gated: return rewrite_gate(rules, field, can_be_missing);
      case rule::key:
      case rule::latest:
      case rule::stamped: return;
    }
  }

  void rewrite_gate(engine::field_rules& rules, std::size_t field, bool can_be_missing) {
    engine::gate other = rules.gate_at(field);
    other.fields = {};
    if (!can_be_missing)
      other.on_null = static_cast<policy::null_rule>(below(2));
    if (other.incoming == other.stored) {
      // The other operator, and for ties what this one says.
      const auto said = other.on_tie == policy::tie_rule::by_operator ? tie_of(other.op)
                                                                      : other.on_tie;
      using policy::comparison;
      constexpr comparison opposite[] = {comparison::gt, comparison::ge, comparison::lt,
                                         comparison::le};
      if (chance(2)) other.op = opposite[static_cast<std::size_t>(other.op)];
      other.on_tie = said == tie_of(other.op) ? policy::tie_rule::by_operator : said;
    }
    if (rules.gate_count + std::size_t{1} < engine::field_rules::gates_max)
      rules.guard(field, gate_like(rules, other));
  }

  const engine::record_shape& shape_;
  std::mt19937 engine_;
};

}  // namespace tidemark::laws
