// SPDX-License-Identifier: GPL-2.0-only
#include "ledger_rows.hpp"

#include "failure.hpp"
#include "sqlite_storage.hpp"
#include "statement.hpp"

namespace tidemark::sqlite {

result<void> sqlite_storage::ping() {
  const auto read_schema = [](transaction& own) -> result<void> {
    statement(own.handle(), "SELECT max(rootpage) FROM sqlite_schema").find_integer();
    return {};
  };
  return in_transaction(*database_, transaction::for_reading, read_schema);
}

result<std::vector<std::int64_t>> sqlite_storage::find_silent_brands(timestamp before) {
  return in_transaction(*database_, transaction::for_reading, [&](transaction&)
                            -> result<std::vector<std::int64_t>> {
    auto silent = tables::find_silent_brands(database_->odb(), before);
    return silent;
  });
}

result<std::int64_t> sqlite_storage::begin_run(const run_start& start) {
  return in_transaction(*database_, transaction::for_writing, [&](transaction&)
                            -> result<std::int64_t> {
    return tables::begin_run(database_->odb(), start);
  });
}

result<std::vector<std::int64_t>> sqlite_storage::fail_abandoned_runs(
    std::int64_t brand_id, const brand_lock& lock, timestamp at) {
  return catch_errors(database_->path(), [&]() -> result<std::vector<std::int64_t>> {
    if (const auto held = locks_.check(lock, brand_id); !held) return held.error();
    transaction own(transaction::for_writing, *database_);
    auto run_ids = tables::fail_abandoned_runs(database_->odb(), brand_id, at);
    own.commit();
    return run_ids;
  });
}

result<void> sqlite_storage::heartbeat(std::int64_t run_id, timestamp at) {
  return catch_errors(database_->path(), [&]() -> result<void> {
    transaction own(transaction::for_writing, *database_);
    const auto done = tables::heartbeat(database_->odb(), run_id, at);
    if (done) own.commit();
    return done;
  });
}

result<void> sqlite_storage::fail_run(std::int64_t run_id, const std::string& message,
                                      timestamp at, bool interrupted) {
  return catch_errors(database_->path(), [&]() -> result<void> {
    transaction own(transaction::for_writing, *database_);
    const auto done = tables::fail_run(database_->odb(), run_id, message, at, interrupted);
    if (done) own.commit();
    return done;
  });
}

result<void> sqlite_storage::quarantine(std::span<const quarantined_row> rows) {
  return catch_errors(database_->path(), [&]() -> result<void> {
    transaction own(transaction::for_writing, *database_);
    const auto done = tables::quarantine(database_->odb(), rows);
    if (done) own.commit();
    return done;
  });
}

result<void> sqlite_storage::walk_runs(std::optional<std::int64_t> brand_id,
                                       const visitor<ledger_entry>& visit) {
  return in_transaction(*database_, transaction::for_reading, [&](transaction&) -> result<void> {
    tables::walk_runs(database_->odb(), brand_id, visit);
    return {};
  });
}

result<void> sqlite_storage::walk_rejected(std::optional<std::int64_t> run_id,
                                           const visitor<quarantined_row>& visit) {
  return in_transaction(*database_, transaction::for_reading, [&](transaction&) -> result<void> {
    tables::walk_rejected(database_->odb(), run_id, visit);
    return {};
  });
}

}  // namespace tidemark::sqlite
