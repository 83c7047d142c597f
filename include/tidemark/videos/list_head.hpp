// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <tidemark/videos/list_order.hpp>

namespace tidemark::videos {

/// Picks the first positions of a list from many, in any order: at most `count_max`, and, with a
/// bound, none after it. The texts of what is offered must outlive it. O(1) for a position after
/// those that are kept.
class list_head {
 public:
  list_head(direction dir, std::size_t count_max, std::optional<list_position> bound = {})
      : dir_(dir), count_max_(count_max), bound_(bound) {}

  /// Whether `position` can be in the head.
  bool admits(const list_position& position) const {
    return !bound_ || !comes_before(*bound_, position, dir_);
  }

  void offer(const list_position& position) {
    if (!admits(position)) return;
    kept_.push_back(position);
    if (kept_.size() >= 2 * count_max_) prune();
  }

  /// The head, in order; to be called once.
  std::vector<list_position> take() {
    if (kept_.size() > count_max_) prune();
    std::sort(kept_.begin(), kept_.end(), in_order{dir_});
    return std::move(kept_);
  }

 private:
  struct in_order {
    direction dir;
    bool operator()(const list_position& a, const list_position& b) const {
      return comes_before(a, b, dir);
    }
  };

  void prune() {
    const auto last = kept_.begin() + static_cast<std::ptrdiff_t>(count_max_ - 1);
    std::nth_element(kept_.begin(), last, kept_.end(), in_order{dir_});
    bound_ = *last;
    kept_.resize(count_max_);
  }

  direction dir_;
  std::size_t count_max_;  ///< at least 1
  std::optional<list_position> bound_;
  std::vector<list_position> kept_;
};

}  // namespace tidemark::videos
