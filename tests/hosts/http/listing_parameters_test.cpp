// SPDX-License-Identifier: BSL-1.0
#include <http/listing_parameters.hpp>

#include "../../catch.hpp"

using namespace tidemark;

namespace {

const host::served_scope scope{{{7, "Seven", "USD"}, {8, "Eight", "EUR"}}, {90, 30}};

/// The parts of a query that differ from its default.
std::string shown(const videos::period_query& query) {
  std::string out = "brand " + std::to_string(query.brand_id);
  if (query.window_days) out += ", " + std::to_string(*query.window_days) + " days";
  if (query.sort != videos::sort_field::gmv)
    out += ", by " + std::string(videos::sort_words[static_cast<std::size_t>(query.sort)]);
  if (query.dir != videos::direction::desc) out += ", asc";
  if (query.min_gmv_cents) out += ", min " + std::to_string(*query.min_gmv_cents);
  if (query.posted_after) out += ", after " + to_text(*query.posted_after);
  if (query.posted_before) out += ", before " + to_text(*query.posted_before);
  if (!query.search.empty()) out += ", search " + query.search;
  if (!query.creator.empty()) out += ", creator " + query.creator;
  if (!query.hashtag.empty()) out += ", hashtag " + query.hashtag;
  if (query.page != 1) out += ", page " + std::to_string(query.page);
  if (query.per_page != 24) out += ", per page " + std::to_string(query.per_page);
  return out;
}

}  // namespace

TEST_CASE("the parameters of the API and of the page give a query") {
  struct { const char* given; const char* expected; } const cases[] = {
      {"brand=8", "brand 8"},
      {"brand=7&period=30&sort=ctr&dir=asc", "brand 7, 30 days, by ctr, asc"},
      {"brand=7&period=all&sort=gmv&dir=desc&page=1&per_page=24", "brand 7"},
      {"brand=7&min_gmv=-5&posted_after=2026-01-02&posted_before=2026-02-28",
       "brand 7, min -5, after 2026-01-02, before 2026-02-28"},
      {"brand=7&search=%27%3B+DROP+TABLE+creators--&creator=@Anna&hashtag=%23x",
       "brand 7, search '; DROP TABLE creators--, creator @Anna, hashtag #x"},
      {"brand=7&search=&creator=&hashtag=", "brand 7"},
      {"brand=7&page=1000000000000&per_page=200", "brand 7, page 1000000000000, per page 200"},
      {"brand=7&min_gmv=9223372036854775807", "brand 7, min 9223372036854775807"},
      {"brand=7&sort=items_sold", "brand 7, by items_sold"},
  };
  for (const auto& test : cases) {
    INFO(test.given);
    const auto given = host::read_parameters(test.given);
    const auto query = host::read_strictly(given, scope);
    REQUIRE(query.has_value());
    CHECK(shown(*query) == test.expected);
    CHECK(shown(host::read_leniently(given, scope)) == test.expected);
  }
}

TEST_CASE("the API names an invalid parameter, the page uses its default") {
  struct { const char* given; const char* parameter; const char* detail; const char* page;
  } const cases[] = {
      {"", "brand", "is required", "brand 7"},
      {"brand=9", "brand", "there is no brand 9; known: 7, 8", "brand 7"},
      {"brand=x", "brand", "\"x\" is not a 64-bit integer", "brand 7"},
      {"brand=7&period=31", "period", "\"31\" is not a period of the policy; known: all, 90, 30",
       "brand 7"},
      {"brand=8&page=-1&sort=ctr", "page", "\"-1\" is not an integer from 1 to", "brand 8, by ctr"},
      {"brand=7&page=0", "page", "from 1 to 1000000000000", "brand 7"},
      {"brand=7&page=1000000000001", "page", "from 1 to", "brand 7"},
      {"brand=7&page=99999999999999999999", "page", "from 1 to", "brand 7"},
      {"brand=7&page=1.5", "page", "from 1 to", "brand 7"},
      {"brand=7&page=+1", "page", "from 1 to", "brand 7"},
      {"brand=7&page=", "page", "from 1 to", "brand 7"},
      {"brand=7&per_page=201", "per_page", "from 1 to 200", "brand 7"},
      {"brand=7&sort=likes", "sort", "is not one of: gmv, gpm, views", "brand 7"},
      {"brand=7&sort=GMV", "sort", "is not one of", "brand 7"},
      {"brand=7&dir=up", "dir", "is not one of: asc, desc", "brand 7"},
      {"brand=7&min_gmv=12.50", "min_gmv", "is not a 64-bit integer", "brand 7"},
      {"brand=7&min_gmv=9223372036854775808", "min_gmv", "64-bit integer", "brand 7"},
      {"brand=7&posted_after=2026-02-30", "posted_after", "is not a date (YYYY-MM-DD)", "brand 7"},
      {"brand=7&posted_before=1.2.2026", "posted_before", "is not a date", "brand 7"},
      {"brand=7&search=%00", "search", "is not valid UTF-8, or contains NUL", "brand 7"},
      {"brand=7&search=%ff", "search", "is not valid UTF-8, or contains NUL", "brand 7"},
      {"brand=7&search=%zz", "search", "wrongly percent-encoded", "brand 7"},
      {"brand=7&dir=asc&dir=asc", "dir", "more than once", "brand 7"},
      {"brand=7&serch=x", "serch", "is not a parameter of this address; known: period, brand",
       "brand 7"},
  };
  for (const auto& test : cases) {
    INFO(test.given);
    const auto given = host::read_parameters(test.given);
    const auto query = host::read_strictly(given, scope);
    REQUIRE_FALSE(query.has_value());
    CHECK(query.error().status == 400);
    CHECK(query.error().parameter == test.parameter);
    CHECK_THAT(query.error().detail, Catch::Matchers::Contains(test.detail));
    CHECK(shown(host::read_leniently(given, scope)) == test.page);
  }
}
