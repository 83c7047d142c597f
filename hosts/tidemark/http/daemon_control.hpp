// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tidemark/result.hpp>

namespace tidemark::host {

/// One brand of the config, for users of the daemon.
struct served_brand {
  std::int64_t id = 0;
  std::string name;
  std::string currency;
};

/// A run that has started.
struct started_run {
  std::int64_t run_id = 0;    ///< of the ledger
  std::string source_run_id;
};

/// The result of a reload.
struct reload_report {
  /// The parts of the config that have changed, but take effect only after a restart.
  std::vector<std::string> needs_restart;
};

/// Requests to a running daemon. Every call may come from any thread, at any time.
class daemon_control {
 public:
  virtual ~daemon_control() = default;

  /// The brands of the config in use, in its order.
  virtual std::vector<served_brand> brands() const = 0;

  /// The windows of the policy in use, in days, in its order.
  virtual std::vector<std::int32_t> windows() const = 0;

  /// Starts a run of `brand_id` now, apart from its schedule; returns when its ledger entry is
  /// written. Errors: usage, there is no such brand; busy, a run of it is in progress, here or on
  /// another host; failed, it could not start.
  virtual result<started_run> start_sync(std::int64_t brand_id) = 0;

  /// Reads config and policy again, and uses them from the next run on. Error: one of them is
  /// invalid; then the old ones stay in use.
  virtual result<reload_report> reload() = 0;

  /// Whether it accepts work. Error: it is shutting down. Does not block.
  virtual result<void> ready() const = 0;

  /// The daemon's metrics in Prometheus' text format, version 0.0.4.
  virtual std::string metrics() = 0;
};

}  // namespace tidemark::host
