// SPDX-License-Identifier: GPL-2.0-only
#include "ledger.hpp"

#include "failure.hpp"
#include "sqlite_storage.hpp"

namespace tidemark::sqlite {

result<std::optional<timestamp>> sqlite_storage::last_claimed_run(std::int64_t brand_id) {
  return no_throw(database_->path(), [&]() -> result<std::optional<timestamp>> {
    transaction own(transaction::for_reading, *database_);
    auto last = tables::last_claimed_run(database_->odb(), brand_id);
    own.commit();
    return last;
  });
}

result<std::vector<std::int64_t>> sqlite_storage::find_silent_brands(timestamp before) {
  return no_throw(database_->path(), [&]() -> result<std::vector<std::int64_t>> {
    transaction own(transaction::for_reading, *database_);
    auto silent = tables::find_silent_brands(database_->odb(), before);
    own.commit();
    return silent;
  });
}

result<std::int64_t> sqlite_storage::begin_run(const run_start& start) {
  return no_throw(database_->path(), [&]() -> result<std::int64_t> {
    transaction own(transaction::for_writing, *database_);
    const std::int64_t id = tables::begin_run(database_->odb(), start);
    own.commit();
    return id;
  });
}

result<std::vector<std::int64_t>> sqlite_storage::fail_abandoned_runs(
    std::int64_t brand_id, const brand_lock& lock, timestamp at) {
  return no_throw(database_->path(), [&]() -> result<std::vector<std::int64_t>> {
    if (const auto held = locks_.check(lock, brand_id); !held) return held.error();
    transaction own(transaction::for_writing, *database_);
    auto run_ids = tables::fail_abandoned_runs(database_->odb(), brand_id, at);
    own.commit();
    return run_ids;
  });
}

result<void> sqlite_storage::heartbeat(std::int64_t run_id, timestamp at) {
  return no_throw(database_->path(), [&]() -> result<void> {
    transaction own(transaction::for_writing, *database_);
    const auto done = tables::heartbeat(database_->odb(), run_id, at);
    if (done) own.commit();
    return done;
  });
}

result<void> sqlite_storage::fail_run(std::int64_t run_id, const std::string& message,
                                      timestamp at) {
  return no_throw(database_->path(), [&]() -> result<void> {
    transaction own(transaction::for_writing, *database_);
    const auto done = tables::fail_run(database_->odb(), run_id, message, at);
    if (done) own.commit();
    return done;
  });
}

result<void> sqlite_storage::quarantine(std::span<const quarantined_row> rows) {
  return no_throw(database_->path(), [&]() -> result<void> {
    transaction own(transaction::for_writing, *database_);
    const auto done = tables::quarantine(database_->odb(), rows);
    if (done) own.commit();
    return done;
  });
}

result<void> sqlite_storage::walk_runs(std::optional<std::int64_t> brand_id,
                                       const visitor<ledger_entry>& visit) {
  return no_throw(database_->path(), [&]() -> result<void> {
    transaction own(transaction::for_reading, *database_);
    tables::walk_runs(database_->odb(), brand_id, visit);
    own.commit();
    return {};
  });
}

result<void> sqlite_storage::walk_rejected(std::optional<std::int64_t> run_id,
                                           const visitor<quarantined_row>& visit) {
  return no_throw(database_->path(), [&]() -> result<void> {
    transaction own(transaction::for_reading, *database_);
    tables::walk_rejected(database_->odb(), run_id, visit);
    own.commit();
    return {};
  });
}

}  // namespace tidemark::sqlite
