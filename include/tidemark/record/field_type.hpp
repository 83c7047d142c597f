// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/record/fields.hpp>
#include <tidemark/value/counter.hpp>
#include <tidemark/value/date.hpp>
#include <tidemark/value/json.hpp>
#include <tidemark/value/percent.hpp>
#include <tidemark/value/tags.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark {

/// What a field holds, whether or not it may be missing. The first five have an order.
enum class field_type : std::uint8_t {
  integer, counter, percent, date, timestamp, text, texts, json, other
};

/// Whether values of `type` can be compared by `monotonic`, gates, `highest` and `lowest`.
constexpr bool has_order(field_type type) { return type <= field_type::timestamp; }

/// The word for `type` in messages.
constexpr std::string_view to_text(field_type type) {
  constexpr std::array<std::string_view, 9> words{"integer", "counter", "percent", "date",
                                                  "timestamp", "text", "list of texts", "JSON",
                                                  "other"};
  return words[static_cast<std::size_t>(type)];
}

namespace detail {

template <typename T>
struct unwrapped { using type = T; };
template <typename T>
struct unwrapped<std::optional<T>> { using type = T; };

/// Integers whose values all fit 64 signed bits.
template <typename T>
concept small_integer = std::integral<T> && !std::same_as<T, bool> &&
                        (std::signed_integral<T> || sizeof(T) < sizeof(std::int64_t));

}  // namespace detail

/// The `field_type` of a member of type `T` or `std::optional<T>`.
template <typename T>
constexpr field_type type_of() {
  using value = typename detail::unwrapped<T>::type;
  if constexpr (detail::small_integer<value>) return field_type::integer;
  else if constexpr (std::same_as<value, counter>) return field_type::counter;
  else if constexpr (std::same_as<value, percent>) return field_type::percent;
  else if constexpr (std::same_as<value, date>) return field_type::date;
  else if constexpr (std::same_as<value, timestamp>) return field_type::timestamp;
  else if constexpr (std::same_as<value, std::string> || std::same_as<value, std::string_view>)
    return field_type::text;
  else if constexpr (std::same_as<value, tags> || std::same_as<value, tags_view>)
    return field_type::texts;
  else if constexpr (std::same_as<value, json> || std::same_as<value, json_view>)
    return field_type::json;
  else return field_type::other;
}

/// The types of `Record`'s fields, in order.
template <reflected Record>
inline constexpr auto field_types = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<field_type, sizeof...(I)>{type_of<field_t<Record, I>>()...};
}(std::make_index_sequence<field_count<Record>>{});

/// Whether a value is there. Only `std::optional` and `counter` members can be missing.
template <typename T>
constexpr bool is_present(const T&) { return true; }
template <typename T>
constexpr bool is_present(const std::optional<T>& value) { return value.has_value(); }
constexpr bool is_present(const counter& value) { return value.known.has_value(); }

/// The rank of a present value of an ordered type among all values of its type.
///
/// Requires `has_order(type_of<T>())` and `is_present(value)`. Every ordered type is a scaled
/// 64-bit integer, so the same comparison works for all of them.
template <typename T>
constexpr std::int64_t order_of(const T& value) {
  if constexpr (requires { value.units; }) return value.units;
  else if constexpr (requires { value.days; }) return value.days;
  else if constexpr (requires { value.micros; }) return value.micros;
  else if constexpr (requires { value.known; }) return *value.known;
  else if constexpr (requires { *value; }) return order_of(*value);
  else return static_cast<std::int64_t>(value);
}

}  // namespace tidemark
