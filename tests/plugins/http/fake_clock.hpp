// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <ctime>
#include <mutex>
#include <stop_token>
#include <utility>
#include <vector>

#include <http/wait_clock.hpp>

namespace tidemark::http::test {

/// A clock whose waits take no time; it records them.
class fake_clock final : public wait_clock {
 public:
  moment now() const override {
    const std::lock_guard lock(mutex_);
    return now_;
  }

  std::int64_t unix_seconds() const override {
    return static_cast<std::int64_t>(std::time(nullptr)) + unix_offset;
  }

  bool wait_until(moment end, std::stop_token stop) override {
    const std::lock_guard lock(mutex_);
    if (stop.stop_requested()) return false;
    if (end <= now_) return true;
    waits_.push_back(std::chrono::ceil<std::chrono::milliseconds>(end - now_));
    now_ = end;
    return true;
  }

  /// Lets time pass.
  void pass(std::chrono::milliseconds time) {
    const std::lock_guard lock(mutex_);
    now_ += time;
  }

  /// The waits that were not zero, in order.
  std::vector<std::chrono::milliseconds> waits() const {
    const std::lock_guard lock(mutex_);
    return waits_;
  }

  std::int64_t unix_offset = 0;  ///< the difference from the machine's time of day, in seconds

 private:
  mutable std::mutex mutex_;
  moment now_{std::chrono::hours(1000)};
  std::vector<std::chrono::milliseconds> waits_;
};

}  // namespace tidemark::http::test
