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
#include <tidemark/engine/program.hpp>
#include <tidemark/policy/policy.hpp>
#include <tidemark/policy/settle_accepts.hpp>

namespace tidemark::engine {

namespace detail {

/// Finds the rule of every field of one record. A `program` before its record is a type again.
class rule_compiler {
 public:
  std::vector<std::optional<policy::rule>> rule_of;
  std::vector<gate> gates;  ///< no two of one condition, in the order of the first field of each

  rule_compiler(const record_shape& shape, const policy::record_rules& rules,
                policy::issues& found)
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
      warn_of_order(shape_, rules_.gates[i], *compiled[i], known_rule(compiled[i]->stored),
                    policy::place_of_gate(rules_.record.text, i), found_);
      add_gate(*compiled[i]);
    }
    std::sort(gates.begin(), gates.end(), [](const gate& a, const gate& b) {
      return std::countr_zero(a.fields.bits) < std::countr_zero(b.fields.bits);
    });
    check_complete();
  }

 private:
  /// Reports fields whose type has no order under a word that needs one, and warns of counters that
  /// stay as they were inserted.
  void check_fields(const policy::field_rule& rule) {
    const bool falls = rule.word == policy::rule::monotonic_down;
    const bool ordered = falls || rule.word == policy::rule::monotonic;
    for (const auto& name : rule.fields) {
      const auto index = find_index(name.text);
      if (!index || shape_.key.has(*index)) continue;
      if (ordered) ordered_field_of(shape_, name, to_text(rule.word), found_);
      if (shape_.types[*index] != field_type::counter || known_rule(*index) != rule.word) continue;
      if (falls || rule.word == policy::rule::first_known)
        warn(found_, policy::warning::counter_stays_zero, name.at,
             policy::place_of_rule(rules_.record.text, rule.word),
             "the counter " + in_quotes(name.text) + " under " + std::string(to_text(rule.word)) +
                 " stays 0 when the first row lacks it: a missing counter is stored as 0");
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

  field_mask claim(policy::rule word, const std::vector<policy::located_text>& names) {
    field_mask fields;
    for (const auto& name : names)
      if (const auto index = claim_field(word, name)) fields.add(*index);
    return fields;
  }

  /// Gives the field its rule; nothing when it is unknown, part of the key or has one already. The
  /// last was reported when the policy was loaded.
  std::optional<field_index> claim_field(policy::rule word, const policy::located_text& name) {
    const auto index = field_of(shape_, name, found_);
    if (!index) {
      if (const auto meant = policy::nearest(name.text, shape_.fields)) meant_.push_back(*meant);
      unknown_.push_back(name.text);
      return std::nullopt;
    }
    if (shape_.key.has(*index)) {
      report(found_, name.at,
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
      if (other.incoming != added.incoming || other.stored != added.stored ||
          other.op != added.op || other.on_null != added.on_null)
        continue;
      other.fields = other.fields | added.fields;
      return;
    }
    gates.push_back(added);
  }

  /// Whether somebody tried to name `field` in another way: mistyped it, left out a comma beside
  /// it, or named it where it could not be read.
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

  /// Reports the fields that have no rule and that nobody tried to name.
  void check_complete() {
    if (!rules_.is_map) return;
    for (std::size_t i = 0; i < shape_.fields.size(); ++i) {
      if (rule_of[i] || shape_.key.has(i) || was_named(shape_.fields[i])) continue;
      report(found_, rules_.record.at,
             "the field " + in_quotes(shape_.fields[i]) + " of " + std::string(shape_.name) +
                 " has no rule; list it under ignored: to leave it as it was inserted");
    }
  }

  const record_shape& shape_;
  const policy::record_rules& rules_;
  policy::issues& found_;
  field_mask disputed_;  ///< under two rules
  std::vector<std::string_view> unknown_;  ///< names that are no fields
  std::vector<std::string_view> meant_;    ///< the fields that are nearest to them
};

template <record Record>
void add_rule(program<Record>& compiled, policy::rule word, std::size_t field) {
  switch (word) {
    case policy::rule::monotonic: return compiled.monotonic.add(field);
    case policy::rule::monotonic_down: return compiled.monotonic_down.add(field);
    case policy::rule::first_known: return compiled.first_known.add(field);
    case policy::rule::latest_known: return compiled.latest_known.add(field);
    case policy::rule::latest: return compiled.latest.add(field);
    case policy::rule::stamped: return compiled.stamped.add(field);
    case policy::rule::ignored: return compiled.ignored.add(field);
    case policy::rule::key:
    case policy::rule::gated: return;  // the key is the record's, gates are added whole
  }
}

}  // namespace detail

/// Compiles the rules of one record of `upsert:` and adds what is wrong with them to `found`; the
/// result counts only when `found` has no error.
///
/// Reported here is what needs knowledge of the record; what the YAML loader reports
/// itself is passed over in silence. Gates of one condition become one, and gates are in the order
/// of their fields, so that the order in a file makes no difference.
template <record Record>
program<Record> compile_upsert(const policy::record_rules& rules, policy::issues& found) {
  constexpr record_shape shape = detail::shape_of<Record>();
  detail::rule_compiler compiler(shape, rules, found);
  compiler.compile();
  policy::keep_first(found);
  program<Record> compiled;
  for (std::size_t i = 0; i < field_count<Record>; ++i)
    if (const auto word = compiler.rule_of[i]) detail::add_rule(compiled, *word, i);
  for (const gate& one : compiler.gates) {
    const std::uint8_t index = compiled.gate_count++;
    compiled.gates[index] = one;
    auto& guarded =
        one.on_null == policy::null_rule::keep ? compiled.gated_keep : compiled.gated_replace;
    guarded = guarded | one.fields;
    for (std::size_t i = 0; i < field_count<Record>; ++i)
      if (one.fields.has(i)) compiled.gate_of[i] = index;
  }
  return compiled;
}

}  // namespace tidemark::engine
