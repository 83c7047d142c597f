// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <tidemark/engine/program.hpp>
#include <tidemark/result.hpp>
#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>

namespace tidemark::storage {

/// A record as it is stored, or none, and the records that come in for it, run by run, all with the
/// same key.
template <record Record>
struct rule_trial {
  std::optional<Record> stored;  ///< has its required fields, and no missing counter
  std::vector<Record> incoming;
};

/// The stored record after each trial; nothing where none was stored.
template <record Record>
using tried_records = std::vector<std::optional<Record>>;

/// Tries rules the way this storage executes them, so that what was proved or tested of a policy
/// can be replayed where it will run. One thread at a time.
class rule_trials {
 public:
  virtual ~rule_trials() = default;

  /// Applies the incoming records of each of `trials`, run by run, and returns what is stored then,
  /// in their order. Uses tables of its own, which vanish: nothing that is stored
  /// is read or changed, no id is taken, and no lock. References are values like others.
  virtual result<tried_records<videos::creator_video>> try_rules(
      const engine::program<videos::creator_video>& rules,
      std::span<const rule_trial<videos::creator_video>> trials) = 0;
  virtual result<tried_records<videos::metric_snapshot>> try_rules(
      const engine::program<videos::metric_snapshot>& rules,
      std::span<const rule_trial<videos::metric_snapshot>> trials) = 0;
};

}  // namespace tidemark::storage
