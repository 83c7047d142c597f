// SPDX-License-Identifier: BSL-1.0
#include <tidemark/engine/decide.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/hana/adapt_struct.hpp>

#include <contract/rules_for.hpp>

#include "../catch.hpp"

namespace tidemark::engine_test {

/// A record that is only stored with a rank.
struct listing {
  std::string id;
  std::optional<std::int64_t> rank;
  std::optional<std::int64_t> limit;
  std::optional<std::string> title;
};

}  // namespace tidemark::engine_test

BOOST_HANA_ADAPT_STRUCT(tidemark::engine_test::listing, id, rank, limit, title);

template <>
struct tidemark::record_traits<tidemark::engine_test::listing> {
  static constexpr std::string_view name = "listings";
  static constexpr std::array<std::string_view, 1> key{"id"};
  static constexpr std::array<std::string_view, 1> required{"rank"};
};

using namespace tidemark;
using tidemark::engine_test::listing;

TEST_CASE("where a required field is missing, its gate and its rule read the stored value") {
  const auto rules = contract::rules_for<listing>()
                         .latest({"rank"})
                         .gated("rank", policy::comparison::ge, "limit",
                                policy::null_rule::keep, {"title"})
                         .ignored_rest();
  const listing incoming{"a", std::nullopt, std::nullopt, "new"};
  for (const auto& [rank, title] : {std::pair(5, "new"), std::pair(2, "old")}) {
    listing stored{"a", rank, 3, "old"};
    engine::decide(rules, stored, incoming);
    CHECK(stored.rank == rank);
    CHECK(stored.title == title);
  }
}
