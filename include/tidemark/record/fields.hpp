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

/// The number of reflected fields of `Record`; 64 at most.
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
constexpr auto names_of(std::index_sequence<I...>) {
  return std::array<std::string_view, sizeof...(I)>{std::string_view{boost::hana::to<const char*>(
      boost::hana::first(boost::hana::at_c<I>(boost::hana::accessors<Record>())))}...};
}

}  // namespace detail

/// The names of `Record`'s fields, in order; the texts live as long as the program.
template <reflected Record>
inline constexpr auto field_names =
    detail::names_of<Record>(std::make_index_sequence<field_count<Record>>{});

/// Calls `visit(std::integral_constant<std::size_t, I>{})` for every field, in order.
template <reflected Record, typename Visit>
constexpr void for_each_field(Visit&& visit) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (visit(std::integral_constant<std::size_t, I>{}), ...);
  }(std::make_index_sequence<field_count<Record>>{});
}

}  // namespace tidemark
