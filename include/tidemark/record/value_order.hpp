// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <string_view>

#include <tidemark/record/field_type.hpp>

namespace tidemark {

namespace detail {

/// Texts by their bytes, as databases without a language compare them.
constexpr int compare_bytes(std::string_view a, std::string_view b) { return a.compare(b); }

inline bool is_less_list(const tags& a, const tags& b) {
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(),
      [](std::string_view first, std::string_view second) {
        return compare_bytes(first, second) < 0;
      });
}

/// NUL, which ends each text, is less than every other byte.
constexpr bool is_less_list(tags_view a, tags_view b) {
  return compare_bytes(a.joined, b.joined) < 0;
}

}  // namespace detail

/// Whether the present value `a` is smaller than `b`: numbers and times by value, texts by their
/// bytes, lists of texts element by element, the shorter one first. JSON has no order: false.
/// rules/README.md, "Ties".
template <typename T>
constexpr bool is_less(const T& a, const T& b) {
  if constexpr (has_order(type_of<T>())) return order_of(a) < order_of(b);
  else if constexpr (requires { *a; a.has_value(); }) return is_less(*a, *b);
  else if constexpr (type_of<T>() == field_type::texts) return detail::is_less_list(a, b);
  else if constexpr (type_of<T>() == field_type::text) return detail::compare_bytes(a, b) < 0;
  else return false;
}

}  // namespace tidemark
