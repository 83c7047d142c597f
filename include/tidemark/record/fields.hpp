// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include <boost/hana/accessors.hpp>
#include <boost/hana/at.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/core/to.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/length.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

namespace tidemark {

/// A plain struct whose members are known by name, through `BOOST_HANA_ADAPT_STRUCT`.
template <typename Record>
concept reflected = boost::hana::Struct<Record>::value;

/// The most fields that a record can have: those of a `field_mask`.
inline constexpr std::size_t fields_max = 64;

/// The number of reflected fields of `Record`; `fields_max` at most.
template <reflected Record>
inline constexpr std::size_t field_count =
    decltype(boost::hana::length(boost::hana::accessors<Record>()))::value;

/// The position of a field in its record, from 0 in the order of `BOOST_HANA_ADAPT_STRUCT`.
using field_index = std::uint8_t;

/// The `Index`-th field of `record`, as a reference.
template <std::size_t Index, typename Record>
constexpr auto& field(Record& record) {
  using plain = std::remove_const_t<Record>;
  return boost::hana::second(boost::hana::at_c<Index>(boost::hana::accessors<plain>()))(record);
}

/// The type of the `Index`-th field of `Record`.
template <typename Record, std::size_t Index>
using field_t = std::remove_cvref_t<decltype(field<Index>(std::declval<Record&>()))>;

namespace detail {

template <typename Record, std::size_t... I>
consteval auto hana_names(std::index_sequence<I...>) {
  return std::array<std::string_view, sizeof...(I)>{std::string_view{boost::hana::to<const char*>(
      boost::hana::first(boost::hana::at_c<I>(boost::hana::accessors<Record>())))}...};
}

/// Hana's names, one after the other. The program cannot use their own storage at run time: g++ 12
/// puts it into sections that the linker drops if several files name a record's fields.
template <typename Record>
inline constexpr auto name_bytes = [] {
  constexpr auto size = [] {
    std::size_t sum = 0;
    for (const auto name : hana_names<Record>(std::make_index_sequence<field_count<Record>>{}))
      sum += name.size();
    return sum;
  }();
  std::array<char, size> bytes{};
  std::size_t at = 0;
  for (const auto name : hana_names<Record>(std::make_index_sequence<field_count<Record>>{}))
    for (const char c : name) bytes[at++] = c;
  return bytes;
}();

}  // namespace detail

/// The names of `Record`'s fields, in order; the texts live as long as the program.
template <reflected Record>
inline constexpr auto field_names = [] {
  std::array<std::string_view, field_count<Record>> names;
  std::size_t at = 0;
  std::size_t i = 0;
  for (const auto name :
       detail::hana_names<Record>(std::make_index_sequence<field_count<Record>>{})) {
    names[i++] = std::string_view(detail::name_bytes<Record>.data() + at, name.size());
    at += name.size();
  }
  return names;
}();

/// Calls `visit(std::integral_constant<std::size_t, I>{})` for every field, in order.
template <reflected Record, typename Visit>
[[gnu::always_inline]] constexpr void for_each_field(Visit&& visit) {
  [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    (visit(std::integral_constant<std::size_t, I>{}), ...);
  }(std::make_index_sequence<field_count<Record>>{});
}

}  // namespace tidemark
