// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cstddef>

#include "memory_storage.hpp"
#include "catch_errors.hpp"

namespace tidemark::memory {

namespace {

/// Removes the snapshots of days before `limit` that are not the latest of their window, and
/// returns how many. `windows_seen` has room for every window of the history.
std::int64_t remove_before(video_history& history, date limit,
                           std::vector<std::int32_t>& windows_seen) noexcept {
  windows_seen.clear();
  auto& snapshots = history.snapshots;
  const auto size_before = snapshots.size();
  auto kept = snapshots.end();  // from here to the end: what is kept so far
  for (auto at = snapshots.end(); at != snapshots.begin();) {
    --at;
    const bool latest = std::find(windows_seen.begin(), windows_seen.end(),
                                  at->record.window_days) == windows_seen.end();
    if (latest) windows_seen.push_back(at->record.window_days);
    if (!latest && at->record.snapshot_date < limit) continue;
    --kept;
    if (kept != at) *kept = std::move(*at);
  }
  snapshots.erase(snapshots.begin(), kept);
  return static_cast<std::int64_t>(size_before - snapshots.size());
}

}  // namespace

result<retention_counts> memory_storage::retain(std::optional<date> snapshots_before,
                                                std::optional<timestamp> rejected_before) {
  return catch_errors([&]() -> result<retention_counts> {
    retention_counts removed;
    if (snapshots_before) {
      const auto brands = brands_of(std::nullopt);
      std::size_t most = 0;
      for (auto* brand : brands)
        for (const auto* history : brand->in_order())
          most = std::max(most, history->snapshots.size());
      std::vector<std::int32_t> windows_seen;
      windows_seen.reserve(most);  // from here nothing can fail half-way
      for (auto* brand : brands)
        for (auto* history : brand->in_order())
          removed.snapshots += remove_before(*history, *snapshots_before, windows_seen);
    }
    if (rejected_before) {
      removed.rejected_rows = static_cast<std::int64_t>(std::erase_if(
          rejected_, [&](const auto& row) { return row.inserted_at < *rejected_before; }));
      removed.due_runs = due_runs_.remove_before(*rejected_before);
    }
    return removed;
  });
}

}  // namespace tidemark::memory
