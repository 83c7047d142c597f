// SPDX-License-Identifier: BSL-1.0
#include <utility>

#include <tidemark/engine/decide.hpp>
#include <tidemark/storage/decide_batch.hpp>

#include "memory_storage.hpp"
#include "catch_errors.hpp"

namespace tidemark::memory {

namespace {

using storage::rule_trial;
using storage::tried_records;

template <record Record>
std::optional<Record> outcome_of(const engine::program<Record>& rules,
                                 const rule_trial<Record>& trial) {
  auto stored = trial.stored;
  for (Record incoming : trial.incoming) {
    if (stored) {
      engine::decide(rules, *stored, std::move(incoming));
    } else if (storage::has_required(incoming)) {
      engine::settle_insert(incoming);
      stored = std::move(incoming);
    }
  }
  return stored;
}

template <record Record>
result<tried_records<Record>> try_all(const engine::program<Record>& rules,
                                      std::span<const rule_trial<Record>> trials) {
  return catch_errors([&]() -> result<tried_records<Record>> {
    tried_records<Record> tried;
    for (const auto& trial : trials) tried.push_back(outcome_of(rules, trial));
    return tried;
  });
}

}  // namespace

result<tried_records<videos::creator_video>> memory_storage::try_rules(
    const engine::program<videos::creator_video>& rules,
    std::span<const rule_trial<videos::creator_video>> trials) {
  return try_all(rules, trials);
}

result<tried_records<videos::metric_snapshot>> memory_storage::try_rules(
    const engine::program<videos::metric_snapshot>& rules,
    std::span<const rule_trial<videos::metric_snapshot>> trials) {
  return try_all(rules, trials);
}

}  // namespace tidemark::memory
