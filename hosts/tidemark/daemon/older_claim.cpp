// SPDX-License-Identifier: BSL-1.0
#include "older_claim.hpp"

#include <chrono>

namespace tidemark::host {

result<bool> may_be_run_by_older_daemon(storage::backend& store, const storage::due_run& stored,
                                        timestamp now) {
  constexpr std::chrono::microseconds claim_max = std::chrono::minutes(5);  // until its run begins
  if (stored.state != storage::due_run_state::claimed || !stored.host.empty()) return false;
  if (now.micros < stored.due_at.micros + claim_max.count()) return true;
  bool running = false;
  const auto walked = store.walk_runs(stored.brand_id, [&](const storage::ledger_entry& newest) {
    running = newest.status == storage::run_status::running;
    return false;
  });
  if (!walked) return walked.error();
  return running;
}

}  // namespace tidemark::host
