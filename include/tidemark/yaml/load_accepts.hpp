// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/diagnostics/unknown_name.hpp>
#include <tidemark/policy/policy.hpp>
#include <tidemark/policy/warning.hpp>
#include <tidemark/yaml/map_reader.hpp>

namespace tidemark::yaml {

namespace detail {

inline std::optional<policy::warning> read_warning(const located_node& node,
                                                   diagnostics::issues& found) {
  const auto code = read_text(node, "the code of a warning, such as TM112", found);
  if (!code) return std::nullopt;
  const auto kind = policy::find_word<policy::warning>(policy::warning_codes, code->text);
  if (!kind)
    found.push_back(diagnostics::unknown_name(code->at, "unknown warning " + in_quotes(code->text),
                                              code->text, policy::warning_codes));
  if (kind != policy::warning::acceptance_not_needed) return kind;
  report(found, code->at, code->text + " cannot be accepted; remove the entry that nothing needs");
  return std::nullopt;
}

/// Also reports a reason that is only white space.
inline void check_reason(const located_node& node, diagnostics::issues& found) {
  const auto reason = read_text(node, "a reason", found);
  if (reason && reason->text.find_first_not_of(" \t\r\n") == std::string::npos)
    report(found, node.at, "expected a reason, found white space only");
}

inline policy::accepted_warning load_acceptance(const located_node& node,
                                                diagnostics::issues& found) {
  static constexpr std::array<std::string_view, 3> keys{"warning", "where", "because"};
  policy::accepted_warning entry;
  entry.at = node.at;
  for (const auto& child : node.children)
    if (node.kind == node_kind::map && child.key.text == "law") {
      report(found, child.key.at,
             "laws are not checked by this version, so none can be accepted; remove this entry");
      return entry;
    }
  const map_reader map(node, keys, found);
  if (const auto* code = map.require("warning", "warning: CODE, such as TM112"))
    entry.kind = read_warning(*code, found);
  if (const auto* where = map.require("where", "where: \"upsert.RECORD.gated[0]\""))
    if (auto place = read_text(*where, "a place such as upsert.RECORD.gated[0]", found))
      entry.where = std::move(*place);
  if (const auto* because = map.require("because", "because: REASON"))
    check_reason(*because, found);
  return entry;
}

}  // namespace detail

/// Reads `accepts:` of the policy `root`, the warnings of something intended, and reports what is
/// wrong with the entries; whether the policy has the places that they name is not known here. Also
/// reads a repeated `accepts:`, which was reported.
inline std::vector<policy::accepted_warning> load_accepts(const located_node& root,
                                                          diagnostics::issues& found) {
  std::vector<policy::accepted_warning> entries;
  std::vector<const located_node*> items;
  for (const auto& section : root.children) {
    if (root.kind != node_kind::map || section.key.text != "accepts") continue;
    if (section.kind != node_kind::list)
      report_kind(found, section, "a list of entries, each with warning, where and because");
    else
      for (const auto& item : section.children) items.push_back(&item);
  }
  std::map<std::pair<policy::warning, std::string>, std::size_t> lines;
  for (const auto* item : items) {
    entries.push_back(detail::load_acceptance(*item, found));
    const auto& entry = entries.back();
    if (!entry.kind || entry.where.text.empty()) continue;
    const auto [first, is_new] =
        lines.emplace(std::pair(*entry.kind, entry.where.text), item->at.line);
    if (!is_new)
      report(found, item->at, "this entry repeats the one in line " +
                                 std::to_string(first->second) + "; remove one of them");
  }
  return entries;
}

}  // namespace tidemark::yaml
