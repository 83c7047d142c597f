// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/core.h>

#include <tidemark/policy/words.hpp>
#include <tidemark/storage/ledger.hpp>
#include <tidemark/storage/backend.hpp>

#include "tables.hxx"

/// Rows of the tables and what the storage interface calls them.
namespace tidemark::tables {

inline sync_run to_row(const storage::run_start& start) {
  sync_run row;
  row.brand_id = start.brand_id;
  row.source_run_id = start.source_run_id;
  row.snapshot_date = start.snapshot_date;
  row.status = to_text(storage::run_status::running);
  row.started_at = start.started_at;
  row.policy_name = start.policy_name;
  row.policy_hash = start.policy_hash;
  row.host = start.host;
  row.due_at = start.due_at;
  return row;
}

/// Throws std::runtime_error when the row's status is not one that tidemark writes.
inline storage::ledger_entry to_entry(sync_run row) {
  const auto status =
      policy::find_word<storage::run_status>(storage::run_status_words, row.status);
  if (!status)
    throw std::runtime_error(fmt::format("sync_runs holds the unknown status \"{}\"", row.status));
  return {row.id,
          {row.brand_id, std::move(row.source_run_id), row.snapshot_date, row.started_at,
           std::move(row.policy_name), std::move(row.policy_hash), std::move(row.host), row.due_at},
          *status,
          row.finished_at,
          std::move(row.stats),
          std::move(row.error)};
}

/// The row's `id` is left to the database.
inline rejected_row to_row(const storage::quarantined_row& row) {
  return {0,          row.run_id, row.brand_id, row.source,     row.window_days,
          row.position, row.reason, row.raw,      row.inserted_at};
}

inline storage::quarantined_row to_quarantined(rejected_row row) {
  return {row.id,       row.run_id,            row.brand_id,        std::move(row.source),
          row.window_days, row.position, std::move(row.reason), std::move(row.raw),
          row.inserted_at};
}

inline storage::stored_snapshot to_stored(snapshot row) {
  return {row.id, std::move(row.record), row.inserted_at, row.updated_at};
}

inline storage::stored_video to_stored(video row, std::string username) {
  return {row.id,         std::move(row.record), std::move(username), std::move(row.thumbnail_url),
          row.inserted_at, row.updated_at};
}

}  // namespace tidemark::tables
