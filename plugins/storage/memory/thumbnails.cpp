// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cstddef>

#include <tidemark/videos/to_records.hpp>

#include "memory_storage.hpp"
#include "catch_errors.hpp"

namespace tidemark::memory {

result<std::vector<video_without_thumbnail>> memory_storage::find_videos_without_thumbnail(
    std::int64_t brand_id, std::int64_t limit) {
  return catch_errors([&]() -> result<std::vector<video_without_thumbnail>> {
    std::vector<const kept_video*> bare;
    if (auto* brand = find_brand(brand_id))
      for (const auto* history : brand->in_order())
        if (history->all_time && !history->all_time->thumbnail_url)
          bare.push_back(&*history->all_time);
    std::stable_sort(bare.begin(), bare.end(), [](const auto* a, const auto* b) {
      return a->record.gmv_cents.known > b->record.gmv_cents.known;
    });
    if (bare.size() > static_cast<std::size_t>(limit)) bare.resize(static_cast<std::size_t>(limit));
    std::vector<video_without_thumbnail> found;
    for (const auto* video : bare)
      found.push_back(videos::without_thumbnail(brand_id, video->record.tiktok_video_id,
                                                video->username));
    return found;
  });
}

result<std::int64_t> memory_storage::set_thumbnails(std::int64_t brand_id,
                                                    std::span<const thumbnail> found,
                                                    timestamp at) {
  return catch_errors([&]() -> result<std::int64_t> {
    std::int64_t changed = 0;
    auto* brand = find_brand(brand_id);
    for (const auto& found_thumbnail : found) {
      auto* history = brand ? brand->find(found_thumbnail.tiktok_video_id) : nullptr;
      if (!history || !history->all_time || history->all_time->thumbnail_url) continue;
      history->all_time->thumbnail_url = found_thumbnail.url;
      history->all_time->updated_at = at;
      ++changed;
    }
    return changed;
  });
}

}  // namespace tidemark::memory
