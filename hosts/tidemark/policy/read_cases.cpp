// SPDX-License-Identifier: BSL-1.0
#include "read_cases.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include <tidemark/engine/verdict.hpp>
#include <tidemark/yaml/read_document.hpp>

#include "../config/read_file.hpp"
#include "read_record.hpp"

namespace tidemark::host {

namespace {

using yaml::located_node;
using yaml::node_kind;

constexpr std::size_t file_bytes_max = 1024 * 1024;

constexpr std::array<std::string_view, 2> stored_records{
    record_traits<videos::creator_video>::name, record_traits<videos::metric_snapshot>::name};

/// Makes sure that all records of a case have one key, named or not.
template <record Record>
class one_key {
 public:
  explicit one_key(diagnostics::issues& found) : found_(found) { set_usual_key(key_); }

  /// `node` is the record's, to report its key where an earlier record has another.
  void add(const named_record<Record>& read, const located_node& node) {
    for_each_field<Record>([&](auto i) {
      if constexpr (key_fields<Record>.has(i)) {
        if (!read.named.has(i)) return;
        if (!named_.has(i)) field<i>(key_) = field<i>(read.values);
        named_.add(i);
        if (field<i>(key_) == field<i>(read.values)) return;
        const std::string_view name = field_names<Record>[i];
        for (const auto& child : node.children)
          if (child.key.text == name)
            return report(found_, child.at,
                          in_quotes(name) + " is part of the key, which is the same in all "
                                            "records of a case; an earlier one differs");
      }
    });
  }

  void give_to(named_record<Record>& made) const {
    for_each_field<Record>([&](auto i) {
      if constexpr (key_fields<Record>.has(i)) field<i>(made.values) = field<i>(key_);
    });
  }

 private:
  diagnostics::issues& found_;
  Record key_;
  field_mask named_;
};

template <record Record>
std::vector<named_record<Record>> read_rows(const located_node& node, one_key<Record>& key,
                                            diagnostics::issues& found) {
  std::vector<named_record<Record>> rows;
  if (node.kind != node_kind::list) {
    yaml::report_kind(found, node,
                      "a list of rows, each a map of the fields of " +
                          std::string(record_traits<Record>::name));
    return rows;
  }
  if (node.children.empty())
    report(found, node.at, in_quotes(node.key.text) + " needs at least one row");
  for (const auto& item : node.children) {
    rows.push_back(read_record<Record>(item, found));
    key.add(rows.back(), item);
  }
  return rows;
}

template <record Record>
std::optional<expected_verdict> read_verdict(const located_node& node,
                                             diagnostics::issues& found) {
  constexpr std::string_view tie = " (tie)";
  const auto index = find_field<Record>(node.key.text);
  if (!index) {
    report_unknown_field<Record>(node, found);
    return std::nullopt;
  }
  if (key_fields<Record>.has(*index)) {
    report(found, node.key.at,
           in_quotes(node.key.text) + " is part of the key, of which nothing is decided");
    return std::nullopt;
  }
  const auto text = yaml::read_text(node, "a verdict such as raised", found);
  if (!text) return std::nullopt;
  std::string_view word = text->text;
  if (word.ends_with(tie)) word.remove_suffix(tie.size());
  if (!policy::find_word<engine::verdict>(engine::verdict_words, word)) {
    found.push_back(diagnostics::unknown_name(text->at, std::nullopt,
                                              "unknown verdict " + in_quotes(word), word,
                                              engine::verdict_words));
    return std::nullopt;
  }
  return expected_verdict{*index, text->text};
}

template <record Record>
std::vector<expected_verdict> read_decided(const located_node& node, diagnostics::issues& found) {
  std::vector<expected_verdict> decided;
  if (node.kind != node_kind::map) {
    yaml::report_kind(found, node, "a map of fields to verdicts");
    return decided;
  }
  for (const auto* child : yaml::distinct_children(node, found))
    if (auto verdict = read_verdict<Record>(*child, found)) decided.push_back(std::move(*verdict));
  return decided;
}

/// Reads `expect`, which `map` must have; `also` are other things that the case compares.
template <record Record>
named_record<Record> read_expect(const yaml::map_reader& map, one_key<Record>& key, bool also,
                                 diagnostics::issues& found) {
  const auto* expect = map.require("expect", "expect: {FIELD: VALUE, ...}");
  if (!expect) return {};
  auto read = read_record<Record>(*expect, found);
  key.add(read, *expect);
  if (expect->kind == node_kind::map && expect->children.empty() && !also)
    report(found, expect->at, "\"expect\" needs at least one field, or the case compares nothing");
  return read;
}

/// A case of `rows` for the stored record `Record`.
template <record Record>
rules_case<Record> read_rules_case(const yaml::map_reader& map, diagnostics::issues& found) {
  rules_case<Record> made;
  one_key<Record> key(found);
  if (const auto* given = map.find("given")) {
    made.given = read_record<Record>(*given, found);
    key.add(*made.given, *given);
  }
  if (const auto* rows = map.require("rows", "rows: [{FIELD: VALUE, ...}]"))
    made.rows = read_rows<Record>(*rows, key, found);
  if (const auto* decided = map.find("decided"))
    made.decided = read_decided<Record>(*decided, found);
  made.expect = read_expect<Record>(map, key, !made.decided.empty(), found);
  if (made.given) key.give_to(*made.given);
  for (auto& row : made.rows) key.give_to(row);
  complete(made);
  return made;
}

merge_case read_merge_case(const located_node& merge, const yaml::map_reader& map,
                           diagnostics::issues& found) {
  merge_case made;
  one_key<videos::video_row> key(found);
  made.rows = read_rows<videos::video_row>(merge, key, found);
  made.expect = read_expect<videos::video_row>(map, key, false, found);
  for (auto& row : made.rows) key.give_to(row);
  for (const std::string_view word : {"record", "given", "rows", "decided"})
    if (const auto* other = map.find(word))
      report(found, other->key.at,
             in_quotes(word) + " and \"merge\" are in one case; a case is either about rows that "
                               "are merged or about a stored record");
  return made;
}

/// Names of cases, each of which may appear once in a file.
using name_lines = std::map<std::string, std::size_t>;

void read_name(const yaml::map_reader& map, name_lines& lines, policy_case& made,
               diagnostics::issues& found) {
  const auto* name = map.require("name", "name: what the rule does");
  if (!name) return;
  auto text = yaml::read_text(*name, "a name", found);
  if (!text) return;
  made.name = std::move(text->text);
  made.at = text->at;
  const auto [first, is_new] = lines.emplace(made.name, made.at.line);
  if (!is_new)
    report(found, made.at, "the name " + in_quotes(made.name) + " is repeated; it is already in "
                               "line " + std::to_string(first->second));
}

policy_case read_case(const located_node& node, name_lines& lines, diagnostics::issues& found) {
  static constexpr std::array<std::string_view, 7> keys{"name", "record", "given",  "rows",
                                                        "merge", "expect", "decided"};
  policy_case made;
  made.at = node.at;
  const yaml::map_reader map(node, keys, found);
  if (!map.is_map()) return made;
  read_name(map, lines, made, found);
  if (const auto* merge = map.find("merge")) {
    made.body = read_merge_case(*merge, map, found);
    return made;
  }
  const auto* record = map.require("record", "record: RECORD and rows: [...], or merge: [...]");
  const auto name = record ? yaml::read_text(*record, "a record", found) : std::nullopt;
  if (name && name->text == stored_records[0]) {
    made.body = read_rules_case<videos::creator_video>(map, found);
    return made;
  }
  if (name && name->text == stored_records[1]) {
    made.body = read_rules_case<videos::metric_snapshot>(map, found);
    return made;
  }
  if (name && name->text == record_traits<videos::video_row>::name)
    report(found, name->at, "video_row is not a stored record; write merge: [{FIELD: VALUE, ...}]");
  else if (name)
    found.push_back(diagnostics::unknown_name(name->at, std::nullopt,
                                              "unknown record " + in_quotes(name->text),
                                              name->text, stored_records));
  map.require("rows", "rows: [{FIELD: VALUE, ...}]");
  map.require("expect", "expect: {FIELD: VALUE, ...}");
  return made;
}

void read_policy_of(const located_node& node, test_file& file) {
  const auto name = yaml::read_text(node, "a policy file", file.found);
  if (!name) return;
  file.policy = (file.path.parent_path() / name->text).lexically_normal();
  auto read = read_policy(file.policy);
  // What cannot be read at all is the mistake of the name here.
  const bool unread = read.found.size() == 1 && read.found[0].at.line == 0 && read.text.empty();
  if (unread)
    report(file.found, name->at, "policy " + file.policy.string() + ": " + read.found[0].message);
  else file.tested = std::move(read);
}

void read_file_of_cases(const located_node& root, test_file& file) {
  static constexpr std::array<std::string_view, 2> keys{"policy", "cases"};
  if (root.kind == node_kind::nothing)
    return report(file.found, root.at, "the file is empty; a test file has policy: and cases:");
  const yaml::map_reader map(root, keys, file.found);
  if (const auto* policy = map.require("policy", "policy: FILE, as seen from this file's folder"))
    read_policy_of(*policy, file);
  const auto* cases = map.require("cases", "cases: [{name: ..., ...}]");
  if (!cases) return;
  if (cases->kind != node_kind::list)
    return yaml::report_kind(file.found, *cases, "a list of cases");
  if (cases->children.empty()) report(file.found, cases->at, "\"cases\" needs at least one case");
  name_lines lines;
  for (const auto& item : cases->children)
    file.cases.push_back(read_case(item, lines, file.found));
}

}  // namespace

bool is_test_file(const located_node& root) {
  if (root.kind != node_kind::map) return false;
  for (const auto& child : root.children)
    if (child.key.text == "cases") return true;
  return false;
}

test_file read_cases(const std::filesystem::path& path, std::string text) {
  test_file file;
  file.path = path;
  file.text = std::move(text);
  if (const auto root = yaml::read_document(file.text, file.found)) read_file_of_cases(*root, file);
  diagnostics::sort_by_place(file.found);
  diagnostics::keep_first(file.found, std::nullopt);
  return file;
}

test_file read_cases(const std::filesystem::path& path) {
  auto text = read_file(path, file_bytes_max);
  if (text) return read_cases(path, std::move(*text));
  test_file file;
  file.path = path;
  report(file.found, {},
         fmt::format("{}; name a file of cases, or a folder of such files", text.error().message));
  return file;
}

}  // namespace tidemark::host
