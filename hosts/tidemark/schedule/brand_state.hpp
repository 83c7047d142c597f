// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/storage/due_runs.hpp>
#include <tidemark/value/timestamp.hpp>

#include "brand_schedule.hpp"
#include "due_run_steps.hpp"
#include "missed_due_times.hpp"

namespace tidemark::host {

/// Changes of due runs for a host to record, in one transaction.
struct due_record {
  missed_due_times missed;      ///< those that nobody else has claimed
  missed_due_times unanswered;  ///< alike, but the storage's answer to an earlier attempt got lost
  std::vector<storage::due_run_change> changes;  ///< as far as they still apply
  /// The recorded time of the changes in `missed` and `unanswered`: every record of a host is later
  /// than the one before, although its clock may be set back.
  timestamp at;
  timestamp unanswered_since;  ///< `at` of the first of those attempts

  bool empty() const { return missed.empty() && unanswered.empty() && changes.empty(); }
  bool has(timestamp due_at) const;
  /// Adds the changes that an earlier attempt did not record.
  void put_back(due_record&& earlier);
  /// The same record for another attempt, after one that was not answered.
  due_record repeated() const;

  bool operator==(const due_record&) const = default;
};

/// A run to start now.
struct run_order {
  std::optional<timestamp> due_at;  ///< by the schedule, without jitter; nothing: requested by hand
  int attempt = 1;                  ///< 2 or more: a repetition
  /// An earlier run of this host had begun and failed: the due run is done, and stays so.
  bool begun = false;
  due_record record;  ///< to be recorded together with the claim

  bool operator==(const run_order&) const = default;
};

/// The outcome of a run for its schedule.
enum class run_outcome : std::uint8_t {
  succeeded,
  failed,     ///< it had begun
  not_begun,  ///< the storage did not answer, or another run held the brand
  skipped,    ///< another host has it, or this one does not run it
};

/// The actions of a host for a brand.
struct brand_actions {
  std::optional<run_order> start;
  due_record record;  ///< empty where `start` has one
};

/// One brand of a daemon, as a state machine: events change it, and `act` says what to do. It has
/// no clock, thread or storage; its states are those of ARCHITECTURE.md, "Due runs".
///
/// A running brand does not start again before `ended`; of the runs that become due meanwhile, only
/// the last one waits. A run that would start more than `lateness_max` late is missed, unless the
/// brand catches up. A failed run is repeated after 1, 2, 4 and more minutes, `attempts_max` times
/// in all, until the brand's next run is due. A run that could not begin is repeated in the same
/// way, or every minute if the brand catches up, and is missed when no attempt is left. One thread
/// at a time.
class brand_state {
 public:
  static constexpr std::chrono::minutes lateness_max{1};
  static constexpr std::chrono::minutes first_back_off{1};
  static constexpr std::chrono::hours open_without_schedule_max{24};
  static constexpr int attempts_max = 5;
  static constexpr std::chrono::minutes repetitions_max{20};  ///< all attempts end before

  /// `host` names this host in due runs.
  brand_state(std::int64_t brand_id, std::string host)
      : brand_id_(brand_id), host_(std::move(host)) {}

  // --- events

  /// The config has this schedule for the brand, or none. A changed schedule counts from `now`.
  void scheduled(std::optional<brand_schedule> schedule, timestamp now);

  /// The storage has answered: `last` is the brand's last due run. Before this no due run starts.
  void loaded(const std::optional<storage::due_run>& last, timestamp now);

  /// A check has found an open due run of the brand.
  void found(const storage::due_run& open, timestamp now);

  /// A run was requested by hand. False while the brand is running; otherwise it is from now on.
  bool requested();

  /// The run of `act` or `requested` has ended. `recorded`: so is the record of its order.
  void ended(run_outcome outcome, bool recorded, timestamp now);

  /// What `act` gave as `record` was recorded, or the storage did not answer.
  void recorded(bool done);

  // --- actions

  /// What to do at `now`; a run that is to start counts as running from now on.
  ///
  /// `now` may have jumped. Runs that were due in a skipped time are missed; after a jump back the
  /// schedule starts again from `now`, and claims prevent a second run.
  brand_actions act(timestamp now);

  // --- questions

  bool is_loaded() const { return loaded_; }
  bool is_running() const { return running_.has_value(); }
  /// When `act` will start a run next, if nothing changes; may be in the past.
  std::optional<timestamp> next_start() const;
  /// When the next run is due, by the schedule.
  std::optional<timestamp> next_due() const;

 private:
  /// Whether it is to be recorded how a due run ends.
  bool is_noted(timestamp due_at) const;
  void leave_schedule(bool continues, timestamp now);
  /// Will have it recorded as missed.
  void give_up(timestamp due_at);
  due_record take_unrecorded(timestamp now);
  std::optional<run_order> choose_run(timestamp now);
  void repeat(run_order run, run_outcome outcome, timestamp now);

  std::int64_t brand_id_;
  std::string host_;
  std::optional<brand_schedule> schedule_;
  bool loaded_ = false;
  std::optional<run_order> running_;
  std::optional<run_order> again_;  ///< waits for `again_at_`
  timestamp again_at_;
  timestamp next_due_;
  std::optional<timestamp> last_due_;  ///< the last due time that was reached
  std::optional<timestamp> seen_;      ///< the last `now` of `act`
  timestamp recorded_at_;              ///< `at` of the last record
  due_record unrecorded_;
  due_record in_flight_;  ///< `act` has given it as `record`
};

}  // namespace tidemark::host
