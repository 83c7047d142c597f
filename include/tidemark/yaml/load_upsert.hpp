// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <tidemark/policy/policy.hpp>
#include <tidemark/yaml/load_gate.hpp>
#include <tidemark/yaml/load_merge.hpp>
#include <tidemark/yaml/map_reader.hpp>

namespace tidemark::yaml {

namespace detail {

/// The rule of each field of one record; a second rule of a field is reported at its place.
class field_claims {
 public:
  explicit field_claims(diagnostics::issues& found) : found_(found) {}

  void claim(policy::rule word, const std::vector<diagnostics::located_text>& fields) {
    for (const auto& field : fields) {
      const auto [first, is_new] = claims_.emplace(field.text, claim_of{word, field.at.line});
      if (is_new) continue;
      const auto& earlier = first->second;
      report(found_, field.at, policy::problem_kind::field_under_two_rules,
             "the field " + in_quotes(field.text) + " is already under " +
                 std::string(to_text(earlier.word)) + " in line " + std::to_string(earlier.line) +
                 "; a field has one rule");
    }
  }

 private:
  struct claim_of {
    policy::rule word = policy::rule::ignored;
    std::size_t line = 0;
  };
  std::unordered_map<std::string, claim_of> claims_;
  diagnostics::issues& found_;
};

inline void read_gates(const located_node& node, policy::record_rules& rules, field_claims& claims,
                       diagnostics::issues& found) {
  if (node.kind != node_kind::list) {
    report_kind(found, node, "a list of gates, each with when, on_null and fields");
    collect_words(node, rules.unread);
    rules.words_whole = false;
    return;
  }
  for (const auto& item : node.children) {
    rules.gates.push_back(load_gate(item, rules.unread, found));
    claims.claim(policy::rule::gated, rules.gates.back().fields);
  }
}

inline void read_key(const map_reader& map, policy::record_rules& rules,
                     diagnostics::issues& found) {
  const auto* const key = map.require("key", "key: [FIELD, ...]");
  if (!key) return;
  rules.key_at = key->at;
  std::vector<std::string> unread;
  rules.key = read_distinct_names(*key, unread, found);
  rules.key_whole = unread.empty() && !map.is_repeated("key");
}

inline policy::record_rules load_record(const located_node& node, diagnostics::issues& found) {
  policy::record_rules rules;
  rules.record = {node.key.text, node.key.at};
  rules.key_at = node.named_at();
  const map_reader map(node, policy::rule_words, found);
  rules.is_map = map.is_map();
  rules.words_whole = map.unread().empty();
  read_key(map, rules, found);
  for (const auto* part : map.unread()) collect_words(*part, rules.unread);
  if (!map.is_map()) return rules;

  field_claims claims(found);
  for (const auto& child : node.children) {
    const auto word = policy::find_word<policy::rule>(policy::rule_words, child.key.text);
    if (!word || word == policy::rule::key || map.find(child.key.text) != &child) continue;
    if (word == policy::rule::gated) {
      read_gates(child, rules, claims, found);
    } else {
      rules.rules.push_back({*word, read_names(child, rules.unread, found), child.key.at});
      claims.claim(*word, rules.rules.back().fields);
    }
  }
  return rules;
}

}  // namespace detail

/// Reads `upsert:`, the rules of each stored record, and reports what is wrong with them. `node` is
/// the first `upsert:` of the file. `also` are the others, which were reported as repeated; only
/// their words are kept.
inline std::vector<policy::record_rules> load_upsert(
    const located_node& node, const std::vector<const located_node*>& also,
    diagnostics::issues& found) {
  std::vector<policy::record_rules> records;
  std::unordered_map<std::string_view, std::size_t> indices;  // by name; in `records`
  if (node.kind != node_kind::map) report_kind(found, node, "a map of records");
  else if (node.children.empty())
    report(found, node.at, policy::problem_kind::record_without_rules,
           "\"upsert\" needs at least one record");
  const auto leave_unread = [&](const located_node& child, policy::record_rules& record) {
    collect_words(child, record.unread);
    record.words_whole = false;
  };
  if (node.kind == node_kind::map) distinct_children(node, found);  // reports repeated ones
  for (const auto& child : node.children) {
    if (node.kind != node_kind::map) continue;
    const auto [first, is_new] = indices.emplace(child.key.text, records.size());
    if (is_new) records.push_back(detail::load_record(child, found));
    else leave_unread(child, records[first->second]);
  }
  for (const auto* section : also) {
    for (const auto& child : section->children) {
      if (section->kind != node_kind::map) continue;
      const auto [first, is_new] = indices.emplace(child.key.text, records.size());
      if (is_new) {
        records.emplace_back();
        records.back().record = {child.key.text, child.key.at};
        records.back().is_map = false;
      }
      leave_unread(child, records[first->second]);
    }
  }
  return records;
}

}  // namespace tidemark::yaml
