// SPDX-License-Identifier: GPL-2.0-only
#include "due_run_rows.hpp"

#include "grants.hpp"
#include "postgres_storage.hpp"

namespace tidemark::postgres {

result<std::optional<due_run>> postgres_storage::find_due_run(std::int64_t brand_id,
                                                            timestamp due_at) {
  return in_transaction(*database_, access::writing, [&](transaction&)
                            -> result<std::optional<due_run>> {
    return tables::find_due_run(database_->odb(), brand_id, due_at);
  });
}

result<std::optional<due_run>> postgres_storage::find_last_due_run(std::int64_t brand_id) {
  return in_transaction(*database_, access::writing, [&](transaction&)
                            -> result<std::optional<due_run>> {
    return tables::find_last_due_run(database_->odb(), brand_id);
  });
}

result<void> postgres_storage::walk_open_due_runs(const visitor<due_run>& visit) {
  return in_transaction(*database_, access::writing, [&](transaction&) -> result<void> {
    for (const auto& due : tables::open_due_runs(database_->odb()))
      if (!visit(due)) break;
    return {};
  });
}

result<std::vector<bool>> postgres_storage::change_due_runs(
    std::span<const due_run_change> changes) {
  return in_transaction(*database_, access::writing, [&](transaction&)
                            -> result<std::vector<bool>> {
    return tables::change_due_runs(database_->odb(), changes);
  });
}

}  // namespace tidemark::postgres
