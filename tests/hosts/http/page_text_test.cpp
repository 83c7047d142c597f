// SPDX-License-Identifier: BSL-1.0
#include <limits>

#include <http/server/date_field.hpp>
#include <http/page/address.hpp>
#include <http/page/chart.hpp>
#include <http/page/display_text.hpp>

#include "../../catch.hpp"

using namespace tidemark;

TEST_CASE("values are formatted for people") {
  CHECK(host::amount(1'668'639, "USD") == "$16,686.39");
  CHECK(host::amount(-5, "EUR") == "-\u20AC0.05");
  CHECK(host::amount(100, "CHF") == "CHF\u00A01.00");
  CHECK(host::amount(std::numeric_limits<std::int64_t>::min(), "GBP") ==
        "-\u00A392,233,720,368,547,758.08");
  CHECK(host::plain_amount(125'050) == "1250.50");
  CHECK(host::plain_amount(100) == "1");
  CHECK(host::plain_amount(0) == "0");
  CHECK(host::day_text(*parse_date("2025-08-07")) == "7 Aug 2025");
  CHECK(host::moment_text(*parse_wall_time("2025-12-31 23:59:59")) == "31 Dec 2025, 23:59 UTC");
  CHECK(host::length_text(34) == "0:34");
  CHECK(host::length_text(3'723) == "1:02:03");
  CHECK(host::length_text(-1) == "-1 s");
}

TEST_CASE("a percentage has two decimals, rounded half away from zero") {
  struct { std::int64_t units; const char* expected; } const cases[] = {
      {0, "0.00%"},          {24'000, "2.40%"},          {53'249, "5.32%"},
      {53'250, "5.33%"},     {-53'250, "-5.33%"},        {49, "0.00%"},
      {-49, "0.00%"},        {-50, "-0.01%"},            {12'345'678, "1,234.57%"},
      {percent::units_max, "100,000.00%"}};
  for (const auto& [units, expected] : cases) {
    INFO(units);
    CHECK(host::percent_text({units}) == expected);
  }
}

TEST_CASE("a video without a visible title is shown by its id") {
  struct { std::optional<std::string> given; const char* expected; } const cases[] = {
      {std::nullopt, "Video 7"},         {"", "Video 7"},
      {"  \t\n", "Video 7"},             {"\u00A0\u200B\u2003\u3000\uFEFF", "Video 7"},
      {"\u202E\u2060 ", "Video 7"},      {" x ", " x "},
      {"\u2013", "\u2013"},              {"\u3000\u6708", "\u3000\u6708"},
      {"\u00E9", "\u00E9"}};
  for (const auto& [given, expected] : cases) {
    INFO(given.value_or("missing"));
    CHECK(host::title_text(given, "7") == expected);
  }
}

TEST_CASE("an age is shown in one unit") {
  const timestamp now = *parse_wall_time("2026-02-20 09:00:00");
  struct { const char* then; const char* expected; } const cases[] = {
      {"2026-02-20 08:59:30", "just now"},     {"2026-02-20 09:30:00", "just now"},
      {"2026-02-20 08:59:00", "1 minute ago"}, {"2026-02-20 08:01:00", "59 minutes ago"},
      {"2026-02-20 08:00:00", "1 hour ago"},   {"2026-02-18 10:00:00", "47 hours ago"},
      {"2026-02-18 09:00:00", "2 days ago"},   {"2023-05-27 09:00:00", "1,000 days ago"}};
  for (const auto& [then, expected] : cases) {
    INFO(then);
    CHECK(host::ago(*parse_wall_time(then), now) == expected);
  }
}

TEST_CASE("the scale of a chart ends at a round number") {
  constexpr auto max = std::numeric_limits<std::int64_t>::max();
  struct { std::int64_t given, expected; } const cases[] = {
      {-3, 1}, {0, 1}, {1, 1}, {2, 2}, {3, 4}, {5, 5}, {6, 10}, {11, 20}, {41, 50},
      {1'575'410, 2'000'000}, {400, 400}, {max, max}, {max / 2, 5'000'000'000'000'000'000}};
  for (const auto& [given, expected] : cases) CHECK(host::round_above(given) == expected);
  CHECK(host::short_number(999) == "999");
  CHECK(host::short_number(12'500) == "12.5K");
  CHECK(host::short_number(1'250'000) == "1.25M");
  CHECK(host::short_number(-2'000'000'000) == "-2B");
  CHECK(host::short_number(92'233'720'368'547) == "92.23T");
  CHECK(host::short_number(1'500'000'000'000'000) == "1,500T");
  CHECK(host::short_number(max) == "9,223,372T");
  CHECK(host::short_number(std::numeric_limits<std::int64_t>::min()) == "-9,223,372T");
}

TEST_CASE("a chart has a line for every window and a mark for all time") {
  const auto day = [](const char* text) { return *parse_date(text); };
  const auto drawn = host::chart(
      "GMV", {{"90 days", {{day("2026-02-01"), 0}, {day("2026-02-11"), 100}}}, {"30 days", {}}},
      75, host::short_number);
  CHECK_THAT(drawn.text(), Catch::Matchers::Contains("points=\"0.0,300.0 1000.0,0.0 \""));
  CHECK_THAT(drawn.text(),
             Catch::Matchers::Contains("line-mark\" x1=\"0\" x2=\"1000\" y1=\"75.0\""));
  CHECK_THAT(drawn.text(),
             Catch::Matchers::Contains("<span>100</span><span>50</span><span>0</span>"));
  CHECK_THAT(drawn.text(), !Catch::Matchers::Contains("30 days"));
  CHECK(host::chart("GMV", {{"90 days", {}}}, 75, host::short_number).empty());
}

TEST_CASE("the address of a list has the parameters that are not defaults, in a fixed order") {
  const host::served_scope scope{{{7, "Seven", "USD"}}, {90, 30}};
  const host::served_scope two{{{7, "Seven", "USD"}, {8, "Eight", "USD"}}, {90, 30}};
  videos::period_query query;
  query.brand_id = 7;
  CHECK(host::list_address(query, scope) == "/videos");
  CHECK(host::list_address(query, two) == "/videos?brand=7");
  query.window_days = 30;
  query.min_gmv_cents = 0;
  query.search = "a&b \"c\"";
  query.page = 3;
  CHECK(host::list_address(query, scope) ==
        "/videos?period=30&min_gmv=0&search=a%26b%20%22c%22&page=3");
  CHECK(host::video_address("7/5?", {}, scope) == "/videos/7%2F5%3F");
}

TEST_CASE("dates of HTTP fields have the form of RFC 9110") {
  CHECK(host::date_field(*parse_wall_time("2026-02-20 09:05:07")) ==
        "Fri, 20 Feb 2026 09:05:07 GMT");
}
