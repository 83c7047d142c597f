// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <tidemark/diagnostics/unknown_name.hpp>
#include <tidemark/policy/policy.hpp>
#include <tidemark/policy/warning.hpp>
#include <tidemark/yaml/load_merge.hpp>
#include <tidemark/yaml/map_reader.hpp>

namespace tidemark::yaml {

namespace detail {

inline std::optional<policy::warning> read_warning(const located_node& node,
                                                   diagnostics::issues& found) {
  const auto code = read_text(node, "the code of a warning, such as TM112", found);
  if (!code) return std::nullopt;
  const auto kind = policy::find_word<policy::warning>(policy::warning_codes, code->text);
  if (!kind)
    found.push_back(diagnostics::unknown_name(code->at, policy::problem_kind::unknown_warning,
                                              "unknown warning " + in_quotes(code->text),
                                              code->text, policy::warning_codes));
  if (kind != policy::warning::acceptance_not_needed) return kind;
  report(found, code->at, policy::problem_kind::warning_not_acceptable,
         code->text + " cannot be accepted; remove the entry that nothing needs");
  return std::nullopt;
}

/// The reason; empty if there is none, which is reported, also if it is only white space.
inline std::string read_reason(const map_reader& map, diagnostics::issues& found) {
  const auto* because = map.require("because", "because: REASON");
  if (!because) return {};
  auto reason = read_text(*because, "a reason", found);
  if (!reason) return {};
  if (reason->text.find_first_not_of(" \t\r\n") == std::string::npos)
    report(found, because->at, policy::problem_kind::no_reason,
           "expected a reason, found white space only");
  return std::move(reason->text);
}

inline policy::accepted_warning load_accepted_warning(const located_node& node, std::size_t index,
                                                      diagnostics::issues& found) {
  static constexpr std::array<std::string_view, 3> keys{"warning", "where", "because"};
  policy::accepted_warning entry;
  entry.at = node.at;
  entry.index = index;
  const map_reader map(node, keys, found);
  if (const auto* code = map.require("warning", "warning: CODE, such as TM112"))
    entry.kind = read_warning(*code, found);
  if (const auto* where = map.require("where", "where: \"upsert.RECORD.gated[0]\""))
    if (auto place = read_text(*where, "a place such as upsert.RECORD.gated[0]", found))
      entry.where = std::move(*place);
  read_reason(map, found);
  return entry;
}

inline policy::accepted_law load_accepted_law(const located_node& node, std::size_t index,
                                              diagnostics::issues& found) {
  static constexpr std::array<std::string_view, 4> keys{"law", "record", "fields", "because"};
  policy::accepted_law entry;
  entry.at = node.at;
  entry.index = index;
  const map_reader map(node, keys, found);
  if (const auto word = read_text(*map.find("law"), "a law such as order", found)) {
    entry.word = policy::find_word<policy::law>(policy::law_words, word->text);
    if (!entry.word)
      found.push_back(diagnostics::unknown_name(word->at, policy::problem_kind::unknown_law,
                                                "unknown law " + in_quotes(word->text),
                                                word->text, policy::law_words));
  }
  if (const auto* record = map.require("record", "record: RECORD"))
    if (auto name = read_text(*record, "a record", found)) entry.record = std::move(*name);
  if (const auto* fields = map.require("fields", "fields: [FIELD, ...]")) {
    std::vector<std::string> unread;
    entry.fields = read_distinct_names(*fields, unread, found);
  }
  entry.because = read_reason(map, found);
  return entry;
}

inline bool is_about_law(const located_node& node) {
  if (node.kind != node_kind::map) return false;
  for (const auto& child : node.children)
    if (child.key.text == "law") return true;
  return false;
}

}  // namespace detail

/// Reads `accepts:` of the policy `root` into `declared`, the warnings and dependences that are
/// intended, and reports what is wrong with the entries; whether the policy has the places, records
/// and fields that they name is not known here. Also reads a repeated `accepts:`, which was
/// reported.
inline void load_accepts(const located_node& root, policy::policy& declared,
                         diagnostics::issues& found) {
  std::vector<const located_node*> items;
  for (const auto& section : root.children) {
    if (root.kind != node_kind::map || section.key.text != "accepts") continue;
    if (section.kind != node_kind::list)
      report_kind(found, section,
                  "a list of entries, each with warning, where and because, or with law, record, "
                  "fields and because");
    else
      for (const auto& item : section.children) items.push_back(&item);
  }
  std::map<std::pair<policy::warning, std::string>, std::size_t> lines;
  std::map<std::tuple<policy::law, std::string, std::string>, std::size_t> law_lines;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& item = *items[i];
    if (detail::is_about_law(item)) {
      declared.accepted_laws.push_back(detail::load_accepted_law(item, i, found));
      const auto& law = declared.accepted_laws.back();
      if (!law.word) continue;
      for (const auto& field : law.fields) {
        const auto [first, is_new] = law_lines.emplace(
            std::tuple(*law.word, law.record.text, field.text), item.at.line);
        if (!is_new && first->second != item.at.line)
          report(found, field.at, policy::problem_kind::repeated_acceptance,
                 in_quotes(field.text) + " is already accepted by the entry in line " +
                     std::to_string(first->second) + "; remove one of them");
      }
      continue;
    }
    declared.accepts.push_back(detail::load_accepted_warning(item, i, found));
    const auto& entry = declared.accepts.back();
    if (!entry.kind || entry.where.text.empty()) continue;
    const auto [first, is_new] =
        lines.emplace(std::pair(*entry.kind, entry.where.text), item.at.line);
    if (!is_new)
      report(found, item.at, policy::problem_kind::repeated_acceptance,
             "this entry repeats the one in line " + std::to_string(first->second) +
                 "; remove one of them");
  }
}

}  // namespace tidemark::yaml
