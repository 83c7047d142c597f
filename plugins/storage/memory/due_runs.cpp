// SPDX-License-Identifier: BSL-1.0
#include <tidemark/storage/run_of_due_time.hpp>

#include "memory_storage.hpp"
#include "catch_errors.hpp"

namespace tidemark::memory {

result<std::optional<due_run>> memory_storage::find_due_run(std::int64_t brand_id,
                                                            timestamp due_at) {
  return catch_errors([&]() -> result<std::optional<due_run>> {
    const auto* due = due_runs_.find(brand_id, due_at);
    return due ? std::optional(*due) : std::nullopt;
  });
}

result<std::optional<due_run>> memory_storage::find_last_due_run(std::int64_t brand_id) {
  return catch_errors([&]() -> result<std::optional<due_run>> {
    const auto* due = due_runs_.last(brand_id);
    return due ? std::optional(*due) : std::nullopt;
  });
}

result<void> memory_storage::walk_open_due_runs(const visitor<due_run>& visit) {
  return catch_errors([&]() -> result<void> {
    due_runs_.walk_open(visit);
    return {};
  });
}

result<std::vector<bool>> memory_storage::change_due_runs(
    std::span<const due_run_change> changes) {
  return catch_errors([&]() -> result<std::vector<bool>> { return due_runs_.change(changes); });
}

result<std::int64_t> memory_storage::begin_run(const run_start& start) {
  return catch_errors([&]() -> result<std::int64_t> {
    due_run* due = start.due_at ? due_runs_.find(start.brand_id, *start.due_at) : nullptr;
    bool takes = false;
    if (start.due_at) {
      const auto allowed = storage::may_begin(start, due ? std::optional(*due) : std::nullopt);
      if (!allowed) return allowed.error();
      takes = *allowed;
    }
    const auto run_id = runs_.begin(start);
    if (takes) {
      due->run_id = run_id;
      due->changed_at = start.started_at;
    }
    return run_id;
  });
}

void memory_storage::end_due_run(const kept_run& run, storage::due_run_state as,
                                 timestamp at) noexcept {
  const auto& start = run.entry.start;
  if (!start.due_at) return;
  if (auto* due = due_runs_.find(start.brand_id, *start.due_at))
    storage::end_with_run(*due, run.entry.id, as, at);
}

}  // namespace tidemark::memory
