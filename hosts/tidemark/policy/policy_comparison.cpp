// SPDX-License-Identifier: BSL-1.0
#include "policy_comparison.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <tidemark/engine/proof/merge_differences.hpp>
#include <tidemark/engine/proof/rule_differences.hpp>

#include "shown_records.hpp"

namespace tidemark::host {

namespace {

namespace proof = engine::proof;
using place = policy_difference::place;

shown_value shown_windows(const std::vector<std::int32_t>& windows) {
  shown_value list{"["};
  for (const auto days : windows)
    list.json += (list.json.size() > 1 ? "," : "") + std::to_string(days);
  list.json += "]";
  return list;
}

void compare_windows(policy_comparison& result, const sync::video_policy& a,
                     const sync::video_policy& b) {
  if (a.windows == b.windows) return;
  policy_difference found;
  const bool same_days =
      std::is_permutation(a.windows.begin(), a.windows.end(), b.windows.begin(), b.windows.end());
  found.when = same_days ? "rows of two windows are equal for every step of prefer: that of the "
                           "first window is kept"
                         : "always: other windows are fetched and stored";
  found.results = {shown_windows(a.windows), shown_windows(b.windows)};
  result.differences.push_back(std::move(found));
}

void compare_merges(policy_comparison& result, const sync::video_policy& a,
                    const sync::video_policy& b) {
  using row = videos::video_row;
  constexpr auto shape = engine::shape_of<row>();
  auto found = proof::compare_preferences(shape, a.merge.list(), b.merge.list());
  if (!found) return;
  policy_difference difference;
  difference.part = place::merge;
  difference.record = shape.name;
  difference.when = std::move(found->when);
  difference.rows = shown_rows<row>(found->shown);
  for (std::size_t side = 0; side < 2; ++side)
    difference.results[side] = {to_json(difference.rows[found->winners[side]])};
  difference.kept = found->winners;
  result.differences.push_back(std::move(difference));
}

template <record Record>
void compare_records(policy_comparison& result, const engine::program<Record>& a,
                     const engine::program<Record>& b) {
  constexpr auto shape = engine::shape_of<Record>();
  auto compared = proof::compare_rules(shape, a, b);
  for (std::size_t side = 0; side < 2; ++side)
    result.implies[side] = result.implies[side] && compared.implies[side];
  for (auto& found : compared.differences) {
    policy_difference difference;
    difference.part = place::upsert;
    difference.record = shape.name;
    difference.field = shape.fields[found.field];
    difference.when = std::move(found.when);
    difference.rows = shown_rows<Record>(found.shown);
    for (std::size_t side = 0; side < 2; ++side)
      difference.results[side] = shown_result<Record>(found.results[side], found.field);
    result.differences.push_back(std::move(difference));
  }
}

std::string_view to_text(place part) {
  switch (part) {
    case place::windows: return "windows";
    case place::merge: return "merge";
    case place::upsert: break;
  }
  return "upsert";
}

std::string result_text(const policy_difference& difference, std::size_t side) {
  switch (difference.part) {
    case place::windows: break;
    case place::merge: return difference.kept[side] == 0 ? "keeps the first" : "keeps the second";
    case place::upsert:
      return std::string(difference.field) + ": " + difference.results[side].json;
  }
  return difference.results[side].json;
}

}  // namespace

policy_comparison compare_policies(const sync::video_policy& a, const sync::video_policy& b) {
  policy_comparison result;
  result.implies = {true, true};
  compare_windows(result, a, b);
  compare_merges(result, a, b);
  if (!result.differences.empty()) result.implies = {false, false};
  compare_records(result, a.rules.creator_videos, b.rules.creator_videos);
  compare_records(result, a.rules.snapshots, b.rules.snapshots);
  return result;
}

void write_text(std::ostream& out, const policy_comparison& comparison,
                const std::array<std::string, 2>& names, bool with_implies) {
  const std::size_t width = std::max({names[0].size(), names[1].size(), std::size_t{8}});
  const auto line = [&](std::string_view label, std::string_view text) {
    out << "  " << label << std::string(width - label.size() + 2, ' ') << text << '\n';
  };
  for (const auto& difference : comparison.differences) {
    out << to_text(difference.part);
    if (!difference.record.empty()) out << '.' << difference.record;
    if (!difference.field.empty()) out << '.' << difference.field;
    out << ": differs when " << difference.when << '\n';
    for (std::size_t i = 0; i < difference.rows.size(); ++i)
      line(difference.part == place::merge ? i == 0 ? "first" : "second"
           : i == 0                        ? "stored"
                                           : "incoming",
           to_text(difference.rows[i]));
    for (std::size_t side = 0; side < 2; ++side)
      line(names[side], result_text(difference, side));
  }
  if (comparison.are_equal()) out << "equal: proved for every stored record and every row\n";
  if (!with_implies) return;
  for (std::size_t side = 0; side < 2; ++side)
    out << "whatever " << names[side] << " changes, " << names[1 - side] << " changes too: "
        << (comparison.implies[side] ? "proved" : "no") << '\n';
}

void write_json(json_writer& out, const policy_comparison& comparison,
                const std::optional<stored_differences>& stored) {
  out.begin_object();
  out.member("equal", comparison.are_equal());
  out.key("implies");
  out.begin_object();
  out.member("a_b", comparison.implies[0]);
  out.member("b_a", comparison.implies[1]);
  out.end_object();
  out.key("differences");
  out.begin_array();
  const auto or_null = [&](std::string_view name, std::string_view text) {
    out.key(name);
    if (text.empty()) out.value(nullptr);
    else out.value(text);
  };
  for (const auto& difference : comparison.differences) {
    out.begin_object();
    out.member("part", to_text(difference.part));
    or_null("record", difference.record);
    or_null("field", difference.field);
    out.member("when", difference.when);
    out.key("rows");
    out.begin_array();
    for (const auto& row : difference.rows) out.value(json{to_json(row)});
    out.end_array();
    out.member("a", json{difference.results[0].json});
    out.member("b", json{difference.results[1].json});
    out.end_object();
  }
  out.end_array();
  out.key("stored");
  if (stored) write_json(out, *stored);
  else out.value(nullptr);
  out.end_object();
}

}  // namespace tidemark::host
