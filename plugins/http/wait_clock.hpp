// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace tidemark::http {

/// The clock for pacing and retrying requests. Tests have one that does not wait. Any number of
/// threads at a time.
class wait_clock {
 public:
  using moment = std::chrono::steady_clock::time_point;

  virtual ~wait_clock() = default;

  /// The current time, for measuring intervals.
  virtual moment now() const = 0;

  /// The current time in Unix seconds.
  virtual std::int64_t unix_seconds() const = 0;

  /// Waits until `end`. False: `stop` was requested before that.
  virtual bool wait_until(moment end, std::stop_token stop) = 0;
};

/// The machine's clock.
class machine_clock final : public wait_clock {
 public:
  moment now() const override { return std::chrono::steady_clock::now(); }

  std::int64_t unix_seconds() const override {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::floor<std::chrono::seconds>(since_epoch).count();
  }

  bool wait_until(moment end, std::stop_token stop) override {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any nobody_notifies;
    nobody_notifies.wait_until(lock, stop, end, [] { return false; });
    return !stop.stop_requested();
  }
};

}  // namespace tidemark::http
