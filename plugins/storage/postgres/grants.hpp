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

/// What somebody does with our tables, and needs rights for.
enum class access : std::uint8_t {
  reading,
  writing,   ///< what a run does
  removing,  ///< what retention does
  making,    ///< the tables themselves
};

/// The error for what the server denied, `detail` in its own words, with the GRANT that the user
/// lacks for `wanted`. Asks on a connection of its own; throws as query.hpp and connect_failed.
error denied(const database& db, access wanted, std::string_view detail);

/// As no_throw of a name, and for a right that is missing the error says how to give it, for a
/// database that can only be read why that is so.
template <typename Work>
auto no_throw(const database& db, access wanted, Work&& work) noexcept -> decltype(work()) {
  return no_throw(db.name(), [&]() -> decltype(work()) {
    try {
      return work();
    } catch (const odb::pgsql::database_exception& problem) {
      if (problem.sqlstate() == read_only_transaction) return read_only(db, problem.message());
      if (problem.sqlstate() != insufficient_privilege) throw;
      return denied(db, wanted, problem.message());
    }
  });
}

}  // namespace tidemark::postgres
