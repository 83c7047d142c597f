// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <tidemark/record/field_type.hpp>
#include <tidemark/record/record_traits.hpp>

namespace tidemark::engine {

/// Numbers the keys of rows from 0, in the order in which they are first seen. Holds no row: the
/// caller keeps one of each key, by the key's number. Key fields are texts or have an order.
///
/// A table with open addressing, so that the place of a key can be fetched into the processor's
/// cache before it is needed: looking rows up one by one mostly waits for memory.
template <record Row>
class key_index {
 public:
  struct place {
    std::size_t number = 0;
    bool unseen = false;  ///< the key is seen for the first time: its number is new
  };

  static std::uint64_t hash_of(const Row& row) {
    std::uint64_t hash = 0;
    for_each_field<Row>([&](auto i) {
      if constexpr (key_fields<Row>.has(i)) {
        const auto& value = field<i>(row);
        if constexpr (type_of<field_t<Row, i>>() == field_type::text)
          hash = hash * 31 + std::hash<std::string_view>{}(value);
        else
          hash = hash * 31 + static_cast<std::uint64_t>(order_of(value));
      }
    });
    return hash * 0x9E37'79B9'7F4A'7C15u;  // spreads the integers over the high bits
  }

  /// Asks for the memory in which the key with `hash` is looked up.
  void prefetch(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[first_slot(hash)]);
  }

  /// Asks for the memory of the texts of `row`'s key.
  static void prefetch_texts(const Row& row) {
    for_each_field<Row>([&](auto i) {
      if constexpr (key_fields<Row>.has(i))
        if constexpr (type_of<field_t<Row, i>>() == field_type::text)
          __builtin_prefetch(std::string_view(field<i>(row)).data());
    });
  }

  /// The number of a key that probably has `hash`; for asking for more memory. Nothing is sure.
  std::size_t guess(std::uint64_t hash) const {
    if (slots_.empty()) return none;
    const slot& seen = slots_[first_slot(hash)];
    return seen.number != none && seen.tag == tag_of(hash) ? seen.number : none;
  }
  static constexpr std::uint32_t none = 0xFFFF'FFFFu;

  /// The number of `row`'s key, of which `hash` is the hash. `row_of(number)` must be a row of that
  /// key, for every key so far.
  template <typename RowOf>
  place find_or_add(const Row& row, std::uint64_t hash, RowOf row_of) {
    if (2 * (hashes_.size() + 1) > slots_.size()) grow();
    const std::size_t last = slots_.size() - 1;
    std::size_t at = first_slot(hash);
    for (; slots_[at].number != none; at = (at + 1) & last) {
      const slot& seen = slots_[at];
      if (seen.tag == tag_of(hash) && same_key(row_of(seen.number), row))
        return {seen.number, false};
    }
    const auto added = static_cast<std::uint32_t>(hashes_.size());
    hashes_.push_back(hash);
    slots_[at] = {tag_of(hash), added};
    return {added, true};
  }

 private:
  struct slot {
    std::uint32_t tag = 0;
    std::uint32_t number = none;
  };

  static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash); }
  std::size_t first_slot(std::uint64_t hash) const { return hash >> shift_; }

  void grow() {
    if (hashes_.size() >= none / 2) throw std::length_error("more than 2^31 keys in one merge");
    const std::size_t size = slots_.empty() ? 64 : 2 * slots_.size();
    shift_ = 64 - std::countr_zero(size);
    slots_.assign(size, {});
    for (std::uint32_t number = 0; number < hashes_.size(); ++number) {
      std::size_t at = first_slot(hashes_[number]);
      while (slots_[at].number != none) at = (at + 1) & (size - 1);
      slots_[at] = {tag_of(hashes_[number]), number};
    }
  }

  std::vector<slot> slots_;            ///< at most half full; a power of two
  std::vector<std::uint64_t> hashes_;  ///< by the key's number
  int shift_ = 0;                      ///< leaves of a hash the number of a slot
};

}  // namespace tidemark::engine
