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

/// What the daemon counts of its own doings, for Prometheus. Thread-safe.
class figures {
 public:
  /// These brands are configured, and no others: their counters are there from now on, and of
  /// others nothing that gets too old by itself.
  void configured(const std::vector<std::int64_t>& brand_ids);

  /// A run of `brand_id` has begun.
  void run_begun(std::int64_t brand_id);

  /// It has ended, after `duration`, having fetched `rows`. One that failed without a `run_id`
  /// could not begin.
  void run_ended(std::int64_t brand_id, const sync::run_report& report, std::int64_t rows,
                 std::chrono::duration<double> duration, timestamp at);

  /// A run of `brand_id` was ended as failed, because its host had died.
  void run_abandoned(std::int64_t brand_id);

  /// So many due times of `brand_id` had no run.
  void runs_missed(std::int64_t brand_id, std::int64_t count);

  /// It was left to another host.
  void run_left(std::int64_t brand_id);

  /// When `brand_id` succeeded last, by the ledger, if that is later than what is known.
  void succeeded_before(std::int64_t brand_id, timestamp at);

  /// When each brand's next run is due; brands that are not here are not scheduled.
  void next_due(std::map<std::int64_t, timestamp> due);

  void reloaded(bool successful, timestamp at);
  void verified(const storage::verify_report& report);
  void storage_answers(bool answers);

  /// Everything, in Prometheus' text format, version 0.0.4.
  std::string text() const;

 private:
  /// Of one brand, since the daemon began.
  struct of_brand {
    bool configured = false;
    std::map<sync::run_end, std::int64_t> runs;
    std::int64_t not_begun = 0;
    std::int64_t missed = 0;
    std::int64_t timed = 0;  ///< runs that `seconds` is the sum of
    double seconds = 0;
    std::int64_t rows = 0;
    std::int64_t duplicate_rows = 0;
    std::int64_t conflicts = 0;
    std::int64_t rejected_rows = 0;
    std::int64_t running = 0;
    std::optional<timestamp> succeeded_at;  ///< of all time and by any host
  };

  mutable std::mutex mutex_;
  std::map<std::int64_t, of_brand> brands_;
  std::map<std::int64_t, timestamp> next_due_;
  std::map<std::string, std::int64_t> violations_;
  bool reload_successful_ = true;
  timestamp reloaded_at_ = now();
  bool storage_answers_ = false;
};

}  // namespace tidemark::host
