// SPDX-License-Identifier: GPL-2.0-only
#include "verify.hpp"

#include "failure.hpp"
#include "grants.hpp"
#include "postgres_storage.hpp"
#include "query.hpp"

namespace tidemark::postgres {

result<verify_report> postgres_storage::verify(std::optional<std::int64_t> brand_id) {
  return in_transaction(*database_, access::reading, [&](transaction& own)
                            -> result<verify_report> {
    // A standby has none of the primary's locks: dead runs cannot be recognised there.
    const bool standby = run(own.handle(), "SELECT pg_catalog.pg_is_in_recovery()").boolean(0, 0);
    auto report = tables::verify(
        database_->odb(), brand_id, [&](std::int64_t brand) -> result<bool> {
          return standby || locks_.held(own.handle(), brand);
        });
    return report;
  });
}

}  // namespace tidemark::postgres
