// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>

namespace tidemark::host {

/// The all-time GMV of a video compared with that of its windows, in cents.
struct gmv_comparison {
  std::int64_t all_time = 0;
  std::int64_t highest_in_windows =
      0;  ///< of the latest snapshots; a window without one counts as 0

  /// Whether the all-time value is higher than that of every window.
  bool above_windows() const { return all_time > highest_in_windows; }
};

/// One comparison for each video of `listed`, a page of `query`. Empty without `windows`. At most
/// two statements of the storage, for any length of the page.
inline result<std::vector<gmv_comparison>> compare_gmv(
    storage::backend& store, const videos::period_query& query,
    std::span<const std::int32_t> windows, const std::vector<videos::listed_video>& listed) {
  std::vector<gmv_comparison> found;
  if (windows.empty()) return found;
  std::vector<std::string> ids;
  for (const auto& video : listed) ids.push_back(video.tiktok_video_id);
  const auto highest = store.find_highest_shown(query.brand_id, ids, windows);
  if (!highest) return highest.error();
  for (std::size_t i = 0; i < listed.size(); ++i)
    found.push_back({listed[i].gmv_cents, (*highest)[i]});
  if (!query.window_days) return found;
  const auto stored = store.find_videos(query.brand_id, ids);
  if (!stored) return stored.error();
  for (std::size_t i = 0; i < listed.size(); ++i)
    if ((*stored)[i]) found[i].all_time = (*stored)[i]->record.gmv_cents.known.value_or(0);
  return found;
}

}  // namespace tidemark::host
