// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/policy/policy.hpp>
#include <tidemark/yaml/map_reader.hpp>

namespace tidemark::yaml {

namespace detail {

/// Reads `side.FIELD`. Anything else is reported, and the result is a field without text.
inline diagnostics::located_text read_side(const located_node& when, const placed_word& word,
                                           std::string_view side, diagnostics::issues& found) {
  const std::string prefix = std::string(side) + ".";
  if (!word.text.starts_with(prefix) || word.text.size() == prefix.size()) {
    report(found, when.place_of(word.offset), policy::problem_kind::malformed_condition,
           "expected " + prefix + "FIELD, found " + in_quotes(word.text) +
               "; a gate is incoming.FIELD OP stored.FIELD");
    return {};
  }
  return {std::string(word.text.substr(prefix.size())),
          when.place_of(word.offset + prefix.size())};
}

inline void read_when(const located_node& when, policy::gate& gate, diagnostics::issues& found) {
  const auto text = read_text(when, "incoming.FIELD OP stored.FIELD", found);
  if (!text) return;
  const auto words = split_words(text->text, " \t\r\n");
  if (words.size() != 3) {
    report(found, text->at, policy::problem_kind::malformed_condition,
           "expected incoming.FIELD OP stored.FIELD, three words with a space between, found " +
               in_quotes(text->text));
    return;
  }
  gate.incoming = read_side(when, words[0], "incoming", found);
  gate.op = policy::find_word<policy::comparison>(policy::comparison_words, words[1].text);
  if (!gate.op)
    report(found, when.place_of(words[1].offset), policy::problem_kind::unknown_operator,
           "unknown operator " + in_quotes(words[1].text) + "; known: >=, >, <=, <");
  gate.stored = read_side(when, words[2], "stored", found);
}

inline void read_on_null(const located_node& node, policy::gate& gate, diagnostics::issues& found) {
  const auto text = read_text(node, "keep or replace", found);
  if (!text) return;
  gate.on_null = policy::find_word<policy::null_rule>(policy::null_rule_words, text->text);
  if (!gate.on_null)
    found.push_back(diagnostics::unknown_name(text->at, policy::problem_kind::unknown_null_rule,
                                              "unknown null rule " + in_quotes(text->text),
                                              text->text, policy::null_rule_words));
}

inline void read_on_tie(const located_node& node, policy::gate& gate, diagnostics::issues& found) {
  const auto text = read_text(node, "incoming, stored or larger", found);
  if (!text) return;
  for (const auto rule :
       {policy::tie_rule::incoming, policy::tie_rule::stored, policy::tie_rule::larger})
    if (to_text(rule) == text->text) return static_cast<void>(gate.on_tie = rule);
  found.push_back(diagnostics::unknown_name(text->at, policy::problem_kind::unknown_tie_rule,
                                            "unknown tie rule " + in_quotes(text->text),
                                            text->text, policy::tie_rule_words));
}

}  // namespace detail

/// Reads one entry of `gated:` and reports what is wrong with it. If the gate repeats `when`,
/// `on_null` or `on_tie`, neither value is kept, since either may be meant. The words of what
/// cannot be read are added to `unread`.
inline policy::gate load_gate(const located_node& node, std::vector<std::string>& unread,
                              diagnostics::issues& found) {
  static constexpr std::array<std::string_view, 4> keys{"when", "on_null", "on_tie", "fields"};
  policy::gate gate;
  gate.at = gate.when_at = gate.on_null_at = gate.on_tie_at = node.at;
  const map_reader map(node, keys, found);
  if (const auto* when = map.require("when", "when: incoming.FIELD >= stored.FIELD")) {
    gate.when_at = when->text_at.line != 0 ? when->text_at : when->at;
    detail::read_when(*when, gate, found);
    if (map.is_repeated("when")) gate.op.reset();
  }
  if (const auto* on_null = map.require("on_null", "on_null: keep or on_null: replace")) {
    gate.on_null_at = on_null->at;
    detail::read_on_null(*on_null, gate, found);
    if (map.is_repeated("on_null")) gate.on_null.reset();
  }
  if (const auto* on_tie = map.find("on_tie")) {
    gate.on_tie_at = on_tie->at;
    detail::read_on_tie(*on_tie, gate, found);
    if (map.is_repeated("on_tie")) gate.on_tie = policy::tie_rule::by_operator;
  }
  if (const auto* fields = map.require("fields", "fields: [FIELD, ...]")) {
    gate.fields = read_names(*fields, unread, found);
    if (fields->kind == node_kind::list && fields->children.empty())
      report(found, fields->at, policy::problem_kind::gate_without_fields,
             "a gate guards at least one field; name one or remove the gate");
  }
  for (const auto* part : map.unread()) collect_words(*part, unread);
  return gate;
}

}  // namespace tidemark::yaml
