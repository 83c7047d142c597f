// SPDX-License-Identifier: BSL-1.0
#include <http/listing_parameters.hpp>

#include "../../catch.hpp"

using namespace tidemark;

namespace {

const host::served there{{{7, "Seven", "USD"}, {8, "Eight", "EUR"}}, {90, 30}};

/// What of a query is not its default.
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

TEST_CASE("the parameters of the API and the page are a query") {
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
  for (const auto& one : cases) {
    INFO(one.given);
    const auto given = host::read_parameters(one.given);
    const auto query = host::read_strictly(given, there);
    REQUIRE(query.has_value());
    CHECK(shown(*query) == one.expected);
    CHECK(shown(host::read_leniently(given, there)) == one.expected);
  }
}

TEST_CASE("the API names the parameter that is wrong, the page takes its default") {
  struct { const char* given; const char* parameter; const char* said; const char* page; } const
      cases[] = {
          {"", "brand", "is missing", "brand 7"},
          {"brand=9", "brand", "there is no brand 9; known: 7, 8", "brand 7"},
          {"brand=x", "brand", "\"x\" is not an integer of 64 bits", "brand 7"},
          {"brand=7&period=31", "period", "\"31\" is no period of the policy; known: all, 90, 30",
           "brand 7"},
          {"brand=8&page=-1&sort=ctr", "page", "\"-1\" is not an integer from 1 to",
           "brand 8, by ctr"},
          {"brand=7&page=0", "page", "from 1 to 1000000000000", "brand 7"},
          {"brand=7&page=1000000000001", "page", "from 1 to", "brand 7"},
          {"brand=7&page=99999999999999999999", "page", "from 1 to", "brand 7"},
          {"brand=7&page=1.5", "page", "from 1 to", "brand 7"},
          {"brand=7&page=+1", "page", "from 1 to", "brand 7"},
          {"brand=7&page=", "page", "from 1 to", "brand 7"},
          {"brand=7&per_page=201", "per_page", "from 1 to 200", "brand 7"},
          {"brand=7&sort=likes", "sort", "is none of: gmv, gpm, views", "brand 7"},
          {"brand=7&sort=GMV", "sort", "is none of", "brand 7"},
          {"brand=7&dir=up", "dir", "is none of: asc, desc", "brand 7"},
          {"brand=7&min_gmv=12.50", "min_gmv", "is not an integer of 64 bits", "brand 7"},
          {"brand=7&min_gmv=9223372036854775808", "min_gmv", "of 64 bits", "brand 7"},
          {"brand=7&posted_after=2026-02-30", "posted_after", "no day as YYYY-MM-DD", "brand 7"},
          {"brand=7&posted_before=1.2.2026", "posted_before", "no day as", "brand 7"},
          {"brand=7&search=%00", "search", "no UTF-8 without NUL", "brand 7"},
          {"brand=7&search=%ff", "search", "no UTF-8 without NUL", "brand 7"},
          {"brand=7&search=%zz", "search", "wrongly percent-encoded", "brand 7"},
          {"brand=7&dir=asc&dir=asc", "dir", "more than once", "brand 7"},
          {"brand=7&serch=x", "serch", "is no parameter of this address; known: period, brand",
           "brand 7"},
      };
  for (const auto& one : cases) {
    INFO(one.given);
    const auto given = host::read_parameters(one.given);
    const auto query = host::read_strictly(given, there);
    REQUIRE_FALSE(query.has_value());
    CHECK(query.error().status == 400);
    CHECK(query.error().parameter == one.parameter);
    CHECK_THAT(query.error().detail, Catch::Matchers::Contains(one.said));
    CHECK(shown(host::read_leniently(given, there)) == one.page);
  }
}
