// SPDX-License-Identifier: GPL-2.0-only
#include "correction_rows.hpp"

#include "grants.hpp"
#include "postgres_storage.hpp"

namespace tidemark::postgres {

result<std::int64_t> postgres_storage::add_correction(const correction& added) {
  return in_transaction(*database_, access::writing, [&](transaction&)
                            -> result<std::int64_t> {
    return tables::add_correction(database_->odb(), added);
  });
}

result<void> postgres_storage::walk_corrections(std::int64_t brand_id,
                                              const std::optional<std::string>& tiktok_video_id,
                                              const visitor<correction>& visit) {
  return in_transaction(*database_, access::reading, [&](transaction&) -> result<void> {
    tables::walk_corrections(database_->odb(), brand_id, tiktok_video_id, visit);
    return {};
  });
}

}  // namespace tidemark::postgres
