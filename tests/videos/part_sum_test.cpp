// SPDX-License-Identifier: BSL-1.0
#include <tidemark/videos/part_sum.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "catch.hpp"

using namespace tidemark;
using videos::part_sum;
using videos::row_view;

namespace {

constexpr std::nullopt_t missing = std::nullopt;
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

struct numbers {
  std::optional<std::int64_t> gmv, views, items;
};

row_view row_of(const numbers& given) {
  row_view row;
  row.tiktok_video_id = "v";
  row.gmv_cents = given.gmv;
  row.views = given.views;
  row.items_sold = given.items;
  row.gpm_cents = 1;
  row.ctr = percent{24'000};
  return row;
}

/// The sum of the parts; for numbers it does not matter which part is the strongest.
part_sum sum_of(const std::vector<numbers>& parts) {
  part_sum sum(row_of(parts.front()), videos::added_over_days());
  for (std::size_t i = 1; i < parts.size(); ++i) sum.add(row_of(parts[i]), i % 2 == 0);
  return sum;
}

}  // namespace

TEST_CASE("counters of parts are added up, gpm is computed again, ctr is missing") {
  struct {
    const char* name;
    std::vector<numbers> given;
    numbers expected;
    std::optional<std::int64_t> gpm;
  }
  const cases[] = {
      {"two parts", {{1'668'639, 70'000, 123}, {7'398, 6'114, 1}}, {1'676'037, 76'114, 124},
       22'020},
      {"three parts", {{1, 2, 3}, {10, 20, 30}, {100, 200, 300}}, {111, 222, 333}, 500},
      {"missing is not zero: the other part's value stays", {{missing, 5, 1}, {7, missing, 2}},
       {7, 5, 3}, 1'400},
      {"missing in all parts stays missing", {{missing, missing, missing}, {missing, 3, missing}},
       {missing, 3, missing}, missing},
      {"refunds are subtracted", {{100, 10, 1}, {-300, 10, -2}}, {-200, 20, -1}, -10'000},
      {"gpm of half a cent goes away from zero", {{1, 1'000, 0}, {0, 1'000, 0}}, {1, 2'000, 0}, 1},
      {"and so it does below zero", {{-1, 1'000, 0}, {0, 1'000, 0}}, {-1, 2'000, 0}, -1},
      {"gpm of less than half a cent is 0", {{1, 1'001, 0}, {0, 1'000, 0}}, {1, 2'001, 0}, 0},
      {"no views: no gpm", {{5, 0, 1}, {6, 0, 1}}, {11, 0, 2}, missing},
      {"the largest number fits", {{most - 1, most - 1, most - 1}, {1, 1, 1}}, {most, most, most},
       1'000},
      {"the smallest number fits", {{least + 1, 1'000, 0}, {-1, 0, 0}}, {least, 1'000, 0}, least},
  };
  for (const auto& [name, given, expected, gpm] : cases) {
    INFO(name);
    auto sum = sum_of(given);
    REQUIRE_FALSE(sum.overflow());
    const row_view row = sum.row();
    CHECK(row.gmv_cents == expected.gmv);
    CHECK(row.views == expected.views);
    CHECK(row.items_sold == expected.items);
    CHECK(row.gpm_cents == gpm);
    CHECK_FALSE(row.ctr);
  }
}

TEST_CASE("a sum that does not fit 64 bits is reported with its field") {
  struct { const char* name; std::vector<numbers> given; const char* expected; } const cases[] = {
      {"gmv", {{most, 1, 1}, {1, 1, 1}}, "gmv"},
      {"gmv below", {{least, 1, 1}, {-1, 1, 1}}, "gmv"},
      {"views", {{1, most, 1}, {1, 1, 1}}, "views"},
      {"items", {{1, 1, 1}, {1, 1, most}}, "items_sold"},
      {"gpm", {{most, 1, 1}, {0, 0, 1}}, "gpm"},
      {"an overflow stays one when a later part takes it back",
       {{most, 1, 1}, {1, 1, 1}, {-5, 1, 1}}, "gmv"},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    CHECK(sum_of(given).overflow() == std::optional<std::string_view>(expected));
  }
}

TEST_CASE("other fields are the strongest part's, and all payloads are kept") {
  const auto part = [](const char* title, const std::optional<std::string>& payload) {
    row_view row = row_of({1, 1, 1});
    row.title = title;
    row.duration = 9;
    if (payload) row.raw_payload = json_view{*payload};
    return row;
  };
  struct { const char* name; std::optional<std::string> first, second, third, expected; }
  const cases[] = {
      {"all have one", "{\"a\":1}", "{\"b\":2}", "{}", "{\"parts\":[{\"a\":1},{\"b\":2},{}]}"},
      {"one has none", "{\"a\":1}", missing, "{}", "{\"parts\":[{\"a\":1},null,{}]}"},
      {"only the last has one", missing, missing, "{}", "{\"parts\":[null,null,{}]}"},
      {"none has one", missing, missing, missing, missing},
  };
  for (const auto& [name, first, second, third, expected] : cases) {
    INFO(name);
    part_sum sum(part("first", first), videos::added_over_days());
    sum.add(part("second", second), true);
    sum.add(part("third", third), false);
    CHECK(sum.strongest().title == "second");
    const row_view row = sum.row();
    CHECK(row.title == "second");
    CHECK(row.duration == 9);
    CHECK(row.raw_payload.has_value() == expected.has_value());
    if (expected) CHECK(row.raw_payload->text == *expected);
  }
}

TEST_CASE("a video of one part is unchanged") {
  row_view given = row_of({5, 0, 1});
  given.raw_payload = json_view{"{\"id\":\"v\"}"};
  part_sum sum(given, videos::added_over_days());
  const row_view row = sum.row();
  CHECK(row.gpm_cents == 1);
  CHECK(row.ctr == percent{24'000});
  CHECK(row.raw_payload->text == "{\"id\":\"v\"}");
}

TEST_CASE("only the named fields are added, the others are the strongest part's") {
  const auto fields = [](std::initializer_list<const char*> names) {
    videos::added_fields added;
    for (const char* name : names) added.set(videos::find_additive(name).value());
    return added;
  };
  struct {
    const char* name;
    videos::added_fields added;
    numbers expected;
    std::optional<std::int64_t> gpm;
    bool has_ctr;
    std::optional<std::int64_t> likes;
  } const cases[] = {
      {"gmv over products", fields({"gmv"}), {1'500, 3'000, 7}, 500, true, 4},
      {"gmv and items", fields({"gmv", "items_sold"}), {1'500, 3'000, 9}, 500, true, 4},
      {"views too", fields({"gmv", "views"}), {1'500, 6'000, 7}, 250, false, 4},
      {"neither gmv nor views", fields({"items_sold", "likes"}), {1'000, 3'000, 9}, 1, true, 9},
  };
  for (const auto& [name, added, expected, gpm, has_ctr, likes] : cases) {
    INFO(name);
    row_view strong = row_of({1'000, 3'000, 7}), weak = row_of({500, 3'000, 2});
    strong.likes = 4;
    weak.likes = 5;
    part_sum sum(weak, added);
    sum.add(strong, true);
    REQUIRE_FALSE(sum.overflow());
    const row_view row = sum.row();
    CHECK(row.gmv_cents == expected.gmv);
    CHECK(row.views == expected.views);
    CHECK(row.items_sold == expected.items);
    CHECK(row.gpm_cents == gpm);
    CHECK(row.ctr.has_value() == has_ctr);
    CHECK(row.likes == likes);
  }
}
