// SPDX-License-Identifier: GPL-2.0-only
#include "ledger_rows.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "due_run_rows.hpp"
#include "row_conversion.hpp"
#include "tables-odb.hxx"

namespace tidemark::tables {

namespace {

using run_query = odb::query<sync_run>;
using rejected_query = odb::query<rejected_row>;

/// Some databases return all rows of a query at once: walks ask for this many at a time.
const std::string page = "LIMIT 1000";

/// The rows of a page.
template <typename Row>
std::vector<Row> rows_of(odb::database& db, const odb::query<Row>& wanted) {
  std::vector<Row> rows;
  for (auto& row : db.query<Row>(wanted)) rows.push_back(std::move(row));
  return rows;
}

/// Ends `run` as failed, and its due run in the state `as`.
void end_failed(odb::database& db, sync_run& run, const std::string& message, timestamp at,
                storage::due_run_state as) {
  run.status = to_text(storage::run_status::failed);
  run.error = message;
  run.finished_at = at;
  db.update(run);
  end_due_run(db, run, as, at);
}

}  // namespace

result<std::int64_t> begin_run(odb::database& db, const storage::run_start& start) {
  sync_run run = to_row(start);
  db.persist(run);
  if (const auto due = begin_due_run(db, start, run.id); !due) return due.error();
  return run.id;
}

result<sync_run> find_running(odb::database& db, std::int64_t run_id) {
  sync_run run;
  if (!db.find(run_id, run)) return failure(fmt::format("run {} does not exist", run_id));
  if (run.status != to_text(storage::run_status::running))
    return failure(fmt::format("run {} has already ended: it {}", run_id, run.status));
  return run;
}

void end_succeeded(odb::database& db, sync_run& run, json stats, timestamp at) {
  run.status = to_text(storage::run_status::succeeded);
  run.finished_at = at;
  run.stats = std::move(stats);
  db.update(run);
  end_due_run(db, run, storage::due_run_state::done, at);
}

std::vector<std::int64_t> fail_abandoned_runs(odb::database& db, std::int64_t brand_id,
                                              timestamp at) {
  auto abandoned = rows_of<sync_run>(
      db, run_query::brand_id == brand_id &&
              run_query::status == std::string(to_text(storage::run_status::running)));
  std::vector<std::int64_t> run_ids;
  for (auto& run : abandoned) {
    end_failed(db, run,
               "abandoned: its process ended, or lost the brand's lock, before the run did", at,
               storage::due_run_state::released);
    run_ids.push_back(run.id);
  }
  std::sort(run_ids.begin(), run_ids.end());
  return run_ids;
}

std::vector<std::int64_t> find_silent_brands(odb::database& db, timestamp before) {
  std::set<std::int64_t> silent;
  for (const auto& run : db.query<sync_run>(
           run_query::status == std::string(to_text(storage::run_status::running)) &&
           run_query::started_at < before))
    if (!run.heartbeat_at || *run.heartbeat_at < before) silent.insert(run.brand_id);
  return {silent.begin(), silent.end()};
}

result<void> heartbeat(odb::database& db, std::int64_t run_id, timestamp at) {
  auto run = find_running(db, run_id);
  if (!run) return run.error();
  run->heartbeat_at = at;
  db.update(*run);
  return {};
}

result<void> fail_run(odb::database& db, std::int64_t run_id, const std::string& message,
                      timestamp at, bool interrupted) {
  auto run = find_running(db, run_id);
  if (!run) return run.error();
  using enum storage::due_run_state;
  end_failed(db, *run, message, at, interrupted ? released : done);
  return {};
}

result<void> quarantine(odb::database& db, std::span<const storage::quarantined_row> rows) {
  std::int64_t known_run = 0;
  for (const auto& quarantined : rows) {
    if (quarantined.run_id != known_run) {
      sync_run run;
      if (!db.find(quarantined.run_id, run))
        return failure(
            fmt::format("cannot quarantine a row of run {}: it does not exist",
                        quarantined.run_id));
      known_run = quarantined.run_id;
    }
    rejected_row row = to_row(quarantined);
    db.persist(row);
  }
  return {};
}

void walk_runs(odb::database& db, std::optional<std::int64_t> brand_id,
               const storage::visitor<storage::ledger_entry>& visit) {
  const auto wanted = brand_id ? run_query::brand_id == *brand_id : run_query(true);
  for (std::int64_t before = std::numeric_limits<std::int64_t>::max();;) {
    auto rows = rows_of<sync_run>(
        db, (wanted && run_query::id < before) + "ORDER BY" + run_query::id + ("DESC " + page));
    if (rows.empty()) return;
    before = rows.back().id;
    for (auto& run : rows)
      if (!visit(to_entry(std::move(run)))) return;
  }
}

void walk_rejected(odb::database& db, std::optional<std::int64_t> run_id,
                   const storage::visitor<storage::quarantined_row>& visit) {
  const auto wanted = run_id ? rejected_query::run_id == *run_id : rejected_query(true);
  for (std::int64_t after = 0;;) {
    auto rows = rows_of<rejected_row>(
        db, (wanted && rejected_query::id > after) + "ORDER BY" + rejected_query::id + page);
    if (rows.empty()) return;
    after = rows.back().id;
    for (auto& row : rows)
      if (!visit(to_quarantined(std::move(row)))) return;
  }
}

}  // namespace tidemark::tables
