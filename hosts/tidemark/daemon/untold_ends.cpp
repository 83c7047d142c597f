// SPDX-License-Identifier: BSL-1.0
#include "untold_ends.hpp"

#include <utility>

#include "due_claims.hpp"

namespace tidemark::host {

namespace {

/// What the ledger says of a run.
result<bool> is_running(storage::backend& store, std::int64_t brand_id, std::int64_t run_id) {
  bool running = false;
  const auto walked = store.walk_runs(brand_id, [&](const storage::ledger_entry& entry) {
    if (entry.id == run_id) running = entry.status == storage::run_status::running;
    return entry.id > run_id;
  });
  if (!walked) return walked.error();
  return running;
}

}  // namespace

void untold_ends::keep(untold_end end) {
  const std::lock_guard held(mutex_);
  ends_.push_back(std::move(end));
}

result<void> untold_ends::tell(storage::backend& store, std::optional<std::int64_t> brand_id) {
  std::vector<untold_end> taken;
  {
    const std::lock_guard held(mutex_);
    std::vector<untold_end> others;
    for (auto& end : ends_)
      (!brand_id || end.brand_id == *brand_id ? taken : others).push_back(std::move(end));
    ends_ = std::move(others);
  }
  result<void> told;
  for (auto& end : taken) {
    if (told) told = tell_one(store, end);
    if (!told) keep(std::move(end));
  }
  return told;
}

result<void> untold_ends::tell_one(storage::backend& store, untold_end& end) {
  if (end.failed_run) {
    const auto failed = store.fail_run(*end.failed_run, end.message, end.at);
    if (!failed) {
      const auto running = is_running(store, end.brand_id, *end.failed_run);
      if (!running || *running) return failed;  // else somebody else has ended it
    }
    end.failed_run.reset();
  }
  if (end.due_at)
    if (const auto claimed = store.claim_due_run(end.brand_id, settled(*end.due_at)); !claimed)
      return claimed.error();
  return {};
}

}  // namespace tidemark::host
