// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>

namespace tidemark::sync {

/// Watches a run, and may stop it. Called on the run's thread.
class run_observer {
 public:
  virtual ~run_observer() = default;

  /// The ledger entry `run_id` of the brand, left by a dead process, was ended as failed.
  virtual void abandoned(std::int64_t /*run_id*/) {}

  /// The ledger entry of the run is written.
  virtual void started(std::int64_t /*run_id*/) {}

  /// The number of rows that the current source has delivered so far, rejected ones included.
  virtual void rows_seen(std::int32_t window_days, std::int64_t rows) = 0;

  /// One source has delivered a window, with this number of rows, rejected ones included.
  virtual void window_fetched(std::int32_t /*window_days*/, std::int64_t /*rows*/) {}

  /// All windows are merged; the numbers of canonical rows and all-time records for the storage.
  virtual void committing(std::int64_t records) = 0;

  virtual void warning(const std::string& message) = 0;

  /// Whether the run should end as failed as soon as possible, before anything is committed.
  virtual bool stop_requested() const = 0;
};

}  // namespace tidemark::sync
