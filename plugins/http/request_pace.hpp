// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "wait_clock.hpp"

namespace tidemark::http {

/// Spaces requests evenly, with a maximum per second. One thread at a time.
class request_pace {
 public:
  /// `millionths_per_second`: 1,000,000 is one request a second; 0: no limit.
  explicit request_pace(std::int64_t millionths_per_second)
      : interval_(millionths_per_second > 0
                      ? std::chrono::nanoseconds(1'000'000'000'000'000 / millionths_per_second)
                      : std::chrono::nanoseconds(0)) {}

  /// When the next request may be sent, at or after `now`.
  wait_clock::moment slot(wait_clock::moment now) const { return std::max(now, free_); }

  /// Records that a request is sent at `slot`.
  void take(wait_clock::moment slot) { free_ = slot + interval_; }

 private:
  std::chrono::nanoseconds interval_;
  wait_clock::moment free_ = wait_clock::moment::min();
};

}  // namespace tidemark::http
