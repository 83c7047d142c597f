// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/value/date.hpp>
#include <tidemark/value/json.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark::storage {

enum class run_status : std::uint8_t { running, succeeded, failed };
inline constexpr std::array<std::string_view, 3> run_status_words{"running", "succeeded", "failed"};

constexpr std::string_view to_text(run_status status) {
  return run_status_words[static_cast<std::size_t>(status)];
}

/// What is known when a run begins.
struct run_start {
  std::int64_t brand_id = 0;
  std::string source_run_id;
  date snapshot_date;
  timestamp started_at;
  std::string policy_name;
  std::string policy_hash;
  std::string host;
  std::optional<timestamp> due_at = {};  ///< of a scheduled run
};

/// One attempt: a row of `sync_runs`. `source_run_id` is not unique.
struct ledger_entry {
  std::int64_t id = 0;
  run_start start;
  run_status status = run_status::running;
  std::optional<timestamp> finished_at;
  std::optional<json> stats;  ///< of a run that succeeded: run_figures
  std::optional<std::string> error;
};

/// A row kept in quarantine: a row of `rejected_rows`.
struct quarantined_row {
  std::int64_t id = 0;  ///< given by the storage
  std::int64_t run_id = 0;
  std::int64_t brand_id = 0;
  std::string source;
  std::optional<std::int32_t> window_days;
  std::optional<std::int64_t> position;
  std::string reason;
  /// Valid UTF-8 without NUL: up to 64 KiB of the delivered row, each bad byte written as `\xNN`.
  std::optional<std::string> raw;
  timestamp inserted_at;
};

}  // namespace tidemark::storage
