// SPDX-License-Identifier: GPL-2.0-only
#include "ledger.hpp"

#include <utility>

#include "failure.hpp"
#include "ledger_rows.hpp"
#include "sqlite_storage.hpp"

namespace tidemark::sqlite {

namespace {

using run_query = odb::sqlite::query<tables::sync_run>;
using rejected_query = odb::sqlite::query<tables::rejected_row>;

}  // namespace

result<std::int64_t> sqlite_storage::begin_run(const run_start& start) {
  return no_throw(database_->path(), [&]() -> result<std::int64_t> {
    transaction own(transaction::for_writing, *database_);
    tables::sync_run run = tables::to_row(start);
    database_->odb().persist(run);
    own.commit();
    return run.id;
  });
}

result<std::int64_t> sqlite_storage::fail_abandoned_runs(std::int64_t brand_id,
                                                         const brand_lock& lock, timestamp at) {
  return no_throw(database_->path(), [&]() -> result<std::int64_t> {
    if (const auto held = locks_.check(lock, brand_id); !held) return held.error();
    transaction own(transaction::for_writing, *database_);
    std::vector<tables::sync_run> abandoned;
    for (auto& run : database_->odb().query<tables::sync_run>(
             run_query::brand_id == brand_id &&
             run_query::status == std::string(to_text(run_status::running))))
      abandoned.push_back(run);
    for (auto& run : abandoned)
      end_failed(*database_, run, "abandoned: the process of this run ended before it", at);
    own.commit();
    return static_cast<std::int64_t>(abandoned.size());
  });
}

result<void> sqlite_storage::heartbeat(std::int64_t run_id, timestamp at) {
  return no_throw(database_->path(), [&]() -> result<void> {
    transaction own(transaction::for_writing, *database_);
    auto run = find_running(*database_, run_id);
    if (!run) return run.error();
    run->heartbeat_at = at;
    database_->odb().update(*run);
    own.commit();
    return {};
  });
}

result<void> sqlite_storage::fail_run(std::int64_t run_id, const std::string& message,
                                      timestamp at) {
  return no_throw(database_->path(), [&]() -> result<void> {
    transaction own(transaction::for_writing, *database_);
    auto run = find_running(*database_, run_id);
    if (!run) return run.error();
    end_failed(*database_, *run, message, at);
    own.commit();
    return {};
  });
}

result<void> sqlite_storage::quarantine(std::span<const quarantined_row> rows) {
  return no_throw(database_->path(), [&]() -> result<void> {
    transaction own(transaction::for_writing, *database_);
    std::int64_t known_run = 0;
    for (const auto& one : rows) {
      if (one.run_id != known_run) {
        tables::sync_run run;
        if (!database_->odb().find(one.run_id, run))
          return failure("there is no run " + std::to_string(one.run_id) +
                         " to quarantine a row of");
        known_run = one.run_id;
      }
      tables::rejected_row row = tables::to_row(one);
      database_->odb().persist(row);
    }
    own.commit();
    return {};
  });
}

result<void> sqlite_storage::walk_runs(std::optional<std::int64_t> brand_id,
                                       const visitor<ledger_entry>& visit) {
  return no_throw(database_->path(), [&]() -> result<void> {
    transaction own(transaction::for_reading, *database_);
    const auto wanted = brand_id ? run_query::brand_id == *brand_id : run_query(true);
    for (auto& run :
         database_->odb().query<tables::sync_run>(wanted + "ORDER BY" + run_query::id + "DESC"))
      if (!visit(tables::to_entry(run))) break;
    own.commit();
    return {};
  });
}

result<void> sqlite_storage::walk_rejected(std::optional<std::int64_t> run_id,
                                           const visitor<quarantined_row>& visit) {
  return no_throw(database_->path(), [&]() -> result<void> {
    transaction own(transaction::for_reading, *database_);
    const auto wanted = run_id ? rejected_query::run_id == *run_id : rejected_query(true);
    for (auto& row : database_->odb().query<tables::rejected_row>(wanted + "ORDER BY" +
                                                                  rejected_query::id))
      if (!visit(tables::to_quarantined(row))) break;
    own.commit();
    return {};
  });
}

}  // namespace tidemark::sqlite
