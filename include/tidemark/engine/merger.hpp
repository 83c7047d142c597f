// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include <tidemark/engine/preference.hpp>

namespace tidemark::engine {

namespace detail {

/// A hash of the key fields of `row`.
template <record Row>
std::size_t hash_of_key(const Row& row) {
  std::size_t hash = 0;
  for_each_field<Row>([&](auto i) {
    if constexpr (key_fields<Row>.has(i)) {
      const auto& value = field<i>(row);
      if constexpr (type_of<field_t<Row, i>>() == field_type::text)
        hash = hash * 31 + std::hash<std::string>{}(value);
      else
        hash = hash * 31 + std::hash<std::int64_t>{}(order_of(value));
    }
  });
  return hash;
}

}  // namespace detail

/// Merges rows in order of arrival: of all rows of one key, the whole row that the order prefers
/// stays (SPEC section 3).
///
/// Memory grows with the keys, not with the rows. Key fields are texts or have an order.
template <record Row>
class merger {
 public:
  explicit merger(const preference_order<Row>& order) : order_(order) {}

  /// What `add` did: groups are numbered from 0 in the order in which their keys were first seen.
  struct outcome {
    std::size_t group = 0;
    bool first = false;  ///< the row began its group
    bool won = false;    ///< the row is its group's winner now
  };

  /// Takes `row` into its group. When it wins, its content is exchanged with that of the row before
  /// it, otherwise it is left as it is.
  outcome add(Row& row) {
    const rank offered = order_.rank_of(row);
    const std::size_t hash = detail::hash_of_key(row);
    const auto [entry, fresh] = first_of_hash_.try_emplace(hash, none);
    std::uint32_t group = entry->second;
    while (group != none && !same_key(rows_[group], row)) group = next_of_hash_[group];
    if (group == none) {
      group = static_cast<std::uint32_t>(rows_.size());
      rows_.push_back(std::exchange(row, Row{}));
      ranks_.push_back(offered);
      next_of_hash_.push_back(std::exchange(entry->second, group));
      return {group, true, true};
    }
    if (!order_.prefers(offered, ranks_[group])) return {group, false, false};
    std::swap(rows_[group], row);
    ranks_[group] = offered;
    return {group, false, true};
  }

  /// The winners so far, by group.
  const std::vector<Row>& rows() const { return rows_; }

  /// Hands the winners over, by group; the merger is empty afterwards.
  std::vector<Row> take() {
    first_of_hash_ = {};
    next_of_hash_ = {};
    ranks_ = {};
    return std::exchange(rows_, {});
  }

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  preference_order<Row> order_;
  std::vector<Row> rows_;
  std::vector<rank> ranks_;
  boost::unordered_flat_map<std::size_t, std::uint32_t> first_of_hash_;
  std::vector<std::uint32_t> next_of_hash_;  ///< the next group whose key has the same hash
};

}  // namespace tidemark::engine
