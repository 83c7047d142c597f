// SPDX-License-Identifier: GPL-2.0-only
#include <fmt/core.h>

#include <tidemark/sql/dialect.hpp>
#include <tidemark/videos/to_records.hpp>

#include "failure.hpp"
#include "grants.hpp"
#include "postgres_storage.hpp"
#include "query.hpp"

namespace tidemark::postgres {

result<std::vector<video_without_thumbnail>> postgres_storage::find_videos_without_thumbnail(
    std::int64_t brand_id, std::int64_t limit) {
  return in_transaction(*database_, access::reading, [&](transaction& own)
                            -> result<std::vector<video_without_thumbnail>> {
    const auto given =
        run(own.handle(),
            fmt::format("SELECT v.tiktok_video_id, c.tiktok_username FROM {0}.creator_videos AS v"
                        " JOIN {0}.creators AS c ON c.id = v.creator_id"
                        " WHERE v.brand_id = $1 AND v.thumbnail_url IS NULL"
                        " ORDER BY v.gmv_cents DESC, v.tiktok_video_id COLLATE \"C\" LIMIT $2",
                        sql::quoted(database_->schema())),
            {std::to_string(brand_id), std::to_string(limit)});
    std::vector<video_without_thumbnail> found;
    for (int row = 0; row < given.count(); ++row)
      found.push_back(videos::without_thumbnail(brand_id, given.text(row, 0), given.text(row, 1)));
    return found;
  });
}

result<std::int64_t> postgres_storage::set_thumbnails(std::int64_t brand_id,
                                                      std::span<const thumbnail> found,
                                                      timestamp at) {
  return in_transaction(*database_, access::writing, [&](transaction& own) -> result<std::int64_t> {
    std::int64_t changed = 0;
    for (const auto& found_thumbnail : found)
      changed += run(own.handle(),
                     fmt::format(
                         "UPDATE {}.creator_videos SET thumbnail_url = $1, updated_at = $2"
                         " WHERE brand_id = $3 AND tiktok_video_id = $4 AND thumbnail_url IS NULL",
                         sql::quoted(database_->schema())),
                     {found_thumbnail.url, to_rfc3339(at), std::to_string(brand_id),
                      found_thumbnail.tiktok_video_id})
                     .written();
    return changed;
  });
}

}  // namespace tidemark::postgres
