// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <tidemark/policy/policy.hpp>
#include <tidemark/yaml/load_accepts.hpp>
#include <tidemark/yaml/load_merge.hpp>
#include <tidemark/yaml/load_upsert.hpp>
#include <tidemark/yaml/map_reader.hpp>
#include <tidemark/yaml/read_document.hpp>

namespace tidemark::yaml {

/// The version of the policy language that this code reads.
inline constexpr std::string_view language_version = "1";

/// The longest window, in days.
inline constexpr std::int32_t window_days_max = 36'500;

/// A policy file as read. If `found` has an error, `value` lacks what could not be read, so that
/// `compile` can continue and report the rest.
struct loaded_policy {
  policy::policy value;
  diagnostics::issues found;
};

/// The number in `text`, which must be digits only, without a leading zero, and in 1 to `max`.
inline std::optional<std::int64_t> positive_number(std::string_view text, std::int64_t max) {
  if (text.empty() || text.front() < '1' || text.front() > '9') return std::nullopt;
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size() || number > max)
    return std::nullopt;
  return number;
}

namespace detail {

inline void check_version(const located_node& node, diagnostics::issues& found) {
  const auto version = read_text(node, "a language version", found);
  if (version && (version->text != language_version || !node.plain))
    report(found, node.at, policy::problem_kind::unknown_version,
           "unknown language version " + in_quotes(version->text) +
               "; this version of tidemark reads tidemark: " + std::string(language_version));
}

inline std::vector<policy::window> load_windows(const located_node& node,
                                                diagnostics::issues& found) {
  std::vector<policy::window> windows;
  if (node.kind != node_kind::list) {
    report_kind(found, node, "a list of days such as [90, 30]");
    return windows;
  }
  if (node.children.empty())
    report(found, node.at, policy::problem_kind::no_window,
           "\"windows\" needs at least one window");
  std::unordered_map<std::int64_t, std::size_t> lines;
  for (const auto& item : node.children) {
    const auto days = item.plain ? positive_number(item.text, window_days_max) : std::nullopt;
    if (!days) {
      report(found, item.at, policy::problem_kind::invalid_window,
             "a window is a whole number of days from 1 to " + std::to_string(window_days_max) +
                 ", found " +
                 (item.kind == node_kind::text ? in_quotes(item.text)
                                               : std::string(to_text(item.kind))));
      continue;
    }
    if (lines.emplace(*days, item.at.line).second)
      windows.push_back({static_cast<std::int32_t>(*days), item.at});
    else
      report(found, item.at, policy::problem_kind::repeated_window,
             "the window " + item.text + " is repeated; windows are distinct");
  }
  return windows;
}

inline policy::policy load_sections(const located_node& root, diagnostics::issues& found) {
  static constexpr std::array<std::string_view, 6> keys{"tidemark", "policy", "windows",
                                                        "merge",    "upsert", "accepts"};
  policy::policy value;
  if (root.kind == node_kind::nothing) {
    report(found, root.at, policy::problem_kind::empty_file,
           "the file is empty; a policy begins with tidemark: 1");
    return value;
  }
  const map_reader map(root, keys, found);
  if (const auto* version = map.require("tidemark", "tidemark: 1")) check_version(*version, found);
  if (const auto* name = map.require("policy", "policy: NAME"))
    if (auto text = read_text(*name, "a name", found)) value.name = std::move(*text);
  if (const auto* windows = map.require("windows", "windows: [90, 30]"))
    value.windows = load_windows(*windows, found);
  if (const auto* merge = map.require("merge", "merge: with record, key and prefer"))
    value.merge = load_merge(*merge, found);
  if (const auto* upsert = map.require("upsert", "upsert: with the rules of each record")) {
    value.upsert_at = upsert->named_at();
    std::vector<const located_node*> also;
    for (const auto& child : root.children)
      if (child.key.text == "upsert" && &child != upsert) also.push_back(&child);
    value.upsert = load_upsert(*upsert, also, found);
  }
  load_accepts(root, value, found);
  return value;
}

}  // namespace detail

/// Reads the text of a policy file (rules/README.md) and finds everything that is wrong with it,
/// except what needs knowledge of records: the engine's `compile_upsert` and `compile_merge` find
/// that. The issues are in the order of their places. Throws only when out of memory.
inline loaded_policy load_policy(std::string_view text) {
  loaded_policy loaded;
  if (const auto root = read_document(text, loaded.found))
    loaded.value = detail::load_sections(*root, loaded.found);
  diagnostics::sort_by_place(loaded.found);
  diagnostics::keep_first(loaded.found, policy::problem_kind::too_many_issues);
  return loaded;
}

}  // namespace tidemark::yaml
