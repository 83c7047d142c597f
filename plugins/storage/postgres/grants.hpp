// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include <odb/pgsql/exceptions.hxx>

#include <tidemark/result.hpp>

#include "database.hpp"
#include "failure.hpp"
#include "read_only.hpp"

namespace tidemark::postgres {

/// What a user does with our tables, and needs rights for.
enum class access : std::uint8_t {
  reading,
  writing,   ///< what a run does
  removing,  ///< what retention does
  making,    ///< the tables themselves
};

/// The error for what the server denied, with `detail`, the server's own message, and the GRANT
/// that the user lacks for `wanted`. Asks on a connection of its own; throws as query.hpp and
/// connect_failed.
error denied(const database& db, access wanted, std::string_view detail);

/// As catch_errors of a name; the error for a missing right also says how to grant it, and that for
/// a database that can only be read says why.
template <typename Work>
auto catch_errors(const database& db, access wanted, Work&& work) noexcept -> decltype(work()) {
  return catch_errors(db.name(), [&]() -> decltype(work()) {
    try {
      return work();
    } catch (const odb::pgsql::database_exception& problem) {
      if (problem.sqlstate() == read_only_transaction) return read_only(db, problem.message());
      if (problem.sqlstate() != insufficient_privilege) throw;
      return denied(db, wanted, problem.message());
    }
  });
}

/// What `work(transaction&)`, a result, returns, in a transaction of its own that is committed
/// unless that is an error; or an error in place of what it throws.
template <typename Work>
auto in_transaction(database& db, access wanted, Work&& work) noexcept {
  using answer = decltype(work(std::declval<transaction&>()));
  return catch_errors(db, wanted, [&]() -> answer {
    const auto purpose =
        wanted == access::reading ? transaction::for_reading : transaction::for_writing;
    transaction own(purpose, db);
    auto made = work(own);
    if (made) own.commit();
    return made;
  });
}

}  // namespace tidemark::postgres
