// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/value/timestamp.hpp>

#include "cron_schedule.hpp"

namespace tidemark::host {

/// What becomes of due runs that nobody could start in time.
enum class catch_up : std::uint8_t {
  none,  ///< they are left out
  last,  ///< the last of them is run as soon as possible
};
inline constexpr std::array<std::string_view, 2> catch_up_words{"none", "last"};

/// When one brand is to be run.
struct brand_schedule {
  std::int64_t brand_id = 0;
  cron_schedule times;
  std::chrono::milliseconds jitter{0};  ///< a run starts up to so much after it is due
  catch_up missed = catch_up::none;
};

/// One run to start now.
struct due_run {
  std::int64_t brand_id = 0;
  timestamp due_at;  ///< by the schedule, without jitter: what hosts agree on
  int attempt = 1;     ///< 2 and more: again, because the one before failed
  bool begun = false;  ///< an earlier attempt was: whatever comes, it is not missed

  bool operator==(const due_run&) const = default;
};

/// How a run ended, as far as its schedule goes.
enum class run_outcome : std::uint8_t {
  succeeded,
  failed,
  not_begun,  ///< the storage did not answer, or something else ran the brand
};

/// Due times of one brand that will have no run of this host.
struct missed_runs {
  std::int64_t brand_id = 0;
  std::vector<timestamp> due;  ///< ascending; at most the last `due_max` of them
  std::int64_t older = 0;      ///< how many come before these
  timestamp last_due_at;
  bool claimed_here = false;  ///< the last of them, by this host, which could not begin it

  static constexpr std::size_t due_max = 100;

  /// One due time.
  static missed_runs of(std::int64_t brand_id, timestamp due_at);

  /// A later due time.
  void add(timestamp due_at);

  /// How many there are.
  std::int64_t count() const { return older + static_cast<std::int64_t>(due.size()); }

  bool operator==(const missed_runs&) const = default;
};

/// Decides which brands are to be run at a moment: no thread, no clock and no storage of its own.
///
/// A brand that is running is not started again before `ended`; what gets due meanwhile waits, and
/// only the last of it. A run that starts more than `lateness_max` late counts as missed. One that
/// failed is tried again after a minute, then two, four and so on, `attempts_max` times in all, as
/// long as the brand's next run is not due. One that could not begin is tried again likewise, or
/// every minute where it is to be caught up with, and counts as missed when it is given up. One
/// thread at a time.
class scheduler {
 public:
  static constexpr std::chrono::minutes lateness_max{1};
  static constexpr std::chrono::minutes first_back_off{1};
  static constexpr int attempts_max = 5;

  /// Takes new schedules at `now`; brands are distinct. A brand that is known keeps what it is
  /// doing, and when its times did not change, what is due.
  void set(std::vector<brand_schedule> schedules, timestamp now);

  /// Says that the run of `brand_id` that was due at `due_at` was claimed, by whatever host, so
  /// that those between then and now are still to be started, or missed. To be called after `set`,
  /// with the last.
  void claimed(std::int64_t brand_id, timestamp due_at);

  /// Says that no host is at the run of `brand_id` that was due at `due_at`, because one ended, or
  /// could not begin it; `begun`: it did. False where such a run is not to be made up for. To be
  /// called after `claimed`.
  bool missed(std::int64_t brand_id, timestamp due_at, bool begun);

  /// The runs to start at `now`; each counts as running from now on.
  ///
  /// `now` may have jumped. What would have been due in a time that the clock left out is missed;
  /// after a jump back the schedules begin anew there, and claims keep runs from coming twice.
  std::vector<due_run> take_due(timestamp now);

  /// The due times for which `take_due` has found, since the last call, that no run will come.
  std::vector<missed_runs> take_missed() { return std::exchange(missed_, {}); }

  /// Counts `brand_id` as running from now on, beside its schedule. False when it is running
  /// already; a brand without a schedule is not known here.
  bool begin(std::int64_t brand_id);

  /// Says that the run of `brand_id` that `take_due` or `begin` gave has ended. True when it is to
  /// be tried again, because it did not succeed.
  bool ended(std::int64_t brand_id, timestamp now, run_outcome outcome);

  /// When `take_due` has something to give next, if nothing changes; may have passed. Nothing when
  /// no brand waits.
  std::optional<timestamp> next_start() const;

  /// When the next run of `brand_id` is due, by its schedule.
  std::optional<timestamp> next_due(std::int64_t brand_id) const;

 private:
  struct brand_state {
    brand_schedule schedule;
    timestamp next_due;
    std::optional<due_run> running;
    std::optional<due_run> again;  ///< after a failed one
    timestamp again_at;
  };

  static timestamp start_of(const brand_schedule& schedule, timestamp due_at);
  std::optional<due_run> take_due(brand_state& brand, timestamp now);
  brand_state* find(std::int64_t brand_id);

  std::vector<brand_state> brands_;
  std::vector<missed_runs> missed_;
  std::optional<timestamp> seen_;  ///< the last `now`
};

}  // namespace tidemark::host
