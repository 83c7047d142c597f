// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tidemark/result.hpp>

#include "../http/storage_reader.hpp"
#include "../schedule/scheduler.hpp"
#include "../setup.hpp"
#include "event_log.hpp"
#include "figures.hpp"
#include "running_runs.hpp"
#include "stray_runs.hpp"
#include "untold_ends.hpp"

namespace tidemark::host {

/// What the storage knows of a brand's due runs.
struct brand_history {
  std::int64_t brand_id = 0;
  std::optional<timestamp> claimed;  ///< the latest claim of any host
  std::optional<stray_run> stray;    ///< whose claim it was, if its host has died
};

/// What has to be done beside the runs: heartbeats, runs of hosts that died, retention, `verify`.
/// Has a storage of its own, opened when it is needed and again after an error. One thread at a
/// time, but for `watch`.
class upkeep {
 public:
  upkeep(std::shared_ptr<const setup> storage, event_log& log, figures& counted,
         running_runs& running, untold_ends& untold)
      : storage_([loaded = std::move(storage)] { return connect_storage(*loaded); }), log_(log),
        counted_(counted), running_(running), untold_(untold) {}

  /// Reads what is known of the brands' runs, and takes back the claims of hosts that died. Error:
  /// usage, the storage is not one for tidemark, whatever one waits for; else it does not answer.
  result<std::vector<brand_history>> look_back(const std::vector<std::int64_t>& brand_ids);

  /// Notes in the storage that the schedules of `brand_ids` count from `now` on, as a claim of this
  /// moment: what gets due later while no daemon runs is missed.
  void begin_schedules(const std::vector<std::int64_t>& brand_ids, timestamp now);

  /// Says and counts what was missed, but for what other hosts have claimed: they did it, or have
  /// said so. Asked again until the storage answers.
  void note_missed(std::vector<missed_runs> missed);

  /// Says that no run of `due_at` is to come.
  void settle_due_run(std::int64_t brand_id, timestamp due_at);

  /// Does what there is to do at `now` for a daemon of `scope`; to be called every 15 seconds or
  /// so. Gives the due runs that no host is at any more; no other host is given them, but for those
  /// that were given back.
  std::vector<stray_run> work(timestamp now, const claim_scope& scope,
                              const retention_config& retention);

  /// Says so when the storage has not answered for half a minute. From any thread.
  void watch();

 private:
  result<void> beat(storage::backend& store, timestamp now);
  /// Missed runs, and how many of them this host has found out to be its own.
  struct untold_missed {
    missed_runs runs;
    std::int64_t mine = 0;
  };
  /// Tells the storage what it could not be told before.
  result<void> tell(storage::backend& store);
  void tell_now();
  result<void> tell_missed(storage::backend& store, untold_missed& missed);
  /// What was taken over; says so when that failed.
  std::optional<stray_run> told(const result<std::optional<stray_run>>& taken,
                                std::int64_t brand_id);
  /// What is looked at every minute.
  result<void> look_around(storage::backend& store, timestamp now, const claim_scope& scope,
                           std::vector<stray_run>& strays);
  /// Counts when the brand succeeded last, whoever ran it: another host, or a command.
  result<void> look_for_success(storage::backend& store, std::int64_t brand_id);
  result<void> end_silent_runs(storage::backend& store, timestamp now,
                               std::vector<stray_run>& strays);
  result<void> retain(storage::backend& store, timestamp now, const retention_config& retention);
  result<void> verify(storage::backend& store);
  /// Notes whether the storage answered; returns `done`.
  void note(const result<void>& done);

  storage_reader storage_;
  event_log& log_;
  figures& counted_;
  running_runs& running_;
  untold_ends& untold_;
  stray_runs strays_;
  std::vector<untold_missed> missed_;
  retention_config retention_;       ///< of the last `work`
  timestamp next_minute_;
  timestamp next_retention_;
  timestamp next_verify_;
  std::map<std::int64_t, std::int64_t> ended_runs_;  ///< by brand, the newest that was looked at
  /// Why the storage did not answer when it was last asked; empty when it did.
  std::string storage_error_ = "the storage was not asked yet";
  std::atomic<std::int64_t> asked_at_ = 0;  ///< milliseconds of the steady clock; 0: nothing asked
  std::atomic<bool> silent_ = false;        ///< and `watch` has said so
};

}  // namespace tidemark::host
