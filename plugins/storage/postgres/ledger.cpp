// SPDX-License-Identifier: GPL-2.0-only
#include "ledger.hpp"

#include "failure.hpp"
#include "query.hpp"
#include "stored_tables.hpp"
#include "verify.hpp"

namespace tidemark::postgres {

namespace {

/// Keeps others from changing a ledger entry until the transaction ends.
void lock_run(transaction& within, std::int64_t run_id) {
  run(within.handle(), "SELECT 1 FROM sync_runs WHERE id = $1 FOR UPDATE",
      {std::to_string(run_id)});
}

}  // namespace

result<std::unique_ptr<brand_lock>> stored_tables::lock_brand(std::int64_t brand_id,
                                                              const std::string& holder) {
  return locks_.take(brand_id, holder);
}

result<bool> stored_tables::claim_due_run(std::int64_t brand_id, timestamp due) {
  return no_throw(database_->name(), [&]() -> result<bool> {
    transaction own(transaction::for_writing, *database_);
    const auto claimed = run(own.handle(),
                             "INSERT INTO due_runs (brand_id, due_at) VALUES ($1, $2)"
                             " ON CONFLICT (brand_id, due_at) DO NOTHING",
                             {std::to_string(brand_id), to_rfc3339(due)});
    own.commit();
    return claimed.written() == 1;
  });
}

result<std::int64_t> stored_tables::begin_run(const run_start& start) {
  return no_throw(database_->name(), [&]() -> result<std::int64_t> {
    transaction own(transaction::for_writing, *database_);
    const std::int64_t id = tables::begin_run(database_->odb(), start);
    own.commit();
    return id;
  });
}

result<std::int64_t> stored_tables::fail_abandoned_runs(std::int64_t brand_id,
                                                        const brand_lock& lock, timestamp at) {
  return no_throw(database_->name(), [&]() -> result<std::int64_t> {
    if (const auto held = locks_.check(lock, brand_id); !held) return held.error();
    transaction own(transaction::for_writing, *database_);
    const std::int64_t count = tables::fail_abandoned_runs(database_->odb(), brand_id, at);
    own.commit();
    return count;
  });
}

result<void> stored_tables::heartbeat(std::int64_t run_id, timestamp at) {
  return no_throw(database_->name(), [&]() -> result<void> {
    transaction own(transaction::for_writing, *database_);
    lock_run(own, run_id);
    const auto done = tables::heartbeat(database_->odb(), run_id, at);
    if (done) own.commit();
    return done;
  });
}

result<void> stored_tables::fail_run(std::int64_t run_id, const std::string& message,
                                     timestamp at) {
  return no_throw(database_->name(), [&]() -> result<void> {
    transaction own(transaction::for_writing, *database_);
    lock_run(own, run_id);
    const auto done = tables::fail_run(database_->odb(), run_id, message, at);
    if (done) own.commit();
    return done;
  });
}

result<void> stored_tables::quarantine(std::span<const quarantined_row> rows) {
  return no_throw(database_->name(), [&]() -> result<void> {
    transaction own(transaction::for_writing, *database_);
    const auto done = tables::quarantine(database_->odb(), rows);
    if (done) own.commit();
    return done;
  });
}

result<void> stored_tables::walk_runs(std::optional<std::int64_t> brand_id,
                                      const visitor<ledger_entry>& visit) {
  return no_throw(database_->name(), [&]() -> result<void> {
    transaction own(transaction::for_reading, *database_);
    tables::walk_runs(database_->odb(), brand_id, visit);
    own.commit();
    return {};
  });
}

result<void> stored_tables::walk_rejected(std::optional<std::int64_t> run_id,
                                          const visitor<quarantined_row>& visit) {
  return no_throw(database_->name(), [&]() -> result<void> {
    transaction own(transaction::for_reading, *database_);
    tables::walk_rejected(database_->odb(), run_id, visit);
    own.commit();
    return {};
  });
}

result<verify_report> stored_tables::verify(std::optional<std::int64_t> brand_id) {
  return no_throw(database_->name(), [&]() -> result<verify_report> {
    transaction own(transaction::for_reading, *database_);
    auto report = tables::verify(
        database_->odb(), brand_id,
        [&](std::int64_t brand) -> result<bool> { return locks_.held(own.handle(), brand); });
    if (report) own.commit();
    return report;
  });
}

}  // namespace tidemark::postgres
