// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace tidemark {

/// A set of fields of one record: bit I is the I-th field.
struct field_mask {
  std::uint64_t bits = 0;

  constexpr bool has(std::size_t index) const { return (bits >> index & 1) != 0; }
  constexpr void add(std::size_t index) { bits |= std::uint64_t{1} << index; }
  constexpr void remove(std::size_t index) { bits &= ~(std::uint64_t{1} << index); }
  constexpr bool empty() const { return bits == 0; }
  constexpr int count() const { return std::popcount(bits); }

  friend constexpr field_mask operator|(field_mask a, field_mask b) { return {a.bits | b.bits}; }
  friend constexpr field_mask operator&(field_mask a, field_mask b) { return {a.bits & b.bits}; }
  friend constexpr field_mask operator^(field_mask a, field_mask b) { return {a.bits ^ b.bits}; }
  /// The fields that are not in `a`, and those that no record has.
  friend constexpr field_mask operator~(field_mask a) { return {~a.bits}; }
  bool operator==(const field_mask&) const = default;
};

}  // namespace tidemark
