// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/engine/compile_gate.hpp>
#include <tidemark/engine/compile_shape.hpp>
#include <tidemark/engine/compile_warnings.hpp>
#include <tidemark/engine/program.hpp>
#include <tidemark/policy/policy.hpp>
#include <tidemark/policy/settle_accepts.hpp>

namespace tidemark::engine {

namespace detail {

/// Finds the rule of every field of one record. The result is a `program` without the record's
/// type.
class rule_compiler {
 public:
  std::vector<std::optional<policy::rule>> rule_of;
  std::vector<gate> gates;  ///< with distinct conditions, ordered by the first field of each
  std::vector<std::size_t> sound_gates;  ///< of the file: those without a warning

  rule_compiler(const record_shape& shape, const policy::record_rules& rules,
                diagnostics::issues& found)
      : rule_of(shape.fields.size()), shape_(shape), rules_(rules), found_(found) {}

  void compile() {
    check_record(shape_, rules_.record, found_);
    check_key(shape_, rules_.key, rules_.key_whole, rules_.key_at, found_);
    for (const auto& rule : rules_.rules) claim(rule.word, rule.fields);
    std::vector<std::optional<gate>> compiled;
    for (const auto& declared : rules_.gates) {
      const field_mask fields = claim(policy::rule::gated, declared.fields);
      compiled.push_back(compile_condition(shape_, declared, found_));
      if (compiled.back()) compiled.back()->fields = fields;
    }
    for (const auto& rule : rules_.rules) check_fields(rule);
    for (std::size_t i = 0; i < compiled.size(); ++i) {
      if (!compiled[i] || compiled[i]->fields.empty()) continue;
      const bool warned =
          warn_of_gate(rules_.gates[i], *compiled[i], known_rule(compiled[i]->stored),
                       policy::place_of_gate(rules_.record.text, i), found_);
      if (!warned) sound_gates.push_back(i);
      add_gate(*compiled[i]);
    }
    std::sort(gates.begin(), gates.end(), [](const gate& a, const gate& b) {
      return std::countr_zero(a.fields.bits) < std::countr_zero(b.fields.bits);
    });
    check_complete();
  }

 private:
  /// Reports fields whose type has no order under a word that needs one.
  void check_fields(const policy::field_rule& rule) {
    const policy::rule_description& word = policy::describe(rule.word);
    if (!word.needs_order) return;
    for (const auto& name : rule.fields) {
      const auto index = find_index(name.text);
      if (index && !shape_.key.has(*index)) ordered_field_of(shape_, name, word.text, found_);
    }
  }

  std::optional<field_index> find_index(std::string_view name) const {
    const auto at = std::find(shape_.fields.begin(), shape_.fields.end(), name);
    if (at == shape_.fields.end()) return std::nullopt;
    return static_cast<field_index>(at - shape_.fields.begin());
  }

  /// The rule of a field, or nothing when it is not known because of an error.
  std::optional<policy::rule> known_rule(field_index index) const {
    if (shape_.key.has(index)) return policy::rule::key;
    if (disputed_.has(index) || was_named(shape_.fields[index])) return std::nullopt;
    return rule_of[index];
  }

  field_mask claim(policy::rule word, const std::vector<diagnostics::located_text>& names) {
    field_mask fields;
    for (const auto& name : names)
      if (const auto index = claim_field(word, name)) fields.add(*index);
    return fields;
  }

  /// Gives the field its rule; nothing if the field is unknown, part of the key or has a rule
  /// already. The last was reported when the policy was loaded.
  std::optional<field_index> claim_field(policy::rule word, const diagnostics::located_text& name) {
    const auto index = field_of(shape_, name, found_);
    if (!index) {
      if (const auto meant = nearest(name.text, shape_.fields)) meant_.push_back(*meant);
      unknown_.push_back(name.text);
      return std::nullopt;
    }
    if (shape_.key.has(*index)) {
      report(found_, name.at, policy::problem_kind::key_field_under_rule,
             "the field " + in_quotes(name.text) + " is part of the key; a key has no rule");
      return std::nullopt;
    }
    if (rule_of[*index]) {
      disputed_.add(*index);
      return std::nullopt;
    }
    rule_of[*index] = word;
    return index;
  }

  void add_gate(const gate& added) {
    for (auto& other : gates) {
      if (!other.is_like(added)) continue;
      other.fields = other.fields | added.fields;
      return;
    }
    gates.push_back(added);
  }

  /// Whether the policy seems to name `field` in another way: it is mistyped, lacks a comma, or is
  /// in a part that could not be read.
  bool was_named(std::string_view field) const {
    const auto has = [&](const auto& words) {
      return std::find(words.begin(), words.end(), field) != words.end();
    };
    const auto holds = [&](std::string_view name) {
      return (" " + std::string(name) + " ").find(" " + std::string(field) + " ") !=
             std::string::npos;
    };
    return has(meant_) || has(rules_.unread) ||
           std::any_of(unknown_.begin(), unknown_.end(), holds);
  }

  /// Reports the fields that have no rule and that the policy does not seem to name.
  void check_complete() {
    if (!rules_.is_map) return;
    for (std::size_t i = 0; i < shape_.fields.size(); ++i) {
      if (rule_of[i] || shape_.key.has(i) || was_named(shape_.fields[i])) continue;
      report(found_, rules_.record.at, policy::problem_kind::field_without_rule,
             "the field " + in_quotes(shape_.fields[i]) + " of " + std::string(shape_.name) +
                 " has no rule; list it under ignored: to leave it as it was inserted");
    }
  }

  const record_shape& shape_;
  const policy::record_rules& rules_;
  diagnostics::issues& found_;
  field_mask disputed_;  ///< under two rules
  std::vector<std::string_view> unknown_;  ///< names that no field has
  std::vector<std::string_view> meant_;    ///< the fields with the most similar names
};

}  // namespace detail

/// Compiles the rules of one record of `upsert:` and adds what is wrong with them to `found`; the
/// result counts only when `found` has no error.
///
/// Reports only what needs knowledge of the record; the YAML loader has reported the rest. Gates
/// with the same condition become one, and gates are ordered by their fields, so that their order
/// in a file makes no difference.
template <record Record>
program<Record> compile_upsert(const policy::record_rules& rules, diagnostics::issues& found) {
  constexpr record_shape shape = shape_of<Record>();
  const bool was_sound = !diagnostics::has_error(found);
  detail::rule_compiler compiler(shape, rules, found);
  compiler.compile();
  program<Record> compiled;
  for (std::size_t i = 0; i < field_count<Record>; ++i)
    if (compiler.rule_of[i]) compiled.put(i, *compiler.rule_of[i]);
  for (const gate& declared : compiler.gates) compiled.gates[compiled.gate_count++] = declared;
  if (was_sound && !diagnostics::has_error(found))
    detail::warn_of_dependences(shape, rules, compiled, compiler.sound_gates, found);
  diagnostics::keep_first(found, policy::problem_kind::too_many_issues);
  return compiled;
}

}  // namespace tidemark::engine
