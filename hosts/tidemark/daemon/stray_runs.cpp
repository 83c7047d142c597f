// SPDX-License-Identifier: BSL-1.0
#include "stray_runs.hpp"

#include <utility>

#include "../run_of_brand.hpp"
#include "due_claims.hpp"

namespace tidemark::host {

namespace {

result<std::optional<storage::ledger_entry>> newest_run(storage::backend& store,
                                                        std::int64_t brand_id) {
  std::optional<storage::ledger_entry> newest;
  const auto walked = store.walk_runs(brand_id, [&](const storage::ledger_entry& entry) {
    newest = entry;
    return false;
  });
  if (!walked) return walked.error();
  return newest;
}

}  // namespace

result<std::optional<stray_run>> stray_runs::take_over(storage::backend& store,
                                                       std::int64_t brand_id) {
  const auto lock = store.lock_brand(brand_id, host_name());
  if (!lock && lock.error().kind == error_kind::busy) return std::optional<stray_run>{};
  if (!lock) return lock.error();
  return take_over(store, brand_id, **lock);
}

result<std::optional<stray_run>> stray_runs::take_over(storage::backend& store,
                                                       std::int64_t brand_id,
                                                       const storage::brand_lock&) {
  const auto claimed = store.last_claimed_run(brand_id);
  if (!claimed) return claimed.error();
  if (!*claimed || !is_open(**claimed)) return std::optional<stray_run>{};
  const auto newest = newest_run(store, brand_id);
  if (!newest) return newest.error();
  const auto released = store.release_due_run(brand_id, **claimed);
  if (!released) return released.error();
  if (!*released) return std::optional<stray_run>{};
  const bool begun = *newest && (*newest)->start.started_at >= **claimed &&
                     (*newest)->status != storage::run_status::succeeded;
  return std::optional<stray_run>{{brand_id, **claimed, begun}};
}

result<std::optional<stray_run>> stray_runs::take_over_dead(storage::backend& store,
                                                            std::int64_t brand_id) {
  const auto newest = newest_run(store, brand_id);
  if (!newest) return newest.error();
  if (!*newest || (*newest)->status != storage::run_status::running)
    return std::optional<stray_run>{};
  return take_over(store, brand_id);
}

result<std::vector<stray_run>> stray_runs::find(storage::backend& store,
                                                const claim_scope& scope) {
  std::vector<stray_run> found;
  const auto before = std::exchange(seen_, {});
  const auto is_in = [](const auto& times, std::int64_t id, timestamp due) {
    const auto one = times.find(id);
    return one != times.end() && one->second == due;
  };
  for (const std::int64_t id : scope.brand_ids) {
    if (scope.running.contains(id)) continue;
    const auto claimed = store.last_claimed_run(id);
    if (!claimed) return claimed.error();
    const auto left = scope.left.find(id);
    if (left != scope.left.end() && *claimed < left->second) {
      found.push_back({id, left->second, false, true});
      continue;
    }
    if (!*claimed || !is_open(**claimed) || is_in(scope.claimed, id, **claimed)) continue;
    const auto newest = newest_run(store, id);
    if (!newest) return newest.error();
    if (*newest && (*newest)->status == storage::run_status::running) continue;
    if (!is_in(before, id, **claimed)) {
      seen_[id] = **claimed;
      continue;
    }
    found.push_back({id, **claimed});
  }
  return found;
}

}  // namespace tidemark::host
