// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <tidemark/value/timestamp.hpp>

namespace tidemark::host {

/// Due times of one brand that will have no run of this host.
struct missed_due_times {
  std::vector<timestamp> due;  ///< distinct and ascending; at most the last `due_max` of them
  std::int64_t older = 0;      ///< the number of earlier ones

  static constexpr std::size_t due_max = 100;

  void add(timestamp due_at);
  /// Adds those of `others`.
  void add(const missed_due_times& others);

  bool empty() const { return due.empty(); }
  /// The number of all of them.
  std::int64_t count() const { return older + static_cast<std::int64_t>(due.size()); }

  bool operator==(const missed_due_times&) const = default;
};

}  // namespace tidemark::host
