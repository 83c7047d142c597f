// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

#include <tidemark/value/timestamp.hpp>

#include "cron_schedule.hpp"

namespace tidemark::host {

/// The handling of due runs that no host could start in time.
enum class catch_up : std::uint8_t {
  none,  ///< they are not repeated
  last,  ///< the last of them is run as soon as possible
};
inline constexpr std::array<std::string_view, 2> catch_up_words{"none", "last"};

/// The times at which one brand is run.
struct brand_schedule {
  std::int64_t brand_id = 0;
  cron_schedule times;
  std::chrono::milliseconds jitter{0};  ///< a run starts up to this much after it is due
  catch_up on_missed = catch_up::none;

  /// When the run that is due at `due_at` starts: the same on every host.
  timestamp start_of(timestamp due_at) const;
};

}  // namespace tidemark::host
