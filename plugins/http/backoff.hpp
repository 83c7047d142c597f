// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>

namespace tidemark::http {

/// How long to wait before the next attempt: exponential with full jitter, so that clients that
/// failed at the same time do not retry at the same time.
class backoff {
 public:
  static constexpr std::chrono::milliseconds first{1'000};
  static constexpr std::chrono::milliseconds longest{60'000};

  backoff() : random_(std::random_device{}()) {}

  /// The longest wait after `failures` in a row, from 1: 1 s, 2 s, 4 s ... 60 s.
  static std::chrono::milliseconds ceiling(int failures) {
    return std::min(longest, first * (1 << std::clamp(failures - 1, 0, 10)));
  }

  /// A random wait from 0 to the ceiling.
  std::chrono::milliseconds wait(int failures) {
    return std::chrono::milliseconds(
        std::uniform_int_distribution<std::int64_t>(0, ceiling(failures).count())(random_));
  }

 private:
  std::minstd_rand random_;
};

}  // namespace tidemark::http
