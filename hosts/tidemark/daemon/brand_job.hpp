// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <tidemark/result.hpp>

#include "../application/application.hpp"
#include "../http/daemon_control.hpp"
#include "../schedule/brand_state.hpp"
#include "active_runs.hpp"
#include "daemon_metrics.hpp"
#include "event_log.hpp"
#include "pending_reports.hpp"

namespace tidemark::host {

/// One run of one brand for the daemon.
struct brand_job {
  std::int64_t brand_id = 0;
  run_order order;
  /// Called once: with the run when its ledger entry is written, or with the reason why there will
  /// be none. May be empty.
  std::function<void(result<started_run>)> on_started = {};
};

/// The result of a job.
struct job_result {
  run_outcome outcome = run_outcome::failed;
  bool recorded = false;  ///< the record of its order is in the storage
};

/// Shared by all jobs of a daemon; thread-safe.
struct job_context {
  std::shared_ptr<const application> initial;  ///< its storage is used
  /// The config and policy in use; their storage is not used.
  std::function<std::shared_ptr<const application>()> current;
  event_log& log;
  daemon_metrics& metrics;
  active_runs& running;
  pending_reports& pending;
  std::string host;                   ///< names this host in the ledger and in due runs
  const std::atomic<bool>& stopping;  ///< no new run starts
  const std::atomic<bool>& stop;      ///< runs fail as soon as possible
};

/// Runs `job` on this thread, with its own storage and sources, and logs the result.
job_result run_job(const brand_job& job, const job_context& context);

}  // namespace tidemark::host
