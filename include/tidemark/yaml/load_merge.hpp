// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/diagnostics/unknown_name.hpp>
#include <tidemark/policy/policy.hpp>
#include <tidemark/policy/settle_accepts.hpp>
#include <tidemark/yaml/map_reader.hpp>

namespace tidemark::yaml {

/// Reads a list of at least one name, without repetitions; reports other lists. The words of what
/// cannot be read are added to `unread`.
inline std::vector<diagnostics::located_text> read_distinct_names(const located_node& node,
                                                                  std::vector<std::string>& unread,
                                                                  diagnostics::issues& found) {
  auto names = read_names(node, unread, found);
  if (node.kind == node_kind::list && node.children.empty())
    report(found, node.at, policy::problem_kind::no_field,
           in_quotes(node.key.text) + " needs at least one field");
  std::set<std::string_view> seen;
  for (const auto& name : names)
    if (!seen.insert(name.text).second)
      report(found, name.at, policy::problem_kind::field_named_twice,
             "the field " + in_quotes(name.text) + " is named twice in this list");
  return names;
}

namespace detail {

constexpr bool is_total(policy::preference word) {
  return word == policy::preference::first_seen || word == policy::preference::last_seen;
}

inline std::string how_to_write(policy::preference word) {
  const std::string name(to_text(word));
  if (is_total(word)) return "- " + name;
  return "- " + name + (word == policy::preference::most_complete ? ": [FIELD, ...]" : ": FIELD");
}

inline std::optional<policy::preference> read_preference(std::string_view text,
                                                         diagnostics::location at,
                                                         diagnostics::issues& found) {
  const auto word = policy::find_word<policy::preference>(policy::preference_words, text);
  if (!word)
    found.push_back(diagnostics::unknown_name(at, policy::problem_kind::unknown_step,
                                              "unknown step " + in_quotes(text), text,
                                              policy::preference_words));
  return word;
}

/// Reads one step of `prefer:`: a word, or a word with its field or fields.
inline std::optional<policy::prefer_step> read_step(const located_node& node,
                                                    diagnostics::issues& found) {
  const bool alone = node.kind == node_kind::text;
  if (!alone && (node.kind != node_kind::map || node.children.size() != 1)) {
    if (node.kind == node_kind::map)
      report(found, node.at, policy::problem_kind::malformed_step,
             "one step has one key; begin another step with \"- \"");
    else
      report_kind(found, node, "a step such as highest: FIELD or first_seen");
    return std::nullopt;
  }
  const auto word = alone ? read_preference(node.text, node.text_at, found)
                          : read_preference(node.children[0].key.text, node.children[0].key.at,
                                            found);
  if (!word) return std::nullopt;
  policy::prefer_step step{*word, {}, node.at, 0};
  if (alone != is_total(*word)) {
    report(found, node.at, policy::problem_kind::malformed_step,
           "write this step as " + how_to_write(*word));
    return step;
  }
  if (alone) return step;
  std::vector<std::string> unread;
  if (*word == policy::preference::most_complete)
    step.fields = read_distinct_names(node.children[0], unread, found);
  else if (auto field = read_text(node.children[0], "a field", found))
    step.fields.push_back(std::move(*field));
  return step;
}

/// Reports a list without a total last step, and steps after a total one.
inline void check_prefer(const policy::merge_rules& merge, const located_node& node,
                         diagnostics::issues& found) {
  const policy::prefer_step* total = nullptr;
  for (const auto& step : merge.prefer) {
    if (total) {
      report(found, step.at, policy::problem_kind::step_never_reached,
             "this step is never reached: " + std::string(to_text(total->word)) + " in line " +
                 std::to_string(total->at.line) + " leaves no tie; move it to the end");
    } else if (is_total(step.word)) {
      total = &step;
    }
  }
  const auto last_at = node.children.empty() ? node.at : node.children.back().at;
  const bool last_unread =
      !node.children.empty() && (merge.prefer.empty() || merge.prefer.back().at != last_at);
  if (total || last_unread) return;
  report(found, last_at, policy::problem_kind::no_last_step,
         "the last step must be first_seen or last_seen, so that no tie is left");
}

}  // namespace detail

/// Reads `merge:` and reports what is wrong with it. What could not be read stays empty.
inline policy::merge_rules load_merge(const located_node& node, diagnostics::issues& found) {
  static constexpr std::array<std::string_view, 3> keys{"record", "key", "prefer"};
  policy::merge_rules merge;
  merge.at = merge.key_at = merge.prefer_at = node.named_at();
  const map_reader map(node, keys, found);
  if (const auto* record = map.require("record", "record: video_row"))
    if (auto name = read_text(*record, "the name of a record", found))
      merge.record = std::move(*name);
  if (const auto* key = map.require("key", "key: [FIELD, ...]")) {
    merge.key_at = key->at;
    std::vector<std::string> unread;
    merge.key = read_distinct_names(*key, unread, found);
    merge.key_whole = unread.empty() && !map.is_repeated("key");
  }
  if (const auto* prefer = map.require("prefer", "prefer: [highest: FIELD, first_seen]")) {
    merge.prefer_at = prefer->at;
    if (prefer->kind != node_kind::list) {
      report_kind(found, *prefer, "a list of steps");
      return merge;
    }
    if (!map.is_repeated("prefer")) merge.step_count = prefer->children.size();
    for (std::size_t i = 0; i < prefer->children.size(); ++i) {
      auto step = detail::read_step(prefer->children[i], found);
      if (!step) continue;
      step->index = i;
      merge.prefer.push_back(std::move(*step));
    }
    detail::check_prefer(merge, *prefer, found);
  }
  return merge;
}

}  // namespace tidemark::yaml
