// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <set>
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

/// Which rule each field of one record has; a second one is reported at its place.
class field_claims {
 public:
  explicit field_claims(policy::issues& found) : found_(found) {}

  void claim(policy::rule word, const std::vector<policy::located_text>& fields) {
    for (const auto& field : fields) {
      const auto [first, is_new] = claims_.emplace(field.text, claim_of{word, field.at.line});
      if (is_new) continue;
      const auto& earlier = first->second;
      if (earlier.word == policy::rule::key)
        report(found_, field.at,
               "the field " + in_quotes(field.text) + " is part of the key; a key has no rule");
      else
        report(found_, field.at,
               "the field " + in_quotes(field.text) + " stands under " +
                   std::string(to_text(earlier.word)) + " in line " +
                   std::to_string(earlier.line) + " already; a field has one rule");
    }
  }

  /// Those of `fields` without a rule yet; they count as claimed from now on.
  std::vector<policy::located_text> claim_rest(std::vector<policy::located_text> fields) {
    std::erase_if(fields, [&](const auto& field) {
      return !claims_.emplace(field.text, claim_of{}).second;
    });
    return fields;
  }

 private:
  struct claim_of {
    policy::rule word = policy::rule::ignored;
    std::size_t line = 0;
  };
  std::unordered_map<std::string, claim_of> claims_;
  policy::issues& found_;
};

inline void read_gates(const located_node& node, policy::record_rules& rules, field_claims& claims,
                       policy::issues& found) {
  if (node.kind != node_kind::list) {
    report_kind(found, node, "a list of gates, each with when, on_null and fields");
    return;
  }
  for (const auto& item : node.children) {
    rules.gates.push_back(load_gate(item, found));
    claims.claim(policy::rule::gated, rules.gates.back().fields);
  }
}

inline policy::record_rules load_record(const located_node& node, policy::issues& found) {
  policy::record_rules rules;
  rules.record = {node.key.text, node.key.at};
  rules.key_at = node.named_at();
  const map_reader map(node, policy::rule_words, found);
  field_claims claims(found);
  if (const auto* key = map.require("key", "key: [FIELD, ...]")) {
    rules.key_at = key->at;
    rules.key = read_distinct_names(*key, found);
    std::set<std::string_view> distinct;
    for (const auto& field : rules.key)
      if (distinct.insert(field.text).second) claims.claim(policy::rule::key, {field});
  }
  if (!map.is_map()) return rules;

  std::vector<const located_node*> unread;
  for (const auto& child : node.children) {
    const auto word = policy::find_word<policy::rule>(policy::rule_words, child.key.text);
    if (word == policy::rule::key) continue;
    if (!word || map.find(child.key.text) != &child) {
      unread.push_back(&child);  // reported as unknown or repeated
    } else if (word == policy::rule::gated) {
      read_gates(child, rules, claims, found);
    } else {
      rules.rules.push_back({*word, read_names(child, found), child.key.at});
      claims.claim(*word, rules.rules.back().fields);
    }
  }
  // The fields under a mistyped word were not forgotten: nobody needs to hear that they have no
  // rule. The policy is refused anyhow.
  policy::issues reported_already;
  for (const auto* child : unread)
    rules.rules.push_back({policy::rule::ignored,
                           claims.claim_rest(read_names(*child, reported_already)),
                           child->key.at});
  return rules;
}

}  // namespace detail

/// Reads `upsert:`, the rules of each stored record, and reports what is wrong with them.
inline std::vector<policy::record_rules> load_upsert(const located_node& node,
                                                     policy::issues& found) {
  std::vector<policy::record_rules> records;
  if (node.kind != node_kind::map) {
    report_kind(found, node, "a map of records");
    return records;
  }
  if (node.children.empty()) report(found, node.at, "\"upsert\" needs at least one record");
  for (const auto* child : distinct_children(node, found))
    records.push_back(detail::load_record(*child, found));
  return records;
}

}  // namespace tidemark::yaml
