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

namespace tidemark::host {

/// One run of one brand that the daemon has to do.
struct brand_job {
  std::shared_ptr<const setup> loaded;  ///< config and policy; its storage is not used
  std::int64_t brand_id = 0;
  /// When it was due and is not claimed yet: it is left out when another host claims it first.
  std::optional<timestamp> to_claim;
  int attempt = 1;
  bool make_up = false;  ///< left out while anybody runs the brand: that is the run to make up for
  /// Told once, when the ledger entry is written or when there will be none. May be empty.
  std::function<void(result<started_run>)> begun;
};

/// What became of a job.
struct job_end {
  bool claimed = false;  ///< the due time is this host's, or there was none to claim
  /// `succeeded` too when it was left to another host: nothing is to be tried again.
  run_outcome outcome = run_outcome::failed;
};

/// What all jobs of a daemon share; thread-safe.
struct job_surroundings {
  std::shared_ptr<const setup> storage;  ///< whose storage is used
  event_log& log;
  figures& counted;
  running_runs& running;
  const std::atomic<bool>& stop;  ///< runs end as failed as soon as they can
};

/// Does `job` on this thread, with a storage and sources of its own, and logs what comes of it.
job_end do_job(const brand_job& job, const job_surroundings& around);

}  // namespace tidemark::host
