// SPDX-License-Identifier: GPL-2.0-only
#include "creator_ids.hpp"

#include <algorithm>

#include <fmt/core.h>

#include <tidemark/sql/dialect.hpp>

#include "array_text.hpp"
#include "query.hpp"

namespace tidemark::postgres {

creator_ids::creator_ids(PGconn* on, const std::string& schema,
                         std::span<videos::row_view* const> rows) {
  tags names;
  for (const videos::row_view* row : rows)
    if (row->username && ids_.try_emplace(*row->username, 0).second)
      names.emplace_back(*row->username);
  std::sort(names.begin(), names.end());
  const std::string list = array_text(names);
  const std::string table = sql::quoted(schema) + ".creators";
  // Known names are left out first: each would use up an id.
  created_ = run(on,
                 fmt::format(
                     "INSERT INTO {0} (tiktok_username) SELECT n FROM unnest($1::text[])"
                     " WITH ORDINALITY AS u(n, i)"
                     " WHERE NOT EXISTS (SELECT 1 FROM {0} WHERE tiktok_username = n)"
                     " ORDER BY i ON CONFLICT DO NOTHING",
                     table),
                 {list})
                 .written();
  const auto stored = run(
      on,
      fmt::format(
          "SELECT tiktok_username, id FROM {} WHERE tiktok_username = ANY ($1::text[])", table),
      {list});
  for (int i = 0; i < stored.count(); ++i)
    ids_.find(stored.text(i, 0))->second = stored.integer(i, 1);
}

}  // namespace tidemark::postgres
