// SPDX-License-Identifier: BSL-1.0
#include <tidemark/videos/row_builder.hpp>

#include <limits>
#include <string>
#include <vector>

#include <catch.hpp>

#include "delivered.hpp"

using namespace tidemark;
using namespace tidemark::videos;
using namespace tidemark::videos::test;

TEST_CASE("money is an exact decimal in the brand's currency") {
  const auto usd = [](delivered amount) {
    return object({{"amount", std::move(amount)}, {"currency", text("USD")}});
  };
  struct { const char* name; delivered given; std::optional<std::int64_t> expected; }
  const cases[] = {
      {"a string", text("16686.39"), 1'668'639},
      {"a JSON number", number("16686.39"), 1'668'639},
      {"a JSON number with exponent", number("1.6e3"), 160'000},
      {"an object", usd(text("16686.39")), 1'668'639},
      {"an object with a number", usd(number("0.1")), 10},
      {"an object without currency", object({{"amount", text("5")}}), 500},
      {"an object with null currency", object({{"amount", text("5")}, {"currency", null()}}), 500},
      {"an object with other members",
       object({{"x", object({{"amount", text("9")}})}, {"amount", text("5")}}), 500},
      {"of repeated amounts the last", object({{"amount", text("5")}, {"amount", text("6")}}), 600},
      {"of repeated currencies the last",
       object({{"currency", text("EUR")}, {"amount", text("5")}, {"currency", text("USD")}}), 500},
      {"a null amount", usd(null()), std::nullopt},
      {"null", null(), std::nullopt},
      {"negative", text("-0.01"), -1},
      {"half a cent up", text("0.005"), 1},
      {"half a cent down", text("-0.005"), -1},
      {"under half a cent", number("0.0049999999999999999999999"), 0},
      {"what no double holds", number("90071992547409.93"), 9'007'199'254'740'993},
      {"the largest", text("92233720368547758.07"), std::numeric_limits<std::int64_t>::max()},
      {"the smallest", text("-92233720368547758.08"), std::numeric_limits<std::int64_t>::min()},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    const auto made = build("gmv", given);
    CHECK_FALSE(made.reason);
    CHECK(made.row.gmv_cents == expected);
  }
}

TEST_CASE("an invalid amount rejects the row with the broken rule") {
  const std::string decimal = " is not a decimal amount (an optional minus, digits, an optional "
                              "point and digits)";
  struct { const char* name; delivered given; std::string expected; } const cases[] = {
      {"a comma", text("12,50"), "\"12,50\"" + decimal},
      {"empty", text(""), "\"\"" + decimal},
      {"a sign", text("$5"), "\"$5\"" + decimal},
      {"a plus", text("+5"), "\"+5\"" + decimal},
      {"an exponent in a string", text("1e3"), "\"1e3\"" + decimal},
      {"not a number", text("NaN"), "\"NaN\"" + decimal},
      {"infinity", text("Infinity"), "\"Infinity\"" + decimal},
      {"spaces", text(" 5"), "\" 5\"" + decimal},
      {"overflow", text("92233720368547758.075"),
       "\"92233720368547758.075\" does not fit 64 bits of cents"},
      {"overflow by exponent", number("1e400"), "1e400 does not fit 64 bits of cents"},
      {"a boolean", boolean(true), "true is not an amount of money"},
      {"an array", array({text("5")}), "[\"5\"] is not an amount of money"},
      {"another currency", object({{"amount", text("5")}, {"currency", text("EUR")}}),
       "the currency \"EUR\" is not the brand's, USD"},
      {"another currency without amount", object({{"amount", null()}, {"currency", text("EUR")}}),
       "the currency \"EUR\" is not the brand's, USD"},
      {"a currency in small letters", object({{"amount", text("5")}, {"currency", text("usd")}}),
       "the currency \"usd\" is not the brand's, USD"},
      {"an empty currency", object({{"amount", text("5")}, {"currency", text("")}}),
       "the currency \"\" is not the brand's, USD"},
      {"a currency that is not a string",
       object({{"amount", text("5")}, {"currency", number("1")}}),
       "the currency 1 is not the brand's, USD"},
      {"no amount", object({{"currency", text("USD")}}),
       R"({"currency":"USD"} has no "amount")"},
      {"an empty object", object({}), "{} has no \"amount\""},
      {"an invalid amount", object({{"amount", text("x")}}), "\"x\"" + decimal},
      {"an object in an object", object({{"amount", object({})}}), "{} is not an amount of money"},
  };
  for (const auto& [name, given, expected] : cases) {
    for (const char* field : {"gmv", "gpm", "est_commission"}) {
      INFO(field << ", " << name);
      CHECK(build(field, given).reason == field + (": " + expected));
    }
  }
}

TEST_CASE("a whole number is a JSON integer or a string of digits") {
  struct { const char* name; delivered given; std::optional<std::int64_t> expected; }
  const cases[] = {
      {"a JSON integer", number("12"), 12},
      {"negative", number("-12"), -12},
      {"a string", text("12"), 12},
      {"a negative string", text("-12"), -12},
      {"leading zeros in a string", text("0012"), 12},
      {"the largest", number("9223372036854775807"), std::numeric_limits<std::int64_t>::max()},
      {"the smallest", text("-9223372036854775808"), std::numeric_limits<std::int64_t>::min()},
      {"null", null(), std::nullopt},
  };
  const char* const fields[] = {"views",    "items_sold", "affiliate_orders", "likes",
                                "comments", "shares",     "duration"};
  const auto read = [](const video_row& row, std::string_view field) {
    return field == "views"        ? row.views
           : field == "items_sold" ? row.items_sold
           : field == "affiliate_orders" ? row.affiliate_orders
           : field == "likes"      ? row.likes
           : field == "comments"   ? row.comments
           : field == "shares"     ? row.shares
                                   : row.duration;
  };
  for (const auto& [name, given, expected] : cases) {
    for (const char* field : fields) {
      INFO(field << ", " << name);
      const auto made = build(field, given);
      CHECK_FALSE(made.reason);
      CHECK(read(made.row, field) == expected);
    }
  }
  struct { delivered given; const char* expected; } const broken[] = {
      {number("1.0"), "1.0 is not an integer"},
      {number("1e3"), "1e3 is not an integer"},
      {text("1.0"), "\"1.0\" is not an integer"},
      {text(""), "\"\" is not an integer"},
      {text("1,000"), "\"1,000\" is not an integer"},
      {text("+1"), "\"+1\" is not an integer"},
      {text("-"), "\"-\" is not an integer"},
      {boolean(true), "true is not an integer"},
      {object({}), "{} is not an integer"},
      {number("9223372036854775808"), "9223372036854775808 does not fit 64 bits"},
      {text("-9223372036854775809"), "\"-9223372036854775809\" does not fit 64 bits"},
  };
  for (const auto& [given, expected] : broken)
    for (const char* field : fields)
      CHECK(build(field, given).reason == std::string(field) + ": " + expected);
}

TEST_CASE("a rate with a percent sign is a percentage, without one a fraction") {
  struct { const char* name; delivered given; std::int64_t expected; } const cases[] = {
      {"percent", text("2.4%"), 24'000},
      {"fraction", text("0.024"), 24'000},
      {"a JSON number is a fraction", number("0.024"), 24'000},
      {"with exponent", number("2.4e-2"), 24'000},
      {"negative", text("-2.4%"), -24'000},
      {"zero", text("0%"), 0},
      {"more than everything", text("1"), 1'000'000},
      {"half up", text("0.00005%"), 1},
      {"half down", text("-0.00005%"), -1},
      {"half of a fraction up", text("0.0000005"), 1},
      {"under half", text("0.00004999%"), 0},
      {"the largest", text("99999.9999%"), 999'999'999},
      {"the smallest", text("-99999.9999%"), -999'999'999},
      {"rounded down to the largest", text("99999.99994%"), 999'999'999},
  };
  for (const auto& [name, given, expected] : cases) {
    for (const char* field : {"click_through_rate", "ctr"}) {
      INFO(field << ", " << name);
      const auto made = build(field, given);
      CHECK_FALSE(made.reason);
      CHECK(made.row.ctr == percent{expected});
    }
  }
  const std::string no_rate =
      " is not a rate (a fraction such as 0.024, or a percentage such as \"2.4%\")";
  const std::string outside = " lies outside -99999.9999 % to 99999.9999 %";
  struct { delivered given; std::string expected; } const broken[] = {
      {text(""), "\"\"" + no_rate},           {text("%"), "\"%\"" + no_rate},
      {text("2.4 %"), "\"2.4 %\"" + no_rate}, {text("2,4%"), "\"2,4%\"" + no_rate},
      {text("2.4%%"), "\"2.4%%\"" + no_rate}, {text("NaN"), "\"NaN\"" + no_rate},
      {text("1e1%"), "\"1e1%\"" + no_rate},   {boolean(false), "false" + no_rate},
      {array({}), "[]" + no_rate},            {text("100000%"), "\"100000%\"" + outside},
      {text("99999.99995%"), "\"99999.99995%\"" + outside},
      {text("-1000"), "\"-1000\"" + outside}, {number("1e300"), "1e300" + outside},
  };
  for (const auto& [given, expected] : broken)
    CHECK(build("ctr", given).reason == "ctr: " + expected);
}
