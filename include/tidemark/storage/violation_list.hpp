// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <tidemark/storage/verify_report.hpp>

namespace tidemark::storage {

/// The violations of one check: all are counted, the first are kept.
class violation_list {
 public:
  violation_list() = default;
  explicit violation_list(std::size_t kept_max) : kept_max_(kept_max) {}

  /// Adds one violation. `describe()`, which returns named_values, is called only if it is kept.
  template <typename Describe>
  void add(const Describe& describe) {
    ++count_;
    if (kept_.size() < kept_max_) kept_.push_back(describe());
  }

  /// Sets the number of violations, counted by a database, including those that were not added.
  void set_count(std::int64_t count) { count_ = count; }

  std::int64_t count() const { return count_; }
  std::vector<named_values> take_kept() { return std::move(kept_); }

 private:
  std::size_t kept_max_ = violations_kept_max;
  std::vector<named_values> kept_;
  std::int64_t count_ = 0;
};

}  // namespace tidemark::storage
