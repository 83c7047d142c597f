// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <tidemark/engine/proof/preference_search.hpp>

namespace tidemark::engine::proof {

/// Two rows of which two `prefer:` lists prefer different ones.
struct merge_difference {
  std::string when;     ///< the exact condition
  shown_records shown;  ///< the smallest two rows, in order of arrival
  std::array<std::size_t, 2> winners{};  ///< by each list: 0 the first row, 1 the second
};

namespace detail {

inline std::string step_text(const record_shape& shape, const preference_list& list,
                             std::size_t step) {
  if (step == list.steps.size()) return list.last_seen_wins ? "last_seen" : "first_seen";
  const auto& found = list.steps[step];
  return std::string(to_text(found.word)) + ": " +
         (found.word == policy::preference::most_complete ? list_of(shape, found.fields)
                                                          : std::string(shape.fields[found.field]));
}

/// Gives two rows that no step tells apart different values of a field that no step reads, or reads
/// only whether it is there.
inline void make_distinct(const record_shape& shape, field_mask read,
                          merge_difference& difference) {
  std::optional<std::size_t> free;
  for_each_in(shape.ruled(), [&](std::size_t field) {
    if (free || (read.has(field) && has_order(shape.types[field]))) return;
    free = field;
  });
  if (!free) return;
  for (std::size_t row = 0; row < 2; ++row) {
    difference.shown.records[row][*free] = static_cast<abstract_value>(row);
    difference.shown.named[row].add(*free);
  }
}

}  // namespace detail

/// Compares two `prefer:` lists for every two rows with the same key; nothing if they always prefer
/// the same one. Exact, by enumeration of how the fields that either list reads compare.
inline std::optional<merge_difference> compare_preferences(const record_shape& shape,
                                                           const preference_list& a,
                                                           const preference_list& b) {
  preference_search search(shape, {&a, &b});
  const auto prefers_later = [](int sign, const preference_list& list) {
    return sign == 0 ? list.last_seen_wins : sign > 0;
  };
  std::optional<preference_found> best;
  std::array<std::size_t, 2> winners{};
  std::set<std::array<std::size_t, 2>> ways;
  for (int first = -1; first <= 1; ++first)
    for (int second = -1; second <= 1; ++second) {
      const bool later_a = prefers_later(first, a), later_b = prefers_later(second, b);
      if (later_a == later_b) continue;
      const std::array<int, 2> signs{first, second};
      auto found = search.find(signs, [&](const std::vector<std::size_t>& steps) {
        ways.insert({steps[0], steps[1]});
      });
      if (!found || (best && best->size <= found->size)) continue;
      best = std::move(found);
      winners = {later_a ? std::size_t{1} : 0, later_b ? std::size_t{1} : 0};
    }
  if (!best) return std::nullopt;
  merge_difference difference;
  difference.winners = winners;
  for (const auto& [first, second] : ways) {
    if (!difference.when.empty()) difference.when += "; or ";
    difference.when += "one is decided by " + detail::step_text(shape, a, first) +
                       " and the other by " + detail::step_text(shape, b, second) +
                       ", for different rows";
  }
  difference.shown.records.resize(2);
  difference.shown.named.resize(2);
  for (const auto& [field, each] : best->cases)
    for (std::size_t row = 0; row < 2; ++row) {
      difference.shown.records[row][field] = values_of(each)[row];
      if (tells_apart(each)) difference.shown.named[row].add(field);
    }
  if (difference.shown.named[0].empty()) detail::make_distinct(shape, search.read(), difference);
  return difference;
}

}  // namespace tidemark::engine::proof
