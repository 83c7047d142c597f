// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/diagnostics/unknown_name.hpp>
#include <tidemark/policy/policy.hpp>
#include <tidemark/policy/problem_kind.hpp>
#include <tidemark/policy/warning.hpp>
#include <tidemark/value/utf8.hpp>

namespace tidemark::policy {

/// The place of the step `index` of `prefer`, as `accepts` names it.
inline std::string place_of_step(std::size_t index) {
  return "merge.prefer[" + std::to_string(index) + "]";
}

/// The place of the fields under `word` of `record`.
inline std::string place_of_rule(std::string_view record, rule word) {
  return "upsert." + std::string(record) + "." + std::string(to_text(word));
}

/// The place of the gate `index` of `record`.
inline std::string place_of_gate(std::string_view record, std::size_t index) {
  return place_of_rule(record, rule::gated) + "[" + std::to_string(index) + "]";
}

/// Every place of `declared` that `accepts` can name, as far as it could be read.
inline std::vector<std::string> places_of(const policy& declared) {
  std::vector<std::string> places{"windows"};
  for (std::size_t i = 0; i < declared.merge.step_count.value_or(0); ++i)
    places.push_back(place_of_step(i));
  for (const auto& record : declared.upsert) {
    for (std::size_t i = 0; i < record.gates.size(); ++i)
      places.push_back(place_of_gate(record.record.text, i));
    for (const auto& rules : record.rules)
      places.push_back(place_of_rule(record.record.text, rules.word));
  }
  return places;
}

namespace detail {

/// Whether `place` may be in a part of `declared` that could not be read, which was reported.
inline bool may_be_unread(const policy& declared, std::span<const std::string_view> known,
                          std::string_view place) {
  if (place.starts_with("merge.prefer[")) return !declared.merge.step_count;
  constexpr std::string_view upsert = "upsert.";
  if (!place.starts_with(upsert)) return false;
  if (declared.upsert.empty()) return true;
  place.remove_prefix(upsert.size());
  const auto record = place.substr(0, place.find('.'));
  for (const auto& rules : declared.upsert)
    if (rules.record.text == record) return !rules.words_whole;
  return std::find(known.begin(), known.end(), record) != known.end();
}

/// The place that `entry` names. If `declared` has no such place, this is reported, unless it may
/// be in a part that could not be read, and the result is the place that was likely meant. `places`
/// are those of `declared`.
inline std::string settle_place(const policy& declared, std::span<const std::string_view> known,
                                const std::vector<std::string>& places,
                                const accepted_warning& entry, diagnostics::issues& found) {
  const std::string& where = entry.where.text;
  if (where.empty() || std::find(places.begin(), places.end(), where) != places.end())
    return where;
  auto unknown =
      diagnostics::unknown_name(entry.where.at, problem_kind::unknown_place,
                                "this policy has no place " + in_quotes(where), where, places);
  std::string meant = unknown.suggestion;
  if (!may_be_unread(declared, known, where)) found.push_back(std::move(unknown));
  return meant;
}

}  // namespace detail

/// Removes the warnings that `declared` accepts from `found`, which already has all other issues.
/// Reports places that `declared` does not have and, unless an error may have hidden a warning,
/// entries that accept nothing. `known` are the records that `upsert` should have.
///
/// If the code of an entry could not be read, it accepts every warning of its place; if the place
/// could not be read, every warning of its code: the policy is refused anyway, and the author knows
/// of the warning.
inline void settle_accepts(const policy& declared, std::span<const std::string_view> known,
                           diagnostics::issues& found) {
  const auto places = places_of(declared);
  diagnostics::issues wrong_places;
  diagnostics::issues not_needed;
  for (const auto& entry : declared.accepts) {
    const auto where = detail::settle_place(declared, known, places, entry, wrong_places);
    if (!entry.kind && where.empty()) continue;
    const auto code = entry.kind ? std::optional(code_of(*entry.kind)) : std::nullopt;
    const auto accepted = std::erase_if(found, [&](const diagnostics::issue& warned) {
      return warned.level == diagnostics::severity::warning &&
             (!code || warned.code == code) && (where.empty() || warned.place == where);
    });
    if (accepted > 0) continue;
    not_needed.push_back({diagnostics::severity::warning, entry.at,
                          "nothing needs this entry: there is no warning " +
                              (code ? std::string(diagnostics::to_text(*code)) : "") + " of " +
                              where + "; remove it",
                          code_of(warning::acceptance_not_needed),
                          "accepts[" + std::to_string(entry.index) + "]", {}});
  }
  found.insert(found.end(), wrong_places.begin(), wrong_places.end());
  if (!diagnostics::has_error(found))
    found.insert(found.end(), not_needed.begin(), not_needed.end());
  diagnostics::keep_first(found, problem_kind::too_many_issues);
}

}  // namespace tidemark::policy
