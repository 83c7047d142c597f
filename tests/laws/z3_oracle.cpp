// SPDX-License-Identifier: BSL-1.0
#include "z3_oracle.hpp"

#include <stdexcept>
#include <utility>

namespace tidemark::laws {

using engine::field_rules;
using policy::rule;

z3_oracle::symbol z3_oracle::chosen(const z3::expr& condition, const symbol& yes,
                                    const symbol& no) {
  return {z3::ite(condition, yes.present, no.present), z3::ite(condition, yes.value, no.value)};
}

z3::expr z3_oracle::same(const symbol& a, const symbol& b) {
  return a.present == b.present && z3::implies(a.present, a.value == b.value);
}

z3::expr z3_oracle::better(const symbol& incoming, const symbol& stored, bool upward) {
  return incoming.present && (!stored.present || (upward ? incoming.value > stored.value
                                                         : incoming.value < stored.value));
}

/// A record with any values; of the key and, as `same_run`, of the run it has those of another one.
z3_oracle::symbols z3_oracle::any_record(z3::solver& solver, const std::string& name,
                                         bool is_stored, const symbols* same_run) {
  symbols record;
  for (std::size_t i = 0; i < shape_.fields.size(); ++i) {
    const std::string field = std::string(shape_.fields[i]);
    const bool shared = shape_.key.has(i);
    const std::string of = shared ? "key" : name;
    record.push_back({context_.bool_const((of + "?" + field).c_str()),
                      context_.int_const((of + "=" + field).c_str())});
    if (same_run && shape_.of_run.has(i)) record.back() = (*same_run)[i];
    const bool can_be_missing = !shared && (is_stored ? shape_.may_be_stored_missing().has(i)
                                                      : shape_.may_be_missing.has(i));
    if (!can_be_missing) solver.add(record.back().present);
  }
  return record;
}

z3_oracle::symbol z3_oracle::settled(std::size_t index, const symbol& incoming) {
  if (!shape_.counters.has(index)) return incoming;
  return {context_.bool_val(true), z3::ite(incoming.present, incoming.value, context_.int_val(0))};
}

z3_oracle::symbols z3_oracle::insert(const symbols& incoming) {
  symbols record;
  for (std::size_t i = 0; i < incoming.size(); ++i) record.push_back(settled(i, incoming[i]));
  return record;
}

z3_oracle::symbol z3_oracle::taken_by_gate(const engine::gate& guard, std::size_t index,
                                           const symbols& stored, const symbols& incoming) {
  const symbol& by = incoming[guard.incoming];
  const symbol& than = stored[guard.stored];
  const symbol& offered = incoming[index];
  const symbol& before = stored[index];
  const symbol written = settled(index, offered);
  const symbol taken = guard.on_null == policy::null_rule::replace
                           ? written
                           : chosen(offered.present, offered, before);
  z3::expr opens = context_.bool_val(false);
  switch (guard.op) {
    case policy::comparison::ge: opens = by.value >= than.value; break;
    case policy::comparison::gt: opens = by.value > than.value; break;
    case policy::comparison::le: opens = by.value <= than.value; break;
    case policy::comparison::lt: opens = by.value < than.value; break;
  }
  symbol of_present = chosen(opens, taken, before);
  const z3::expr tie = by.value == than.value;
  switch (guard.on_tie) {
    case policy::tie_rule::by_operator: break;
    case policy::tie_rule::incoming: of_present = chosen(tie, taken, of_present); break;
    case policy::tie_rule::stored: of_present = chosen(tie, before, of_present); break;
    case policy::tie_rule::larger:
      of_present = chosen(tie, chosen(better(offered, before, true), offered, before), of_present);
      break;
  }
  return chosen(by.present, chosen(than.present, of_present, taken), before);
}

z3_oracle::symbols z3_oracle::decide(const field_rules& rules, const symbols& stored,
                                     symbols incoming) {
  for (std::size_t i = 0; i < incoming.size(); ++i)
    if (shape_.required.has(i)) incoming[i] = chosen(incoming[i].present, incoming[i], stored[i]);
  symbols after = stored;
  z3::expr changed = context_.bool_val(false);
  for (std::size_t i = 0; i < stored.size(); ++i) {
    const symbol& before = stored[i];
    const symbol& offered = incoming[i];
    switch (rules.rule_of(i)) {
      case rule::monotonic:
      case rule::monotonic_down:
        after[i] =
            chosen(better(offered, before, rules.rule_of(i) == rule::monotonic), offered, before);
        break;
      case rule::gated: after[i] = taken_by_gate(rules.gate_at(i), i, stored, incoming); break;
      case rule::first_known: after[i] = chosen(before.present, before, offered); break;
      case rule::latest_known: after[i] = chosen(offered.present, offered, before); break;
      case rule::latest: after[i] = settled(i, offered); break;
      case rule::key:
      case rule::stamped:
      case rule::ignored: continue;
    }
    changed = changed || !same(after[i], before);
  }
  for (std::size_t i = 0; i < stored.size(); ++i)
    if (rules.rule_of(i) == rule::stamped)
      after[i] = chosen(changed, settled(i, incoming[i]), stored[i]);
  return after;
}

bool z3_oracle::is_possible(z3::solver& solver, const z3::expr& condition) {
  solver.add(condition);
  switch (solver.check()) {
    case z3::sat: return true;
    case z3::unsat: return false;
    case z3::unknown: break;
  }
  throw std::runtime_error("the solver does not know");
}

bool z3_oracle::differ(const field_rules& a, const field_rules& b, std::size_t index) {
  z3::solver solver(context_);
  const auto stored = any_record(solver, "stored", true, nullptr);
  const auto incoming = any_record(solver, "incoming", false, nullptr);
  return is_possible(solver, !same(decide(a, stored, incoming)[index],
                                   decide(b, stored, incoming)[index]));
}

bool z3_oracle::depends_on_replay(const field_rules& rules, std::size_t index) {
  for (const bool from_stored : {false, true}) {
    z3::solver solver(context_);
    const auto incoming = any_record(solver, "incoming", false, nullptr);
    const auto once = from_stored
                          ? decide(rules, any_record(solver, "stored", true, nullptr), incoming)
                          : insert(incoming);
    if (is_possible(solver, !same(once[index], decide(rules, once, incoming)[index]))) return true;
  }
  return false;
}

bool z3_oracle::depends_on_order(const field_rules& rules, std::size_t index) {
  for (const bool from_stored : {false, true}) {
    z3::solver solver(context_);
    const auto first = any_record(solver, "first", false, nullptr);
    const auto second = any_record(solver, "second", false, &first);
    const auto after = [&](const symbols& one_way, const symbols& then) {
      const auto begun = from_stored
                             ? decide(rules, any_record(solver, "stored", true, nullptr), one_way)
                             : insert(one_way);
      return decide(rules, begun, then)[index];
    };
    if (is_possible(solver, !same(after(first, second), after(second, first)))) return true;
  }
  return false;
}

z3::expr z3_oracle::prefers_second(const engine::preference_list& list, const symbols& first,
                                   const symbols& second) {
  z3::expr result = context_.bool_val(list.last_seen_wins);
  for (auto step = list.steps.rbegin(); step != list.steps.rend(); ++step) {
    z3::expr more = context_.bool_val(false), less = context_.bool_val(false);
    if (step->word == policy::preference::most_complete) {
      z3::expr sum = context_.int_val(0);
      for (std::size_t i = 0; i < first.size(); ++i)
        if (step->fields.has(i))
          sum = sum + z3::ite(second[i].present, context_.int_val(1), context_.int_val(0)) -
                z3::ite(first[i].present, context_.int_val(1), context_.int_val(0));
      more = sum > 0;
      less = sum < 0;
    } else {
      const symbol& a = first[step->field];
      const symbol& b = second[step->field];
      const bool upward = step->word == policy::preference::highest;
      more = b.present &&
             (!a.present || (upward ? b.value > a.value : b.value < a.value));
      less = a.present &&
             (!b.present || (upward ? a.value > b.value : a.value < b.value));
    }
    result = z3::ite(more, context_.bool_val(true),
                     z3::ite(less, context_.bool_val(false), result));
  }
  return result;
}

bool z3_oracle::differ(const engine::preference_list& a, const engine::preference_list& b) {
  z3::solver solver(context_);
  const auto first = any_record(solver, "first", false, nullptr);
  const auto second = any_record(solver, "second", false, nullptr);
  return is_possible(solver, prefers_second(a, first, second) != prefers_second(b, first, second));
}

}  // namespace tidemark::laws
