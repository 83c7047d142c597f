// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include <tidemark/engine/decide.hpp>
#include <tidemark/engine/field_access.hpp>

#include "policy_case.hpp"

/// What happens in a case, in words: the names of cases that nobody has named.
namespace tidemark::host {

namespace detail {

/// `ctr, title and 4 more`: the names of `fields`, the first two of many.
template <record Record>
std::string some_of(field_mask fields) {
  constexpr int all_max = 3;
  const int shown = fields.count() <= all_max ? all_max : all_max - 1;
  std::string text;
  int count = 0;
  for_each_field<Record>([&](auto i) {
    if (!fields.has(i) || count++ >= shown) return;
    text.append(text.empty() ? "" : ", ").append(field_names<Record>[i]);
  });
  if (count > shown) text += " and " + std::to_string(count - shown) + " more";
  return text;
}

/// `lower gmv_cents`: how the two values compare that a gate reads.
template <record Record>
std::string comparison_text(const engine::gate& guard, const Record& stored,
                            const Record& incoming) {
  const std::string name(field_names<Record>[guard.incoming]);
  const auto offered = engine::order_at(incoming, guard.incoming);
  const auto known = engine::order_at(stored, guard.stored);
  if (!offered) return "no " + name;
  if (guard.incoming != guard.stored)
    return name +
           (!known                ? " without "
            : *offered < *known   ? " below "
            : *offered > *known   ? " above "
                                  : " equal to ") +
           std::string(field_names<Record>[guard.stored]);
  if (!known) return "first " + name;
  return (*offered < *known ? "lower " : *offered > *known ? "higher " : "equal ") + name;
}

}  // namespace detail

/// `creator_videos, lower gmv_cents, gate refused (ctr), raised (likes)`: how the fields of the
/// gates compare that the row names, and the verdicts on its fields.
template <record Record>
std::string situation_of(const rules_case<Record>& test, const engine::program<Record>& rules,
                         const engine::decision& made) {
  const auto& row = test.rows.back();
  std::string text(record_traits<Record>::name);
  for (std::size_t g = 0; g < rules.gate_count; ++g) {
    const engine::gate& guard = rules.gates[g];
    if (!row.named.has(guard.incoming) || (g > 0 && guard.incoming == rules.gates[g - 1].incoming))
      continue;
    text += ", " + detail::comparison_text(guard, test.given->values, row.values);
  }
  for (std::size_t v = 0; v < engine::verdict_count; ++v) {
    const auto given = static_cast<engine::verdict>(v);
    const field_mask fields = made.fields(given) & row.named;
    if (!fields.empty())
      text.append(", ").append(to_text(given)).append(" (").append(
          detail::some_of<Record>(fields) + ")");
  }
  return text;
}

/// `merge, highest views decides for the later row`, of two rows.
inline std::string situation_of(const merge_case& test,
                                engine::preference_order<videos::video_row> order) {
  const auto& earlier = test.rows.front().values;
  const auto& later = test.rows.back().values;
  const std::size_t count = order.step_count;
  for (order.step_count = 1; order.step_count <= count; ++order.step_count) {
    const auto result = order.compare(later, earlier);
    if (result == 0) continue;
    const auto& step = order.steps[order.step_count - 1u];
    std::string text = "merge, " + std::string(to_text(step.word));
    if (step.word != policy::preference::most_complete)
      text.append(" ").append(field_names<videos::video_row>[step.field]);
    return text + " decides for the " + (result > 0 ? "later row" : "earlier row");
  }
  return std::string("merge, equal for every step, the ") +
         (order.last_seen_wins ? "later row" : "earlier row") + " stays";
}

}  // namespace tidemark::host
