// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include <tidemark/sync/run_observer.hpp>

namespace tidemark::host {

/// Set by SIGINT and SIGTERM after a call of `watch_stop_signals`: a run in progress then fails,
/// and stores nothing.
extern std::atomic<bool> stop_signal;

/// From now on, the first SIGINT or SIGTERM sets `stop_signal` and prints a notice; a further one,
/// if it is more than 200 ms later, ends the process at once.
void watch_stop_signals();

/// Shows the progress of a run on stderr, if that is a terminal, and prints its warnings.
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
