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

#include "../application/open_plugins.hpp"
#include "../http/reconnecting_storage.hpp"
#include "../schedule/brand_state.hpp"
#include "active_runs.hpp"
#include "daemon_metrics.hpp"
#include "event_log.hpp"
#include "pending_reports.hpp"

namespace tidemark::host {

/// The state of a brand's due runs in the storage.
struct brand_history {
  std::int64_t brand_id = 0;
  std::optional<storage::due_run> last;
};

/// The same for all brands.
struct due_history {
  std::vector<brand_history> brands;
  std::vector<storage::due_run> open;  ///< due runs that are claimed or released
};

/// The maintenance of a daemon: heartbeats, the runs of dead hosts, retention and `verify`. Has its
/// own storage, which it opens when it is needed, and again after an error. One thread at a time,
/// except for `watch_storage`.
class maintenance {
 public:
  maintenance(std::shared_ptr<const application> initial, event_log& log, daemon_metrics& metrics,
              active_runs& running, pending_reports& pending, std::string host)
      : storage_([app = std::move(initial)] { return connect_storage(*app); }),
        log_(log),
        metrics_(metrics),
        running_(running),
        pending_(pending),
        host_(std::move(host)) {}

  /// Reads the history of each brand, and ends the runs of hosts that died. Error: usage, the
  /// storage can never be used as configured; otherwise it does not answer now.
  result<due_history> load_history(const std::vector<std::int64_t>& brand_ids);

  /// Records `record` for `brand_id`, and reports what was missed. False if the storage did not
  /// answer, which is logged.
  bool record(std::int64_t brand_id, const due_record& record);

  /// Does what is due at `now`; to be called about every 15 seconds. Returns the open due runs,
  /// once a minute.
  std::vector<storage::due_run> run(timestamp now, const std::vector<std::int64_t>& brand_ids,
                                    const retention_config& retention);

  /// Logs an error if the storage has not answered for 30 seconds. From any thread.
  void watch_storage();

 private:
  result<void> send_heartbeats(storage::backend& store, timestamp now);
  result<std::vector<storage::due_run>> find_open(storage::backend& store, timestamp now);
  result<void> minute_checks(storage::backend& store, timestamp now,
                             const std::vector<std::int64_t>& brand_ids,
                             std::vector<storage::due_run>& open);
  /// Counts the brand's last success, by this host, another one or a command.
  result<void> find_last_success(storage::backend& store, std::int64_t brand_id);
  /// Fails runs without heartbeats whose host has died.
  result<void> fail_silent_runs(storage::backend& store, timestamp now);
  /// Fails the runs of `brand_id` that the ledger says are running, if no host runs the brand.
  result<void> fail_abandoned_runs(storage::backend& store, std::int64_t brand_id, timestamp now);
  result<void> apply_retention(storage::backend& store, timestamp now,
                               const retention_config& retention);
  result<void> verify(storage::backend& store);
  /// Logs it when the storage starts or stops to answer; `done` is the result of its last use.
  void note_storage_state(const result<void>& done);

  reconnecting_storage storage_;
  event_log& log_;
  daemon_metrics& metrics_;
  active_runs& running_;
  pending_reports& pending_;
  std::string host_;
  retention_config retention_;  ///< of the last `run`
  timestamp next_minute_;
  timestamp next_retention_;
  timestamp next_verify_;
  std::map<std::int64_t, std::int64_t> ended_runs_;  ///< by brand, the newest that was checked
  /// Why the storage did not answer its last use; empty if it did.
  std::string storage_error_ = "the storage was not asked yet";
  std::atomic<std::int64_t> asked_at_ = 0;  ///< milliseconds of the steady clock; 0: not in use
  std::atomic<bool> silent_ = false;        ///< `watch_storage` has logged the error
};

}  // namespace tidemark::host
