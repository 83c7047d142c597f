// SPDX-License-Identifier: GPL-2.0-only
#include "due_run_rows.hpp"

#include "sqlite_storage.hpp"

namespace tidemark::sqlite {

result<std::optional<due_run>> sqlite_storage::find_due_run(std::int64_t brand_id,
                                                            timestamp due_at) {
  return in_transaction(*database_, transaction::for_reading, [&](transaction&)
                            -> result<std::optional<due_run>> {
    return tables::find_due_run(database_->odb(), brand_id, due_at);
  });
}

result<std::optional<due_run>> sqlite_storage::find_last_due_run(std::int64_t brand_id) {
  return in_transaction(*database_, transaction::for_reading, [&](transaction&)
                            -> result<std::optional<due_run>> {
    return tables::find_last_due_run(database_->odb(), brand_id);
  });
}

result<void> sqlite_storage::walk_open_due_runs(const visitor<due_run>& visit) {
  return in_transaction(*database_, transaction::for_reading, [&](transaction&) -> result<void> {
    for (const auto& due : tables::open_due_runs(database_->odb()))
      if (!visit(due)) break;
    return {};
  });
}

result<std::vector<bool>> sqlite_storage::change_due_runs(
    std::span<const due_run_change> changes) {
  return in_transaction(*database_, transaction::for_writing, [&](transaction&)
                            -> result<std::vector<bool>> {
    return tables::change_due_runs(database_->odb(), changes);
  });
}

}  // namespace tidemark::sqlite
