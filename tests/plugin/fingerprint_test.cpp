// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <optional>
#include <string>

#include <boost/hana/adapt_struct.hpp>

#include <tidemark/plugin/fingerprint.hpp>
#include <tidemark/value/percent.hpp>

#include "catch.hpp"

namespace {

struct plain { std::int64_t id = 0, views = 0; };
struct renamed { std::int64_t id = 0, looks = 0; };
struct retyped { std::int64_t id = 0; tidemark::percent views; };
struct longer { std::int64_t id = 0, views = 0, likes = 0; };
struct swapped { std::int64_t views = 0, id = 0; };

}  // namespace

BOOST_HANA_ADAPT_STRUCT(plain, id, views);
BOOST_HANA_ADAPT_STRUCT(renamed, id, looks);
BOOST_HANA_ADAPT_STRUCT(retyped, id, views);
BOOST_HANA_ADAPT_STRUCT(longer, id, views, likes);
BOOST_HANA_ADAPT_STRUCT(swapped, views, id);

template <typename Record>
  requires std::is_same_v<Record, plain> || std::is_same_v<Record, renamed> ||
           std::is_same_v<Record, retyped> || std::is_same_v<Record, longer> ||
           std::is_same_v<Record, swapped>
struct tidemark::record_traits<Record> {
  static constexpr std::string_view name = "numbers";
  static constexpr std::array<std::string_view, 1> key{"id"};
};

TEST_CASE("every change of a record's layout changes its fingerprint") {
  using tidemark::plugin::fingerprint_of;
  constexpr auto original = fingerprint_of<plain>();
  CHECK(fingerprint_of<plain>() == original);
  CHECK(fingerprint_of<renamed>() != original);
  CHECK(fingerprint_of<retyped>() != original);  // same name, same size, another type
  CHECK(fingerprint_of<longer>() != original);
  CHECK(fingerprint_of<swapped>() != original);
}
