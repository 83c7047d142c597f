// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include <tidemark/engine/proof/abstract_record.hpp>

namespace tidemark::engine::proof {

/// Values that are compared with each other.
struct compared_values {
  std::vector<bool> may_be_missing;  ///< of each value
  std::vector<std::size_t> places;   ///< of each value: in how many records it is
  bool with_zero = false;            ///< they are compared with 0 too
  bool with_negative = false;        ///< their type has negative values, if there is no 0
};

/// A value for each of some compared values.
using value_pattern = std::vector<abstract_value>;

namespace detail {

/// Every weak order of some elements: each has a rank, from 0 without gaps.
template <typename Visit>
class weak_orders {
 public:
  /// Calls `visit(ranks)` for each order.
  weak_orders(std::size_t elements, Visit visit) : rank_of_(elements), visit_(visit) {
    place(0, 0);
  }

 private:
  /// Gives the element `index` a rank that exists, or a new one between, before or after them.
  void place(std::size_t index, abstract_value ranks) {
    if (index == rank_of_.size()) return visit_(rank_of_);
    for (abstract_value rank = 0; rank < ranks; ++rank) {
      rank_of_[index] = rank;
      place(index + 1, ranks);
    }
    for (abstract_value rank = 0; rank <= ranks; ++rank) {
      shift(index, rank, 1);
      rank_of_[index] = rank;
      place(index + 1, static_cast<abstract_value>(ranks + 1));
      shift(index, rank, -1);
    }
  }

  void shift(std::size_t count, abstract_value from, int by) {
    for (std::size_t i = 0; i < count; ++i)
      if (rank_of_[i] >= from + (by < 0 ? 1 : 0))
        rank_of_[i] = static_cast<abstract_value>(rank_of_[i] + by);
  }

  std::vector<abstract_value> rank_of_;
  Visit visit_;
};

/// The rank that gets the value 0, so that the values are as small as they can be. `present` has
/// the number of each value among `compared`.
inline abstract_value middle_rank(const std::vector<abstract_value>& rank_of,
                                  const std::vector<std::size_t>& present,
                                  const compared_values& compared) {
  std::vector<abstract_value> ranks;
  for (std::size_t i = 0; i < present.size(); ++i)
    ranks.insert(ranks.end(), compared.places[present[i]], rank_of[i]);
  if (ranks.empty()) return 0;
  const auto middle = ranks.begin() + static_cast<std::ptrdiff_t>((ranks.size() - 1) / 2);
  std::nth_element(ranks.begin(), middle, ranks.end());
  return *middle;
}

}  // namespace detail

/// Calls `visit(const value_pattern&)` with one pattern for every order that the values can have
/// among themselves and with 0, and for every choice of those that are missing. The values of a
/// pattern are the smallest with that order.
template <typename Visit>
void for_each_value_pattern(const compared_values& compared, Visit visit) {
  const std::size_t count = compared.may_be_missing.size();
  value_pattern pattern(count);
  for (std::uint32_t lacking = 0; lacking < std::uint32_t{1} << count; ++lacking) {
    std::vector<std::size_t> present;
    bool possible = true;
    for (std::size_t i = 0; i < count; ++i) {
      if ((lacking >> i & 1) == 0) present.push_back(i);
      else possible = possible && compared.may_be_missing[i];
    }
    if (!possible) continue;
    std::fill(pattern.begin(), pattern.end(), missing);
    detail::weak_orders(present.size() + (compared.with_zero ? 1 : 0), [&](const auto& ranks) {
      const abstract_value zero =
          compared.with_zero       ? ranks.back()
          : compared.with_negative ? detail::middle_rank(ranks, present, compared)
                                   : abstract_value{0};
      for (std::size_t i = 0; i < present.size(); ++i)
        pattern[present[i]] = static_cast<abstract_value>(ranks[i] - zero);
      visit(static_cast<const value_pattern&>(pattern));
    });
  }
}

}  // namespace tidemark::engine::proof
