// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cstddef>

#include "memory_storage.hpp"
#include "no_throw.hpp"

namespace tidemark::memory {

result<std::vector<bare_video>> memory_storage::find_bare_videos(std::int64_t brand_id,
                                                                 std::int64_t limit) {
  return no_throw([&]() -> result<std::vector<bare_video>> {
    std::vector<const stored_video*> bare;
    if (auto* brand = find_brand(brand_id))
      for (const auto* history : brand->in_order())
        if (history->all_time && !history->all_time->thumbnail_url)
          bare.push_back(&*history->all_time);
    std::stable_sort(bare.begin(), bare.end(), [](const auto* a, const auto* b) {
      return a->record.gmv_cents.known > b->record.gmv_cents.known;
    });
    if (bare.size() > static_cast<std::size_t>(limit)) bare.resize(static_cast<std::size_t>(limit));
    std::vector<bare_video> found;
    for (const auto* one : bare) found.push_back({one->record.tiktok_video_id, one->username});
    return found;
  });
}

result<std::int64_t> memory_storage::set_thumbnails(std::int64_t brand_id,
                                                    std::span<const thumbnail> found,
                                                    timestamp at) {
  return no_throw([&]() -> result<std::int64_t> {
    std::int64_t changed = 0;
    auto* brand = find_brand(brand_id);
    for (const auto& one : found) {
      auto* history = brand ? brand->find(one.tiktok_video_id) : nullptr;
      if (!history || !history->all_time || history->all_time->thumbnail_url) continue;
      history->all_time->thumbnail_url = one.url;
      history->all_time->updated_at = at;
      ++changed;
    }
    return changed;
  });
}

}  // namespace tidemark::memory
