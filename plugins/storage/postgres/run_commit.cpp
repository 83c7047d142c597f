// SPDX-License-Identifier: GPL-2.0-only
#include "run_commit.hpp"

#include <chrono>
#include <string>
#include <thread>

#include <fmt/core.h>

#include <tidemark/storage/ledger.hpp>

#include "failure.hpp"
#include "query.hpp"

namespace tidemark::postgres {

namespace {

/// Whether the ledger says that the run succeeded. The row is locked only after the server has
/// ended the transaction whose answer was lost, so what is read is final.
bool has_succeeded(database& db, std::int64_t run_id) {
  transaction own(transaction::for_writing, db);
  run(own.handle(), fmt::format("SET LOCAL lock_timeout = '{}s'", db.connect_timeout().count()));
  lock_run(own, run_id);
  const auto found = run(own.handle(), "SELECT status FROM sync_runs WHERE id = $1",
                         {std::to_string(run_id)});
  return found.count() == 1 &&
         found.text(0, 0) == storage::to_text(storage::run_status::succeeded);
}

error not_known(const std::string& name, const std::string& why) {
  return failure(
      fmt::format("{}: the connection was lost during the commit, and the server cannot be asked "
                  "({}): whether this was stored is not known, the ledger will tell. Check that "
                  "the server runs, then: tidemark runs",
                  name, why));
}

}  // namespace

void lock_run(transaction& within, std::int64_t run_id) {
  run(within.handle(), "SELECT 1 FROM sync_runs WHERE id = $1 FOR UPDATE",
      {std::to_string(run_id)});
}

result<void> commit_succeeded(database& db, transaction& own, std::int64_t run_id) {
  try {
    own.commit();
    return {};
  } catch (const odb::connection_lost&) {
  } catch (const odb::pgsql::database_exception& problem) {
    if (is_sqlstate(problem.sqlstate())) throw;  // the server's answer
  }
  using clock = std::chrono::steady_clock;
  constexpr auto pause = std::chrono::milliseconds(250);
  const auto give_up = clock::now() + db.connect_timeout();
  for (;;) {
    const auto succeeded = catch_errors(
        db.name(), [&]() -> result<bool> { return has_succeeded(db, run_id); });
    if (succeeded) return *succeeded ? result<void>{} : connection_lost(db.name());
    if (clock::now() + pause > give_up) return not_known(db.name(), succeeded.error().message);
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace tidemark::postgres
