// SPDX-License-Identifier: BSL-1.0
#include <optional>
#include <string>
#include <vector>

#include <tidemark/plugin/option_text.hpp>

#include "catch.hpp"

using namespace tidemark::plugin;

TEST_CASE("the text of an option is read exactly, or refused without being shown") {
  using content = option_content;
  const std::string no_number = "expected a whole number of at most 64 bits";
  const std::string no_decimal = "expected a number such as 2 or 0.5, with at most six decimals";
  struct row {
    std::string name;
    option_type type;
    std::string given;
    std::optional<content> expected;
    std::string refused = {};
  };
  const std::vector<row> rows{
      {"a text", option_type::text, "a b", content(std::string("a b"))},
      {"an empty text", option_type::text, "", content(std::string())},
      {"a path", option_type::path, "a/b", content(std::string("a/b"))},
      {"an empty path", option_type::path, "", {}, "expected a path, found nothing"},
      {"a number", option_type::integer, "-3", content(std::int64_t{-3})},
      {"not a number", option_type::integer, "3x", {}, no_number},
      {"a number that does not fit", option_type::integer, "9223372036854775808", {}, no_number},
      {"a duration", option_type::duration, "5m", content(std::int64_t{300'000})},
      {"not a duration", option_type::duration, "5", {},
       "expected a duration such as 500ms, 30s, 5m, 1h or 7d, at most 10000d"},
      {"a whole decimal", option_type::decimal, "2", content(exact_decimal{2'000'000})},
      {"a tenth is a tenth", option_type::decimal, "0.1", content(exact_decimal{100'000})},
      {"the smallest step", option_type::decimal, "-0.000001", content(exact_decimal{-1})},
      {"more than six decimals", option_type::decimal, "0.0000001", {}, no_decimal},
      {"an exponent", option_type::decimal, "1e1", {}, no_decimal},
      {"no decimal at all", option_type::decimal, "one", {}, no_decimal},
      {"one text for a list", option_type::list, "a", {},
       "expected a list of texts, found a text"},
      {"one text for a map", option_type::map, "a", {},
       "expected a map of names to texts, found a text"},
  };
  for (const auto& [name, type, given, expected, refused] : rows) {
    INFO(name);
    const auto found = read_option(type, given);
    CHECK(found.has_value() == expected.has_value());
    if (expected && found) CHECK(*found == *expected);
    if (!found) CHECK(found.error().message == refused);
  }
}

TEST_CASE("missing options have their defaults, given ones keep their values") {
  constexpr option_spec declared[] = {
      {.name = "timeout", .type = option_type::duration, .default_text = "5m"},
      {.name = "retries", .type = option_type::integer, .default_text = "3"},
      {.name = "title"},
  };
  const auto all = with_defaults(declared, option_values({{"retries", std::int64_t{0}}}));
  REQUIRE(all);
  CHECK(all->duration("timeout") == std::chrono::minutes(5));
  CHECK(all->integer("retries", 7) == 0);
  CHECK(all->find<std::string>("title") == nullptr);

  constexpr option_spec wrong[] = {
      {.name = "timeout", .type = option_type::duration, .default_text = "soon"}};
  CHECK(with_defaults(wrong, {}).error().message ==
        "the default of its option \"timeout\" is wrong: expected a duration such as 500ms, 30s, "
        "5m, 1h or 7d, at most 10000d");
}
