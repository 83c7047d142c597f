// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include <tidemark/record/field_type.hpp>
#include <tidemark/record/record_traits.hpp>

namespace tidemark::engine {

/// Numbers the keys of rows from 0, in the order in which they are first seen. Holds no row: the
/// caller keeps one of each key, by the key's number. Key fields are texts or have an order.
template <record Row>
class key_index {
 public:
  struct place {
    std::size_t number = 0;
    bool unseen = false;  ///< the key was not there: its number is new
  };

  /// The number of `row`'s key. `row_of(number)` must be a row of that key, for every key so far.
  template <typename RowOf>
  place find_or_add(const Row& row, RowOf row_of) {
    const auto entry = first_of_hash_.try_emplace(hash_of_key(row), none).first;
    for (std::uint32_t known = entry->second; known != none; known = next_of_hash_[known])
      if (same_key(row_of(known), row)) return {known, false};
    const auto added = static_cast<std::uint32_t>(next_of_hash_.size());
    next_of_hash_.push_back(std::exchange(entry->second, added));
    return {added, true};
  }

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  static std::size_t hash_of_key(const Row& row) {
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

  boost::unordered_flat_map<std::size_t, std::uint32_t> first_of_hash_;
  std::vector<std::uint32_t> next_of_hash_;  ///< the next key that has the same hash
};

}  // namespace tidemark::engine
