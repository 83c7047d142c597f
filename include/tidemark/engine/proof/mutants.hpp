// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/engine/preference.hpp>
#include <tidemark/engine/program.hpp>
#include <tidemark/engine/proof/abstract_record.hpp>
#include <tidemark/engine/record_shape.hpp>

/// A policy with one word changed: tests that notice none of these changes say nothing about the
/// word.
namespace tidemark::engine::proof {

/// The rules of a record with one change.
struct rule_mutant {
  std::string change;  ///< in words: `ctr: latest instead of gated`
  field_rules rules;
};

/// A `prefer:` list with one change.
struct preference_mutant {
  std::string change;  ///< in words: `first_seen: last_seen instead`
  preference_list list;
};

namespace detail {

inline constexpr std::array gate_operators{policy::comparison::ge, policy::comparison::gt,
                                           policy::comparison::le, policy::comparison::lt};
inline constexpr std::array rules_for_ties{policy::tie_rule::incoming, policy::tie_rule::stored,
                                           policy::tie_rule::larger};

/// The condition of `guard`, as a policy writes it.
inline std::string condition_text(const record_shape& shape, const gate& guard) {
  return "incoming." + std::string(shape.fields[guard.incoming]) + " " +
         std::string(to_text(guard.op)) + " stored." + std::string(shape.fields[guard.stored]);
}

/// What a gate with `op` does with equal values, where its policy says `declared`.
constexpr policy::tie_rule tie_in_effect(policy::comparison op, policy::tie_rule declared) {
  return declared == policy::tie_rule::by_operator ? policy::tie_of(op) : declared;
}

/// The same, as a compiled gate holds it: only where it differs from what the operator says.
constexpr policy::tie_rule compiled_tie(policy::comparison op, policy::tie_rule declared) {
  return declared == policy::tie_of(op) ? policy::tie_rule::by_operator : declared;
}

/// The changes of one record's rules.
class rule_mutants {
 public:
  rule_mutants(const record_shape& shape, const field_rules& rules)
      : shape_(shape), rules_(rules) {}

  std::vector<rule_mutant> make() {
    for_each_in(shape_.ruled(), [&](std::size_t field) { change_rule(field); });
    for (std::size_t number = 0; number < rules_.gate_count; ++number) change_gate(number);
    return std::move(made_);
  }

 private:
  /// Fields whose values `on_tie: larger` cannot compare.
  field_mask without_any_order() const {
    field_mask fields = shape_.references;
    for (std::size_t i = 0; i < shape_.types.size(); ++i)
      if (shape_.types[i] == field_type::json) fields.add(i);
    return fields;
  }

  void change_rule(std::size_t field) {
    const policy::rule now = rules_.rule_of(field);
    const bool ordered = has_order(shape_.types[field]) && !shape_.references.has(field);
    for (const auto& described : policy::rule_descriptions) {
      if (described.word == policy::rule::key || (described.needs_order && !ordered)) continue;
      if (described.word == policy::rule::gated) {
        put_behind_gates(field, now);
        continue;
      }
      if (described.word == now) continue;
      field_rules changed = rules_;
      changed.put(field, described.word);
      add_rule(field, std::string(described.text), now, changed);
    }
  }

  void put_behind_gates(std::size_t field, policy::rule now) {
    for (std::size_t number = 0; number < rules_.gate_count; ++number) {
      const gate& guard = rules_.gates[number];
      if (now == policy::rule::gated && rules_.gate_of(field) == number) continue;
      if (guard.on_tie == policy::tie_rule::larger && without_any_order().has(field)) continue;
      field_rules changed = rules_;
      changed.guard(field, number);
      add_rule(field, "gated by " + condition_text(shape_, guard), now, changed);
    }
  }

  void add_rule(std::size_t field, const std::string& word, policy::rule now,
                const field_rules& changed) {
    made_.push_back({std::string(shape_.fields[field]) + ": " + word + " instead of " +
                         std::string(to_text(now)),
                     changed});
  }

  void change_gate(std::size_t number) {
    const gate& guard = rules_.gates[number];
    for (const auto op : gate_operators) {
      if (op == guard.op) continue;
      field_rules changed = rules_;
      changed.gates[number].op = op;
      changed.gates[number].on_tie = compiled_tie(op, guard.on_tie);
      add_gate(guard, to_text(op), to_text(guard.op), changed);
    }
    const auto other =
        guard.on_null == policy::null_rule::keep ? policy::null_rule::replace
                                                 : policy::null_rule::keep;
    field_rules changed = rules_;
    changed.gates[number].on_null = other;
    add_gate(guard, "on_null: " + std::string(to_text(other)), to_text(guard.on_null), changed);
    if (guard.incoming == guard.stored) change_tie(number);
  }

  void change_tie(std::size_t number) {
    const gate& guard = rules_.gates[number];
    const auto now = tie_in_effect(guard.op, guard.on_tie);
    const bool has_larger = (guard.fields & without_any_order()).empty();
    for (const auto tie : rules_for_ties) {
      if (tie == now || (tie == policy::tie_rule::larger && !has_larger)) continue;
      field_rules changed = rules_;
      changed.gates[number].on_tie = compiled_tie(guard.op, tie);
      add_gate(guard, "on_tie: " + std::string(to_text(tie)), to_text(now), changed);
    }
  }

  void add_gate(const gate& guard, std::string_view word, std::string_view now,
                const field_rules& changed) {
    made_.push_back({"the gate " + condition_text(shape_, guard) + " of " +
                         list_of(shape_, guard.fields) + ": " + std::string(word) +
                         " instead of " + std::string(now),
                     changed});
  }

  const record_shape& shape_;
  const field_rules& rules_;
  std::vector<rule_mutant> made_;
};

/// The changes of one `prefer:` list.
class preference_mutants {
 public:
  preference_mutants(const record_shape& shape, const preference_list& list)
      : shape_(shape), list_(list) {}

  std::vector<preference_mutant> make() {
    for (std::size_t step = 0; step < list_.steps.size(); ++step) change_step(step);
    auto changed = list_;
    changed.last_seen_wins = !list_.last_seen_wins;
    made_.push_back({list_.last_seen_wins ? "first_seen instead of last_seen"
                                          : "last_seen instead of first_seen",
                     std::move(changed)});
    return std::move(made_);
  }

 private:
  void change_step(std::size_t step) {
    using policy::preference;
    const auto& now = list_.steps[step];
    auto removed = list_;
    removed.steps.erase(removed.steps.begin() + static_cast<std::ptrdiff_t>(step));
    add(step, "removed", std::move(removed));
    if (now.word == preference::most_complete) {
      remove_fields(step);
    } else {
      auto changed = list_;
      auto& word = changed.steps[step].word;
      word = now.word == preference::highest ? preference::lowest : preference::highest;
      const std::string text(to_text(word));
      add(step, text + " instead", std::move(changed));
    }
    if (step + 1 == list_.steps.size()) return;  // the last step has to be the last
    auto exchanged = list_;
    std::swap(exchanged.steps[step], exchanged.steps[step + 1]);
    add(step, "exchanged with " + step_text(step + 1), std::move(exchanged));
  }

  void remove_fields(std::size_t step) {
    const field_mask fields = list_.steps[step].fields;
    if (fields.count() < 2) return;  // the same as without the step
    for_each_in(fields, [&](std::size_t field) {
      auto changed = list_;
      changed.steps[step].fields.remove(field);
      add(step, "without " + std::string(shape_.fields[field]), std::move(changed));
    });
  }

  std::string step_text(std::size_t step) const {
    const auto& described = list_.steps[step];
    const std::string word(to_text(described.word));
    if (described.word == policy::preference::most_complete) return word;
    return word + ": " + std::string(shape_.fields[described.field]);
  }

  void add(std::size_t step, const std::string& change, preference_list list) {
    made_.push_back({"prefer[" + std::to_string(step) + "], " + step_text(step) + ": " + change,
                     std::move(list)});
  }

  const record_shape& shape_;
  const preference_list& list_;
  std::vector<preference_mutant> made_;
};

}  // namespace detail

/// Every change of one word of `rules` that a policy could have: of each field every other rule
/// that its type allows, and each other gate of the record; of each gate every other operator,
/// `on_null` and `on_tie`. Some mean the same as `rules`: `compare_rules` proves it.
inline std::vector<rule_mutant> mutants_of(const record_shape& shape, const field_rules& rules) {
  return detail::rule_mutants(shape, rules).make();
}

/// Every change of one word of `list`: each step removed, `highest` and `lowest` exchanged, two
/// neighbours exchanged, a field of `most_complete` removed; `first_seen` or `last_seen` exchanged.
/// Some mean the same as `list`: `compare_preferences` proves it.
inline std::vector<preference_mutant> mutants_of(const record_shape& shape,
                                                 const preference_list& list) {
  return detail::preference_mutants(shape, list).make();
}

}  // namespace tidemark::engine::proof
