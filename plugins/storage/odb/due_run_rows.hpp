// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <odb/database.hxx>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/storage/due_runs.hpp>
#include <tidemark/storage/ledger.hpp>

#include "tables.hxx"

/// Due runs on any database, within the current transaction. Every function throws odb::exception;
/// after an error the transaction must be rolled back.
///
/// **Rows without a state** come from a tidemark that has no states (version 2 of the schema), and
/// that may still be running. It claims a due time with a row, and settles it with a second row a
/// microsecond later: a claim is open while it is the latest row of its brand and a whole second.
/// Such a row reads as `claimed` if it is an open claim, otherwise as `done`, and has no host.
///
/// **Settling rows**: each finished due run has a second row, one microsecond later, for that
/// tidemark. It is not a due run.
namespace tidemark::tables {

std::optional<storage::due_run> find_due_run(odb::database& db, std::int64_t brand_id,
                                             timestamp due_at);

std::optional<storage::due_run> find_last_due_run(odb::database& db, std::int64_t brand_id);

/// Every due run that is claimed or released, by brand and due time.
std::vector<storage::due_run> open_due_runs(odb::database& db);

/// Makes the changes that fit, and returns which it made. Locks each row before comparing it, all
/// in one order, so that hosts that change the same rows wait for each other.
std::vector<bool> change_due_runs(odb::database& db,
                                  std::span<const storage::due_run_change> changes);

/// Gives the due run of `start` to the run `run_id`, which begins; `busy` if it may not begin.
result<void> begin_due_run(odb::database& db, const storage::run_start& start,
                           std::int64_t run_id);

/// Ends the due run of `run`, if it has one that is still claimed.
void end_due_run(odb::database& db, const sync_run& run, storage::due_run_state as, timestamp at);

/// Removes due runs that were over before `limit`, but never the last of a brand; returns how many.
std::int64_t remove_due_runs(odb::database& db, timestamp limit);

/// For the migration to version 3: only a brand's latest row may be an open claim.
inline constexpr const char* settle_earlier_due_runs = R"(
UPDATE due_runs AS earlier SET state = 'done', host = '', changed_at = earlier.due_at
WHERE state IS NULL AND EXISTS (
  SELECT 1 FROM due_runs AS later
  WHERE later.brand_id = earlier.brand_id AND later.due_at > earlier.due_at))";

}  // namespace tidemark::tables
