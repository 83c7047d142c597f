// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

namespace tidemark::host {

/// The runs that this process has in progress, by their ids in the ledger. Thread-safe.
class active_runs {
 public:
  void started(std::int64_t run_id, std::int64_t brand_id) {
    const std::lock_guard held(mutex_);
    runs_[run_id] = brand_id;
  }
  void ended(std::int64_t run_id) {
    const std::lock_guard held(mutex_);
    runs_.erase(run_id);
  }
  /// Their ids, ascending.
  std::vector<std::int64_t> ids() const {
    const std::lock_guard held(mutex_);
    std::vector<std::int64_t> found;
    for (const auto& [run_id, brand_id] : runs_) found.push_back(run_id);
    return found;
  }
  bool has_brand(std::int64_t brand_id) const {
    const std::lock_guard held(mutex_);
    for (const auto& [run_id, brand] : runs_)
      if (brand == brand_id) return true;
    return false;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::int64_t, std::int64_t> runs_;
};

}  // namespace tidemark::host
