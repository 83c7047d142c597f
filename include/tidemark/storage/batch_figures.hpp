// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include <tidemark/result.hpp>
#include <tidemark/storage/figures.hpp>
#include <tidemark/storage/run_batch.hpp>

/// What every storage does with a batch and its figures before it writes.
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

/// What is wrong with a batch that holds rows of another brand than its own.
inline std::optional<error> find_foreign(const run_batch& batch) {
  const auto foreign = [&](const videos::video_row& row) { return row.brand_id != batch.brand_id; };
  const bool found =
      std::any_of(batch.all_time.begin(), batch.all_time.end(),
                  [&](const videos::video_row* row) { return foreign(*row); }) ||
      std::any_of(batch.windows.begin(), batch.windows.end(), [&](const auto& window) {
        return std::any_of(window.rows.begin(), window.rows.end(), foreign);
      });
  if (!found) return std::nullopt;
  return failure("the batch of brand " + std::to_string(batch.brand_id) +
                 " holds rows of another brand");
}

}  // namespace tidemark::storage
