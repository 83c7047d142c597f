// SPDX-License-Identifier: BSL-1.0
#pragma once

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

namespace tidemark::host {

/// What the storage knows of a brand's runs.
struct brand_history {
  std::int64_t brand_id = 0;
  std::optional<timestamp> claimed;  ///< the latest due time that any host has claimed
  bool last_succeeded = true;        ///< its last run, if there was one
};

/// What has to be done beside the runs: heartbeats, runs of hosts that died, retention, `verify`.
/// Has a storage of its own, opened when it is needed and again after an error. One thread at a
/// time.
class upkeep {
 public:
  upkeep(std::shared_ptr<const setup> storage, event_log& log, figures& counted,
         running_runs& running)
      : storage_([loaded = std::move(storage)] { return connect_storage(*loaded); }), log_(log),
        counted_(counted), running_(running) {}

  /// Reads what is known of the brands' runs. Error: usage, the storage is not one for tidemark,
  /// whatever one waits for; else it does not answer.
  result<std::vector<brand_history>> look_back(const std::vector<std::int64_t>& brand_ids);

  /// Notes in the storage that the schedules of `brand_ids` count from `now` on, as a claim of this
  /// moment: what gets due later while no daemon runs is missed.
  void begin_schedules(const std::vector<std::int64_t>& brand_ids, timestamp now);

  /// Says and counts what was missed, unless another host has claimed the last of it: then that
  /// one did it, or has said so.
  void note_missed(const std::vector<missed_runs>& missed);

  /// Does what there is to do at `now` for `brand_ids`, the configured ones; to be called every 15
  /// seconds or so. Gives the brands whose runs it ended for a host that died; no other host is
  /// given them.
  std::vector<brand_history> work(timestamp now, const std::vector<std::int64_t>& brand_ids,
                                  const retention_config& retention);

 private:
  result<void> beat(storage::backend& store, timestamp now);
  /// Counts when each brand succeeded last, whoever ran it: another host, or a command.
  result<void> look_for_successes(storage::backend& store,
                                  const std::vector<std::int64_t>& brand_ids);
  result<void> look_for_success(storage::backend& store, std::int64_t brand_id);
  result<void> end_silent_runs(storage::backend& store, timestamp now,
                               std::vector<std::int64_t>& brand_ids);
  result<void> retain(storage::backend& store, timestamp now, const retention_config& retention);
  result<void> verify(storage::backend& store);
  /// Notes whether the storage answered; returns `done`.
  void note(const result<void>& done);

  storage_reader storage_;
  event_log& log_;
  figures& counted_;
  running_runs& running_;
  timestamp next_silent_look_;
  timestamp next_success_look_;
  timestamp next_retention_;
  timestamp next_verify_;
  std::map<std::int64_t, std::int64_t> ended_runs_;  ///< by brand, the newest one that was looked at
  /// Why the storage did not answer when it was last asked; empty when it did.
  std::string storage_error_ = "the storage was not asked yet";
};

}  // namespace tidemark::host
