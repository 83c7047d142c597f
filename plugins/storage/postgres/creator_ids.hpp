// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include <tidemark/videos/row_view.hpp>

namespace tidemark::postgres {

/// The creators of some rows; stores those that are missing, within the current transaction.
///
/// In the order of their names, so that two brands at once wait for each other instead of
/// deadlocking. Throws as query.hpp.
class creator_ids {
 public:
  creator_ids(PGconn* on, const std::string& schema, std::span<videos::row_view* const> rows);

  /// The id of a creator of those rows.
  std::int64_t of(std::string_view username) const { return ids_.find(username)->second; }

  std::int64_t created() const { return created_; }
  std::int64_t matched() const { return static_cast<std::int64_t>(ids_.size()) - created_; }

 private:
  boost::unordered_flat_map<std::string_view, std::int64_t> ids_;  ///< by the names in the rows
  std::int64_t created_ = 0;
};

}  // namespace tidemark::postgres
