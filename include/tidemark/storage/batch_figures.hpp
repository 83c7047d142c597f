// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include <tidemark/result.hpp>
#include <tidemark/storage/figures.hpp>
#include <tidemark/storage/run_batch.hpp>

namespace tidemark::storage {

/// The counts of window `window_days`; `figures` must have an entry for it.
inline upsert_counts& counts_of(run_figures& figures, std::int32_t window_days) {
  return std::find_if(figures.snapshots.begin(), figures.snapshots.end(),
                      [&](const auto& entry) { return entry.first == window_days; })
      ->second;
}

/// `given` with the storage's block empty, and an entry for every window of `batch`.
inline run_figures begin_figures(const run_batch& batch, const run_figures& given) {
  run_figures figures = given;
  figures.videos_synced = figures.creators_created = figures.creators_matched = 0;
  figures.unattributed_rows = 0;
  figures.all_time = {};
  for (auto& [window_days, counts] : figures.snapshots) counts = {};
  for (const auto& window : batch.windows) {
    const bool known =
        std::any_of(figures.snapshots.begin(), figures.snapshots.end(),
                    [&](const auto& entry) { return entry.first == window.days; });
    if (!known) figures.snapshots.emplace_back(window.days, upsert_counts{});
  }
  return figures;
}

}  // namespace tidemark::storage
