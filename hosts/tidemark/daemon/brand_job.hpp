// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include <tidemark/result.hpp>

#include "../schedule/scheduler.hpp"
#include "../setup.hpp"
#include "daemon_control.hpp"
#include "event_log.hpp"
#include "figures.hpp"
#include "running_runs.hpp"
#include "untold_ends.hpp"

namespace tidemark::host {

/// One run of one brand that the daemon has to do.
struct brand_job {
  std::int64_t brand_id = 0;
  std::optional<timestamp> due_at;  ///< by its schedule, if it was due
  bool claimed = false;  ///< this host has the due time; else it is left out where another has it
  int attempt = 1;
  /// Told once, when the ledger entry is written or when there will be none. May be empty.
  std::function<void(result<started_run>)> begun;
};

/// What became of a job.
struct job_end {
  /// `succeeded` too when it is nobody's here any more: nothing is to be tried again.
  run_outcome outcome = run_outcome::failed;
  bool claimed = false;  ///< this host has the due time, and may try again without a claim
  bool left = false;     ///< another host had the due time
};

/// What all jobs of a daemon share; thread-safe.
struct job_surroundings {
  std::shared_ptr<const setup> storage;  ///< whose storage is used
  /// Config and policy of now; their storage is not used.
  std::function<std::shared_ptr<const setup>()> loaded;
  event_log& log;
  figures& counted;
  running_runs& running;
  untold_ends& untold;
  const std::atomic<bool>& stopping;  ///< no run begins any more
  const std::atomic<bool>& stop;      ///< runs end as failed as soon as they can
};

/// Does `job` on this thread, with a storage and sources of its own, and logs what comes of it.
job_end do_job(const brand_job& job, const job_surroundings& around);

}  // namespace tidemark::host
