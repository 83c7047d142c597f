// SPDX-License-Identifier: GPL-2.0-only
#include <tidemark/sql/dialect.hpp>

#include "failure.hpp"
#include "grants.hpp"
#include "postgres_storage.hpp"
#include "query.hpp"

namespace tidemark::postgres {

result<std::vector<bare_video>> postgres_storage::find_bare_videos(std::int64_t brand_id,
                                                                   std::int64_t limit) {
  return no_throw(*database_, access::reading, [&]() -> result<std::vector<bare_video>> {
    const std::string schema = sql::quoted(database_->schema());
    transaction own(transaction::for_reading, *database_);
    const auto given =
        run(own.handle(),
            "SELECT v.tiktok_video_id, c.tiktok_username FROM " + schema +
                ".creator_videos AS v JOIN " + schema + ".creators AS c ON c.id = v.creator_id"
                " WHERE v.brand_id = $1 AND v.thumbnail_url IS NULL"
                " ORDER BY v.gmv_cents DESC, v.tiktok_video_id COLLATE \"C\" LIMIT $2",
            {std::to_string(brand_id), std::to_string(limit)});
    std::vector<bare_video> found;
    for (int row = 0; row < given.count(); ++row)
      found.push_back({std::string(given.text(row, 0)), std::string(given.text(row, 1))});
    own.commit();
    return found;
  });
}

result<std::int64_t> postgres_storage::set_thumbnails(std::int64_t brand_id,
                                                      std::span<const thumbnail> found,
                                                      timestamp at) {
  return no_throw(*database_, access::writing, [&]() -> result<std::int64_t> {
    transaction own(transaction::for_writing, *database_);
    std::int64_t changed = 0;
    for (const auto& one : found)
      changed += run(own.handle(),
                     "UPDATE " + sql::quoted(database_->schema()) +
                         ".creator_videos SET thumbnail_url = $1, updated_at = $2"
                         " WHERE brand_id = $3 AND tiktok_video_id = $4 AND thumbnail_url IS NULL",
                     {one.url, to_rfc3339(at), std::to_string(brand_id), one.tiktok_video_id})
                     .written();
    own.commit();
    return changed;
  });
}

}  // namespace tidemark::postgres
