// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <tidemark/storage/verify_report.hpp>
#include <tidemark/sync/run.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark::host {

/// The daemon's counters and gauges, for Prometheus. Thread-safe.
class daemon_metrics {
 public:
  /// Exactly these brands are configured. Their counters exist from now on; of other brands the
  /// counters stay, but nothing that becomes stale.
  void configured(const std::vector<std::int64_t>& brand_ids);

  /// A worker has started on `brand_id`.
  void run_started(std::int64_t brand_id);

  /// Its run has ended after `duration`, and fetched `rows`. A run that failed without a `run_id`
  /// did not begin.
  void run_ended(std::int64_t brand_id, const sync::run_report& report, std::int64_t rows,
                 std::chrono::duration<double> duration, timestamp at);

  /// A run of `brand_id` was marked as failed, because its host had died.
  void run_abandoned(std::int64_t brand_id);

  /// `count` due times of `brand_id` had no run.
  void runs_missed(std::int64_t brand_id, std::int64_t count);

  /// The worker has left the run to another host, or skipped it.
  void run_skipped(std::int64_t brand_id);

  /// By the ledger, a run of `brand_id` succeeded at `at`. Only the latest counts.
  void note_success(std::int64_t brand_id, timestamp at);

  /// When each brand's next run is due; a brand without an entry is not scheduled.
  void next_due(std::map<std::int64_t, timestamp> due);

  void reloaded(bool successful, timestamp at);
  void verified(const storage::verify_report& report);
  void storage_answers(bool answers);

  /// Everything, in Prometheus' text format, version 0.0.4.
  std::string text() const;

 private:
  /// Of one brand, since the daemon started.
  struct brand_metrics {
    bool configured = false;
    std::map<sync::run_end, std::int64_t> runs;
    std::int64_t not_begun = 0;
    std::int64_t missed = 0;
    std::int64_t timed = 0;  ///< runs that count in `seconds`
    double seconds = 0;
    std::int64_t rows = 0;
    std::int64_t duplicate_rows = 0;
    std::int64_t conflicts = 0;
    std::int64_t rejected_rows = 0;
    std::int64_t running = 0;
    std::optional<timestamp> succeeded_at;  ///< of all time, on any host
  };

  mutable std::mutex mutex_;
  std::map<std::int64_t, brand_metrics> brands_;
  std::map<std::int64_t, timestamp> next_due_;
  std::map<std::string, std::int64_t> violations_;
  bool reload_successful_ = true;
  timestamp reloaded_at_ = now();
  bool storage_answers_ = false;
};

}  // namespace tidemark::host
