// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/hana/adapt_struct.hpp>

#include <tidemark/record/field_type.hpp>
#include <tidemark/record/record_traits.hpp>

namespace tidemark::record_test {

/// A record whose key is not its first field.
struct sample {
  std::optional<std::string> name;
  std::string region;
  counter count;
  std::int32_t number = 0;
};

}  // namespace tidemark::record_test

BOOST_HANA_ADAPT_STRUCT(tidemark::record_test::sample, name, region, count, number);

template <>
struct tidemark::record_traits<tidemark::record_test::sample> {
  static constexpr std::string_view name = "samples";
  static constexpr std::array<std::string_view, 2> key{"number", "region"};
};
