// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <odb/database.hxx>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>

#include "tables.hxx"

/// The ledger and the quarantine on any database, within the current transaction. Every function
/// throws odb::exception; after an error the transaction must be rolled back.
namespace tidemark::tables {

/// Writes an entry `running`, gives it its due run, and returns its id.
result<std::int64_t> begin_run(odb::database& db, const storage::run_start& start);

/// The entry `run_id`, if that run is still running.
result<sync_run> find_running(odb::database& db, std::int64_t run_id);

/// Ends `run`, which find_running gave, and its due run.
void end_succeeded(odb::database& db, sync_run& run, json stats, timestamp at);

/// Ends every entry of `brand_id` that says `running` as failed, and releases their due runs;
/// returns their ids, ascending.
std::vector<std::int64_t> fail_abandoned_runs(odb::database& db, std::int64_t brand_id,
                                              timestamp at);

/// The brands with an entry `running` that neither began nor had a heartbeat since `before`.
std::vector<std::int64_t> find_silent_brands(odb::database& db, timestamp before);

/// Says that run `run_id`, which must be running, is alive at `at`.
result<void> heartbeat(odb::database& db, std::int64_t run_id, timestamp at);

/// Ends run `run_id`, which must be running, as failed, and its due run.
result<void> fail_run(odb::database& db, std::int64_t run_id, const std::string& message,
                      timestamp at, bool interrupted);

/// Keeps rows; the run of each must exist.
result<void> quarantine(odb::database& db, std::span<const storage::quarantined_row> rows);

/// Entries of one brand or all, newest first.
void walk_runs(odb::database& db, std::optional<std::int64_t> brand_id,
               const storage::visitor<storage::ledger_entry>& visit);

/// Quarantined rows of one run or all, by id.
void walk_rejected(odb::database& db, std::optional<std::int64_t> run_id,
                   const storage::visitor<storage::quarantined_row>& visit);

}  // namespace tidemark::tables
