// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>

#include "database.hpp"
#include "held_brand.hpp"

namespace tidemark::postgres {

/// Who runs which brand: an advisory lock for each schema and brand, on a connection of its own.
///
/// It ends with its connection, however that ends: with the process, with the server, or half a
/// minute after its host left the network. The holder's name is the connection's application_name,
/// so that it never outlives the lock; it is cut to 63 bytes.
class brand_locks {
 public:
  explicit brand_locks(database& db) : db_(db) {}

  /// Takes `brand_id` for `holder`; error `busy`, with the name of its holder.
  result<std::unique_ptr<storage::brand_lock>> take(std::int64_t brand_id,
                                                    const std::string& holder) const;

  /// Whether anyone holds `brand_id`. `on` is any connection to the same database. Takes no lock,
  /// so it disturbs nobody. Throws as query.hpp.
  bool held(PGconn* on, std::int64_t brand_id) const;

  /// A brand of the ledger or of the due runs that is held, if there is one: a lock does not name
  /// its brand, so these are tried. As `held`.
  std::optional<tables::held_brand> find_held(PGconn* on) const;

  /// Nothing when `lock` was taken here for `brand_id` and the server still has it; otherwise what
  /// is wrong. Call it before a commit.
  result<void> check(const storage::brand_lock& lock, std::int64_t brand_id) const;

 private:
  database& db_;
};

}  // namespace tidemark::postgres
