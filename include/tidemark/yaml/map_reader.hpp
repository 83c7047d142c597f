// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/diagnostics/unknown_name.hpp>
#include <tidemark/policy/problem_kind.hpp>
#include <tidemark/value/utf8.hpp>
#include <tidemark/yaml/located_node.hpp>

namespace tidemark::yaml {

/// Reports an error. What the readers below report has the codes of policies, also if the file is
/// another one.
inline void report(diagnostics::issues& found, diagnostics::location at, policy::problem_kind code,
                   std::string message) {
  found.push_back({diagnostics::severity::error, at, std::move(message), code});
}

/// `"windows": expected a list of days, found a map`; without the key for an item of a list.
inline void report_kind(diagnostics::issues& found, const located_node& node,
                        std::string_view wanted) {
  std::string message = node.key.at.line != 0 ? in_quotes(node.key.text) + ": " : "";
  message += "expected " + std::string(wanted) + ", found " + std::string(to_text(node.kind));
  report(found, node.at, policy::problem_kind::wrong_kind_of_value, std::move(message));
}

/// The values of the map `node` without those with a repeated key, which are reported.
inline std::vector<const located_node*> distinct_children(const located_node& node,
                                                          diagnostics::issues& found) {
  std::vector<const located_node*> distinct;
  std::unordered_map<std::string_view, std::size_t> lines;
  for (const auto& child : node.children) {
    const auto [first, is_new] = lines.emplace(child.key.text, child.key.at.line);
    if (is_new)
      distinct.push_back(&child);
    else
      report(found, child.key.at, policy::problem_kind::repeated_key,
             "the key " + in_quotes(child.key.text) + " is repeated; it is already in line " +
                 std::to_string(first->second));
  }
  return distinct;
}

/// A map with known keys: reports what is wrong with its shape, and returns its values.
class map_reader {
 public:
  /// Reports to `found` if `node` is not a map, and keys that are repeated or not in `known`.
  /// `node` and `known` must outlive the reader.
  map_reader(const located_node& node, std::span<const std::string_view> known,
             diagnostics::issues& found)
      : node_(node), found_(found) {
    if (node.kind != node_kind::map) {
      std::string wanted = "a map with the keys ";
      for (const auto key : known) wanted += (key == known.front() ? "" : ", ") + std::string(key);
      report_kind(found, node, wanted);
      unread_.push_back(&node);
      return;
    }
    const auto distinct = distinct_children(node, found);
    auto next_distinct = distinct.begin();
    for (const auto& child : node.children) {
      const bool is_known = std::find(known.begin(), known.end(), child.key.text) != known.end();
      const bool is_first = next_distinct != distinct.end() && *next_distinct == &child;
      if (is_first) ++next_distinct;
      if (!is_known || !is_first) unread_.push_back(&child);
      if (!is_known && is_first)
        found.push_back(diagnostics::unknown_name(
            child.key.at, policy::problem_kind::unknown_key,
            "unknown key " + in_quotes(child.key.text), child.key.text, known));
    }
  }

  bool is_map() const { return node_.kind == node_kind::map; }

  /// The first value of `key`, or nullptr.
  const located_node* find(std::string_view key) const {
    for (const auto& child : node_.children)
      if (child.key.text == key) return &child;
    return nullptr;
  }

  /// What was reported instead of read: the values of repeated and unknown keys, or the node itself
  /// if it is not a map. They live as long as the node.
  const std::vector<const located_node*>& unread() const { return unread_; }

  bool is_repeated(std::string_view key) const {
    return std::count_if(node_.children.begin(), node_.children.end(),
                         [&](const auto& child) { return child.key.text == key; }) > 1;
  }

  /// The first value of `key`. Reports if it is missing, and says how to write it.
  const located_node* require(std::string_view key, std::string_view example) const {
    if (!is_map()) return nullptr;
    const auto* const value = find(key);
    if (!value)
      report(found_, node_.named_at(), policy::problem_kind::missing_key,
             "the key \"" + std::string(key) + "\" is missing; write " + std::string(example));
    return value;
  }

 private:
  const located_node& node_;
  diagnostics::issues& found_;
  std::vector<const located_node*> unread_;
};

/// The text of `node`, with its place. Reports if it is empty or not a text; `wanted` is "a name"
/// in `expected a name, found a list`.
inline std::optional<diagnostics::located_text> read_text(const located_node& node,
                                                          std::string_view wanted,
                                                          diagnostics::issues& found) {
  if (node.kind != node_kind::text) {
    report_kind(found, node, wanted);
    return std::nullopt;
  }
  if (node.text.empty()) {
    report(found, node.at, policy::problem_kind::wrong_kind_of_value,
           "expected " + std::string(wanted) + ", found an empty text");
    return std::nullopt;
  }
  return diagnostics::located_text{node.text, node.text_at};
}

/// A word of a text, and its position in the text.
struct placed_word {
  std::string_view text;
  std::size_t offset = 0;
};

/// The words of `text`, which are divided by the characters of `separators`.
inline std::vector<placed_word> split_words(std::string_view text, std::string_view separators) {
  std::vector<placed_word> words;
  for (std::size_t at = text.find_first_not_of(separators); at != text.npos;) {
    const auto end = std::min(text.find_first_of(separators, at), text.size());
    words.push_back({text.substr(at, end - at), at});
    at = text.find_first_not_of(separators, end);
  }
  return words;
}

inline constexpr std::string_view name_separators = ", \t\r\n";

/// Adds every word in `node` to `words`, keys included.
inline void collect_words(const located_node& node, std::vector<std::string>& words) {
  for (const std::string_view text : {std::string_view(node.key.text), std::string_view(node.text)})
    for (const auto& word : split_words(text, name_separators)) words.emplace_back(word.text);
  for (const auto& child : node.children) collect_words(child, words);
}

/// The names in `node`, a list of texts. Reports what is not a list or not a name; names without
/// the brackets of a list are reported and returned. The words of what cannot be read are added to
/// `unread`.
inline std::vector<diagnostics::located_text> read_names(const located_node& node,
                                                         std::vector<std::string>& unread,
                                                         diagnostics::issues& found) {
  std::vector<diagnostics::located_text> names;
  if (node.kind == node_kind::text && !node.text.empty()) {
    report(found, node.at, policy::problem_kind::wrong_kind_of_value,
           in_quotes(node.key.text) + ": expected a list of names, found a text; " +
               "put brackets around it");
    for (const auto& word : split_words(node.text, name_separators))
      names.push_back({std::string(word.text), node.place_of(word.offset)});
  } else if (node.kind != node_kind::list) {
    report_kind(found, node, "a list of names");
    collect_words(node, unread);
  }
  if (node.kind != node_kind::list) return names;
  for (const auto& item : node.children) {
    if (auto name = read_text(item, "a name", found)) names.push_back(std::move(*name));
    else collect_words(item, unread);
  }
  return names;
}

}  // namespace tidemark::yaml
