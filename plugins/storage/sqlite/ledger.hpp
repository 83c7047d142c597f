// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>
#include <string>

#include <tidemark/result.hpp>
#include <tidemark/storage/ledger.hpp>

#include "database.hpp"
#include "tables-odb.hxx"
#include "tables-odb-sqlite.hxx"

namespace tidemark::sqlite {

/// The ledger entry `run_id`, if that run is still running; in the present transaction. Throws
/// odb::exception.
inline result<tables::sync_run> find_running(database& db, std::int64_t run_id) {
  tables::sync_run run;
  if (!db.odb().find(run_id, run)) return failure("there is no run " + std::to_string(run_id));
  if (run.status != to_text(storage::run_status::running))
    return failure("run " + std::to_string(run_id) + " has already ended: it " + run.status);
  return run;
}

/// Ends `run` as failed.
inline void end_failed(database& db, tables::sync_run& run, const std::string& message,
                       timestamp at) {
  run.status = to_text(storage::run_status::failed);
  run.error = message;
  run.finished_at = at;
  db.odb().update(run);
}

}  // namespace tidemark::sqlite
