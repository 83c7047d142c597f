// SPDX-License-Identifier: BSL-1.0
#include "brand_schedule.hpp"

namespace tidemark::host {

namespace {

/// A number that looks random and is the same on every host (SplitMix64's last step).
std::uint64_t scatter(std::uint64_t number) {
  number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9u;
  number = (number ^ number >> 27) * 0x94D049BB133111EBu;
  return number ^ number >> 31;
}

}  // namespace

timestamp brand_schedule::start_of(timestamp due_at) const {
  const auto count = static_cast<std::uint64_t>(jitter.count()) + 1;
  const auto number = scatter(static_cast<std::uint64_t>(due_at.micros) ^
                              scatter(static_cast<std::uint64_t>(brand_id)));
  const auto delay = std::chrono::milliseconds{number % count};
  return {due_at.micros + std::chrono::microseconds{delay}.count()};
}

}  // namespace tidemark::host
