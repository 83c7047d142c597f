// SPDX-License-Identifier: GPL-2.0-only
#include "correction_rows.hpp"

#include <utility>
#include <vector>

#include "tables-odb.hxx"

namespace tidemark::tables {

namespace {

using correction_query = odb::query<correction>;

/// Some databases return all rows of a query at once: walks ask for this many at a time.
const std::string page = "LIMIT 1000";

storage::correction to_correction(correction row) {
  return {row.id,
          row.brand_id,
          std::move(row.tiktok_video_id),
          std::move(row.field),
          std::move(row.before),
          std::move(row.after),
          std::move(row.reason),
          std::move(row.author),
          row.run_id,
          row.held,
          row.released_at,
          row.inserted_at};
}

}  // namespace

std::int64_t add_correction(odb::database& db, const storage::correction& added) {
  correction row{0,
                 added.brand_id,
                 added.tiktok_video_id,
                 added.field,
                 added.before,
                 added.after,
                 added.reason,
                 added.author,
                 added.run_id,
                 added.held,
                 added.released_at,
                 added.inserted_at};
  db.persist(row);
  return row.id;
}

void walk_corrections(odb::database& db, std::int64_t brand_id,
                      const std::optional<std::string>& tiktok_video_id,
                      const storage::visitor<storage::correction>& visit) {
  auto wanted = correction_query::brand_id == brand_id;
  if (tiktok_video_id) wanted = wanted && correction_query::tiktok_video_id == *tiktok_video_id;
  for (std::int64_t after = 0;;) {
    std::vector<correction> rows;
    for (auto& row : db.query<correction>((wanted && correction_query::id > after) + "ORDER BY" +
                                          correction_query::id + page))
      rows.push_back(std::move(row));
    if (rows.empty()) return;
    after = rows.back().id;
    for (auto& row : rows)
      if (!visit(to_correction(std::move(row)))) return;
  }
}

}  // namespace tidemark::tables
