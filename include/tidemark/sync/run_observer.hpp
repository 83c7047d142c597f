// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>

namespace tidemark::sync {

/// Watches a run. Called on the run's thread.
class run_observer {
 public:
  virtual ~run_observer() = default;
  virtual void rows_seen(std::int32_t window_days, std::int64_t rows) = 0;
  virtual void committing(std::int64_t records) = 0;
  virtual void warning(const std::string& message) = 0;
};

}  // namespace tidemark::sync
