// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark::host {

/// How a run of this process ended, when the storage could not be told.
struct untold_end {
  std::int64_t brand_id = 0;
  std::optional<std::int64_t> failed_run;  ///< its id, where the ledger still says `running`
  std::string message;                     ///< why it failed
  timestamp at;
  std::optional<timestamp> due_at;  ///< where its claim is still open
};

/// Keeps such ends until the storage answers, so that nobody takes the runs for a dead host's.
/// Thread-safe.
class untold_ends {
 public:
  void keep(untold_end end);

  /// Tells `store` the ends of `brand_id`, or all. Those it does not take are kept, unless that is
  /// because somebody else has ended the run. Error: the first one that was kept.
  result<void> tell(storage::backend& store, std::optional<std::int64_t> brand_id);

 private:
  static result<void> tell_one(storage::backend& store, untold_end& end);

  std::mutex mutex_;
  std::vector<untold_end> ends_;
};

}  // namespace tidemark::host
