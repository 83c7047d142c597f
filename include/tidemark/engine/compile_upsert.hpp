// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/engine/compile_gate.hpp>
#include <tidemark/engine/compile_shape.hpp>
#include <tidemark/engine/program.hpp>
#include <tidemark/policy/policy.hpp>

namespace tidemark::engine {

namespace detail {

/// Finds the rule of every field of one record. A `program` before its record is a type again.
class rule_compiler {
 public:
  std::vector<std::optional<policy::rule>> rule_of;
  std::vector<gate> gates;  ///< no two of one condition, in the order of the first field of each

  rule_compiler(const record_shape& shape, policy::issues& found)
      : rule_of(shape.fields.size()), shape_(shape), found_(found) {}

  void compile(const policy::record_rules& rules) {
    check_record(shape_, rules.record, found_);
    check_key(shape_, rules.key, rules.key_at, found_);
    for (const auto& name : rules.key) key_names_.push_back(name.text);
    for (const auto& one : rules.rules) compile_fields(one);
    std::vector<std::pair<const policy::gate*, gate>> sound;
    for (const auto& one : rules.gates) {
      const field_mask fields = claim(policy::rule::gated, one.fields);
      auto compiled = compile_condition(shape_, one, found_);
      if (!compiled || fields.empty()) continue;
      compiled->fields = fields;
      sound.emplace_back(&one, *compiled);
    }
    for (const auto& [declared, compiled] : sound) {
      warn_of_order(shape_, *declared, compiled, rule_of, found_);
      add_gate(compiled);
    }
    std::sort(gates.begin(), gates.end(), [](const gate& a, const gate& b) {
      return std::countr_zero(a.fields.bits) < std::countr_zero(b.fields.bits);
    });
    check_complete(rules);
  }

 private:
  void compile_fields(const policy::field_rule& one) {
    const bool ordered =
        one.word == policy::rule::monotonic || one.word == policy::rule::monotonic_down;
    for (const auto& name : one.fields) {
      const auto index = claim_one(one.word, name);
      if (!index) continue;
      const field_type type = shape_.types[*index];
      if (ordered) ordered_field_of(shape_, name, to_text(one.word), found_);
      const bool stuck =
          one.word == policy::rule::first_known || one.word == policy::rule::monotonic_down;
      if (stuck && type == field_type::counter)
        warn(found_, name.at,
             "the counter " + in_quotes(name.text) + " under " + std::string(to_text(one.word)) +
                 " stays 0 when the first row lacks it: a missing counter is stored as 0");
    }
  }

  field_mask claim(policy::rule word, const std::vector<policy::located_text>& names) {
    field_mask fields;
    for (const auto& name : names)
      if (const auto index = claim_one(word, name)) fields.add(*index);
    return fields;
  }

  /// Gives the field its rule; nothing when it is unknown, part of the key or has one already. The
  /// last, and a field of the key as the policy names it, were reported when it was loaded.
  std::optional<field_index> claim_one(policy::rule word, const policy::located_text& name) {
    const auto index = field_of(shape_, name, found_);
    if (!index) {
      if (const auto meant = policy::nearest(name.text, shape_.fields))
        meant_.push_back(*meant);
      return std::nullopt;
    }
    if (shape_.key.has(*index)) {
      if (std::find(key_names_.begin(), key_names_.end(), name.text) == key_names_.end())
        report(found_, name.at,
               "the field " + in_quotes(name.text) + " is part of the key; a key has no rule");
      return std::nullopt;
    }
    if (rule_of[*index]) return std::nullopt;
    rule_of[*index] = word;
    return index;
  }

  void add_gate(const gate& one) {
    for (auto& other : gates) {
      if (other.incoming != one.incoming || other.stored != one.stored || other.op != one.op ||
          other.on_null != one.on_null)
        continue;
      other.fields = other.fields | one.fields;
      return;
    }
    gates.push_back(one);
  }

  /// A field that somebody tried to name and mistyped is not reported a second time.
  void check_complete(const policy::record_rules& rules) {
    for (std::size_t i = 0; i < shape_.fields.size(); ++i) {
      if (rule_of[i] || shape_.key.has(i)) continue;
      if (std::find(meant_.begin(), meant_.end(), shape_.fields[i]) != meant_.end()) continue;
      report(found_, rules.record.at,
             "the field " + in_quotes(shape_.fields[i]) + " of " + std::string(shape_.name) +
                 " has no rule; list it under ignored: to leave it as it was inserted");
    }
  }

  const record_shape& shape_;
  policy::issues& found_;
  std::vector<std::string_view> key_names_;
  std::vector<std::string_view> meant_;
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
/// Reported here is what needs knowledge of the record (POLICY.md); what the YAML loader reports
/// itself is passed over in silence. Gates of one condition become one, and gates are in the order
/// of their fields, so that the order in a file makes no difference.
template <record Record>
program<Record> compile_upsert(const policy::record_rules& rules, policy::issues& found) {
  constexpr record_shape shape = detail::shape_of<Record>();
  detail::rule_compiler compiler(shape, found);
  compiler.compile(rules);
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
