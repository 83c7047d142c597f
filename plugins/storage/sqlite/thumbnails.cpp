// SPDX-License-Identifier: GPL-2.0-only

#include <tidemark/videos/to_records.hpp>

#include "failure.hpp"
#include "sqlite_storage.hpp"
#include "statement.hpp"

namespace tidemark::sqlite {

namespace {

constexpr std::string_view find_bare = R"(
SELECT v.tiktok_video_id, c.tiktok_username
FROM creator_videos AS v JOIN creators AS c ON c.id = v.creator_id
WHERE v.brand_id = ?1 AND v.thumbnail_url IS NULL
ORDER BY v.gmv_cents DESC, v.tiktok_video_id LIMIT ?2)";

constexpr std::string_view set_one = R"(
UPDATE creator_videos SET thumbnail_url = ?1, updated_at = ?2
WHERE brand_id = ?3 AND tiktok_video_id = ?4 AND thumbnail_url IS NULL)";

}  // namespace

result<std::vector<video_without_thumbnail>> sqlite_storage::find_videos_without_thumbnail(
    std::int64_t brand_id, std::int64_t limit) {
  return in_transaction(*database_, transaction::for_reading, [&](transaction& own)
                            -> result<std::vector<video_without_thumbnail>> {
    std::vector<video_without_thumbnail> found;
    {
      statement select(own.handle(), find_bare);
      select.bind(1, brand_id);
      select.bind(2, limit);
      while (select.step())
        found.push_back(videos::without_thumbnail(brand_id, select.text(0), select.text(1)));
    }
    return found;
  });
}

result<std::int64_t> sqlite_storage::set_thumbnails(std::int64_t brand_id,
                                                    std::span<const thumbnail> found,
                                                    timestamp at) {
  return in_transaction(*database_, transaction::for_writing, [&](transaction& own)
                            -> result<std::int64_t> {
    std::int64_t changed = 0;
    {
      statement update(own.handle(), set_one);
      update.bind(2, at);
      update.bind(3, brand_id);
      for (const auto& found_thumbnail : found) {
        update.bind(1, found_thumbnail.url);
        update.bind(4, found_thumbnail.tiktok_video_id);
        changed += update.run();
      }
    }
    return changed;
  });
}

}  // namespace tidemark::sqlite
