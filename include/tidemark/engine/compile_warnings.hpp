// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/engine/compile_shape.hpp>
#include <tidemark/engine/program.hpp>
#include <tidemark/engine/proof/record_text.hpp>
#include <tidemark/engine/proof/rule_laws.hpp>
#include <tidemark/policy/policy.hpp>
#include <tidemark/policy/settle_accepts.hpp>

/// Warnings of rules whose result depends on the order of rows. They come from the same proof as
/// `policy check --laws`, so they are neither too many nor too few.
namespace tidemark::engine::detail {

/// The fields that depend on the order of two records of which one lacks the field, and the
/// smallest two such records for the first of them.
struct null_dependences {
  field_mask fields;
  std::string example;
};

inline null_dependences null_dependences_of(const record_shape& shape, const field_rules& rules,
                                            field_mask fields) {
  null_dependences all;
  proof::for_each_in(fields, [&](std::size_t field) {
    const auto found = proof::find_null_dependence(shape, rules, field);
    if (!found) return;
    if (all.fields.empty()) {
      std::string rows;
      for (std::size_t i = 0; i < found->shown.records.size(); ++i)
        rows += (i == 0 ? "" : i + 1 == found->shown.records.size() ? " and " : ", ") +
                proof::record_text(shape, found->shown.records[i], found->shown.named[i]);
      all.example = rows + (found->from_stored ? ", the first of which is stored before, leave "
                                               : " leave ") +
                    proof::value_text(shape, field, found->results[0]) +
                    " in this order and " + proof::value_text(shape, field, found->results[1]) +
                    " in the other";
    }
    all.fields.add(field);
  });
  return all;
}

/// The words that make all `fields` behind the gate at `number` independent of that order, or
/// nothing.
inline std::string null_rule_advice(const record_shape& shape, field_rules rules,
                                    std::size_t number, field_mask fields) {
  using policy::null_rule;
  using policy::tie_rule;
  gate& guard = rules.gates[number];
  const gate before = guard;
  constexpr std::array<std::pair<null_rule, tie_rule>, 4> others{
      {{null_rule::replace, tie_rule::by_operator},
       {null_rule::keep, tie_rule::larger},
       {null_rule::replace, tie_rule::larger},
       {null_rule::keep, tie_rule::by_operator}}};
  for (const auto& [on_null, on_tie] : others) {
    const bool has_json = [&] {
      bool has = false;
      proof::for_each_in(guard.fields, [&](std::size_t field) {
        has = has || shape.types[field] == field_type::json || shape.references.has(field);
      });
      return has;
    }();
    if (on_tie == tie_rule::larger && (has_json || guard.incoming != guard.stored)) continue;
    guard.on_null = on_null;
    guard.on_tie = on_tie;
    if (!null_dependences_of(shape, rules, fields).fields.empty()) continue;
    std::string text;
    if (on_null != before.on_null) text = "on_null: " + std::string(to_text(on_null));
    if (on_tie != before.on_tie && on_tie == tie_rule::larger)
      text += (text.empty() ? "" : " and ") + ("on_tie: " + std::string(to_text(on_tie)));
    return text;
  }
  return {};
}

/// Warns of the gates at `sound_gates` of the file whose null rule makes what is behind them depend
/// on the order of rows, and of counters that keep the 0 of a first row without them. A `monotonic`
/// counter depends on the order only where it is below 0, which `--laws` says.
inline void warn_of_dependences(const record_shape& shape, const policy::record_rules& declared,
                                const field_rules& rules,
                                std::span<const std::size_t> sound_gates,
                                diagnostics::issues& found) {
  const auto mask_of = [&](const std::vector<diagnostics::located_text>& names) {
    field_mask fields;
    for (const auto& name : names)
      for (std::size_t i = 0; i < shape.fields.size(); ++i)
        if (shape.fields[i] == name.text) fields.add(i);
    return fields;
  };
  for (const std::size_t number : sound_gates) {
    const auto& gate = declared.gates[number];
    const field_mask guarded = mask_of(gate.fields) & shape.may_be_missing;
    const auto depending = null_dependences_of(shape, rules, guarded);
    if (depending.fields.empty()) continue;
    std::size_t first = 0;
    while (!depending.fields.has(first)) ++first;
    const auto advice =
        null_rule_advice(shape, rules, rules.gate_of(first), depending.fields);
    warn(found, policy::warning::null_rule_of_gate, gate.on_null_at,
         policy::place_of_gate(declared.record.text, number),
         "on_null: " + std::string(to_text(*gate.on_null)) + " makes " +
             list_of(shape, depending.fields) + " depend on the order of rows: " +
             depending.example +
             (advice.empty() ? std::string() : "; with " + advice + ", they do not"));
  }
  for (const auto& rule : declared.rules) {
    if (!policy::describe(rule.word).keeps_first_zero) continue;
    const auto depending =
        null_dependences_of(shape, rules, mask_of(rule.fields) & shape.counters);
    if (depending.fields.empty()) continue;
    warn(found, policy::warning::counter_stays_zero, rule.at,
         policy::place_of_rule(declared.record.text, rule.word),
         "the counters " + list_of(shape, depending.fields) + " under " +
             std::string(to_text(rule.word)) +
             " depend on the order of rows, since a missing counter is stored as 0: " +
             depending.example);
  }
}

}  // namespace tidemark::engine::detail
