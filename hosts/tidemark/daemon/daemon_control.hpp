// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tidemark/result.hpp>

namespace tidemark::host {

/// One brand of the config, for those who look at the daemon.
struct served_brand {
  std::int64_t id = 0;
  std::string name;
  std::string currency;
};

/// A run that has begun.
struct started_run {
  std::int64_t run_id = 0;    ///< of the ledger
  std::string source_run_id;
};

/// What a reload has taken over.
struct reload_report {
  /// The parts of the config that have changed and stay as they are until a restart.
  std::vector<std::string> needs_restart;
};

/// What others may ask of a running daemon. Every call may come from any thread, at any time.
class daemon_control {
 public:
  virtual ~daemon_control() = default;

  /// The brands of the config in use, in its order.
  virtual std::vector<served_brand> brands() const = 0;

  /// The windows of the policy in use, in days, in its order.
  virtual std::vector<std::int32_t> windows() const = 0;

  /// Begins a run of `brand_id` now, beside its schedule; returns when its ledger entry is written.
  /// Errors: usage, there is no such brand; busy, a run of it is going on, here or on another host;
  /// failed, it could not begin.
  virtual result<started_run> start_sync(std::int64_t brand_id) = 0;

  /// Reads config and policy anew and uses them from the next run on. Error: something is wrong
  /// with them; then the old ones stay in use.
  virtual result<reload_report> reload() = 0;

  /// Whether it takes work: the config is loaded. Error: it is being stopped. Does not wait.
  virtual result<void> ready() const = 0;

  /// The daemon's figures in Prometheus' text format, version 0.0.4.
  virtual std::string metrics() = 0;
};

}  // namespace tidemark::host
