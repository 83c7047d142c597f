// error: engine<R> requires R to have at most 64 fields: reflect fewer of them
// SPDX-License-Identifier: BSL-1.0
#include "sample.hpp"

#include <utility>

#include <boost/hana/pair.hpp>

#ifdef FAIL
inline constexpr std::size_t width = 65;
#else
inline constexpr std::size_t width = 64;
#endif

/// `BOOST_HANA_ADAPT_STRUCT` takes 54 members at most: these fields are named here, a0 to a64.
struct wide {
  std::array<std::int64_t, width> numbers{};
};

template <>
struct boost::hana::accessors_impl<wide> {
  template <std::size_t... I>
  static constexpr auto each(std::index_sequence<I...>) {
    return hana::make_tuple(
        hana::make_pair(hana::string_c<'a', '0' + I / 10, '0' + I % 10>,
                        [](auto&& record) -> auto& { return record.numbers[I]; })...);
  }
  static constexpr auto apply() { return each(std::make_index_sequence<width>{}); }
};

template <>
struct tidemark::record_traits<wide> {
  static constexpr std::string_view name = "wide";
  static constexpr std::array<std::string_view, 1> key{"a00"};
};

using rules = tidemark::engine::program<wide>;
