// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <utility>

#include <tidemark/engine/decide.hpp>
#include <tidemark/engine/merger.hpp>

#include "policy_case.hpp"

namespace tidemark::host {

/// What is stored at the end of a case, and what the last row did.
template <record Record>
struct case_outcome {
  Record stored;
  std::optional<engine::decision> last;  ///< nothing: the row was inserted
};

/// Applies the rows of `test`, of which there is at least one.
template <record Record>
case_outcome<Record> outcome_of(const rules_case<Record>& test,
                                const engine::program<Record>& rules) {
  std::optional<Record> stored;
  if (test.given) stored = test.given->values;
  std::optional<engine::decision> last;
  for (const auto& row : test.rows) {
    if (stored) {
      last = engine::decide_with_verdicts(rules, *stored, row.values);
      continue;
    }
    stored = row.values;
    engine::settle_insert(*stored);
  }
  return {std::move(*stored), last};
}

/// The row of `test` that stays, of which there is at least one.
inline videos::video_row winner_of(const merge_case& test,
                                   const engine::preference_order<videos::video_row>& order) {
  engine::merger<videos::video_row> merger(order);
  for (const auto& row : test.rows) merger.add(row.values);
  return merger.rows()[0];
}

}  // namespace tidemark::host
