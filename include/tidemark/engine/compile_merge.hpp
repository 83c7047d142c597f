// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <tidemark/engine/compile_shape.hpp>
#include <tidemark/engine/preference.hpp>
#include <tidemark/engine/proof/preference_search.hpp>
#include <tidemark/policy/policy.hpp>
#include <tidemark/policy/settle_accepts.hpp>

namespace tidemark::engine {

namespace detail {

inline preference_list compile_steps(const record_shape& shape, const policy::merge_rules& rules,
                                    diagnostics::issues& found) {
  preference_list compiled;
  if (!check_record(shape, rules.record, found)) return compiled;
  check_key(shape, rules.key, rules.key_whole, rules.key_at, found);
  for (const auto& step : rules.prefer) {
    if (step.word == policy::preference::first_seen || step.word == policy::preference::last_seen) {
      compiled.last_seen_wins = step.word == policy::preference::last_seen;
      continue;
    }
    if (compiled.steps.size() == preference_steps_max)
      report(found, step.at, policy::problem_kind::too_many_steps,
             "too many steps; " + std::to_string(preference_steps_max) +
                 " are the limit, besides first_seen or last_seen");
    preference_step result{step.word, 0, {}};
    for (const auto& name : step.fields) {
      const auto index = step.word == policy::preference::most_complete
                             ? field_of(shape, name, found)
                             : ordered_field_of(shape, name, to_text(step.word), found);
      if (!index) continue;
      result.field = *index;
      result.fields.add(*index);
    }
    if (step.word == policy::preference::most_complete) result.field = 0;
    else result.fields = {};
    compiled.steps.push_back(result);
  }
  return compiled;
}

/// Warns of steps that decide nothing: where all steps above them leave a tie, they do too.
inline void warn_of_steps(const record_shape& shape, const policy::merge_rules& rules,
                          const preference_list& compiled, diagnostics::issues& found) {
  const proof::preference_search search(shape, {&compiled});
  std::size_t index = 0;
  for (const auto& step : rules.prefer) {
    if (step.fields.empty()) continue;  // first_seen or last_seen
    if (!search.can_decide(index++))
      warn(found, policy::warning::step_without_effect, step.at,
           policy::place_of_step(step.index),
           "this step decides nothing: rows that the steps above leave equal are equal here too");
  }
}

}  // namespace detail

/// Compiles `merge:` for `Record` and adds what is wrong with it to `found`; the result counts only
/// when `found` has no error. What the YAML loader has reported is not reported again.
template <record Record>
preference_order<Record> compile_merge(const policy::merge_rules& rules,
                                       diagnostics::issues& found) {
  constexpr record_shape shape = shape_of<Record>();
  const auto compiled = detail::compile_steps(shape, rules, found);
  if (!diagnostics::has_error(found)) detail::warn_of_steps(shape, rules, compiled, found);
  diagnostics::keep_first(found, policy::problem_kind::too_many_issues);
  preference_order<Record> order;
  order.last_seen_wins = compiled.last_seen_wins;
  for (const auto& step : compiled.steps) {
    if (order.step_count == order.steps.size()) break;
    order.steps[order.step_count++] = step;
  }
  return order;
}

}  // namespace tidemark::engine
