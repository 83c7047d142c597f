// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include <tidemark/sync/run_observer.hpp>

namespace tidemark::host {

/// Set by SIGINT and SIGTERM once `watch_stop_signals` was called: a running sync ends as failed,
/// with nothing of it stored.
extern std::atomic<bool> stop_signal;

/// Makes the first SIGINT or SIGTERM set `stop_signal` and say so; another one later than
/// 200 ms after it ends the process at once.
void watch_stop_signals();

/// Shows on stderr how far a run is, when stderr is a terminal, and passes warnings on.
class progress final : public sync::run_observer {
 public:
  explicit progress(std::string run_name);
  ~progress() override;

  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  void rows_seen(std::int32_t window_days, std::int64_t rows) override;
  void committing(std::int64_t records) override;
  void warning(const std::string& message) override;
  bool stop_requested() const override { return stop_signal.load(std::memory_order_relaxed); }

 private:
  void show(const std::string& state);
  void clear();

  std::string run_name_;
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace tidemark::host
