// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <tidemark/sync/run_merge.hpp>

#include "catch.hpp"
#include "shipped_policy.hpp"

namespace {

using namespace tidemark;

constexpr std::nullopt_t missing = std::nullopt;

struct delivered {
  std::string id;
  std::optional<std::int64_t> gmv, views, items;
  std::optional<std::int64_t> duration = {};
};

videos::video_row to_row(const delivered& given) {
  videos::video_row row;
  row.brand_id = 1;
  row.tiktok_video_id = given.id;
  row.gmv_cents = given.gmv;
  row.views = given.views;
  row.items_sold = given.items;
  row.duration = given.duration;
  return row;
}

}  // namespace

TEST_CASE("a window's duplicates merge to the preferred row, whole, and are counted") {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  struct row {
    const char* name;
    std::vector<delivered> given;
    std::vector<delivered> expected;  ///< the canonical rows
    std::int64_t duplicates, conflicts, spread;
  };
  const row rows[] = {
      {"nothing", {}, {}, 0, 0, 0},
      {"one row is not a duplicate", {{"a", 5, 1, 1}}, {{"a", 5, 1, 1}}, 0, 0, 0},
      {"the higher gmv wins whole, its missing views included",
       {{"a", 7'398, 900, 9}, {"a", 1'668'639, missing, 1}},
       {{"a", 1'668'639, missing, 1}}, 1, 1, 1'661'241},
      {"a later weaker row does not win",
       {{"a", 1'668'639, 70'000, 123}, {"a", 7'398, 900, 2}},
       {{"a", 1'668'639, 70'000, 123}}, 1, 1, 1'661'241},
      {"equal gmv: views decide", {{"a", 5, 1, 9}, {"a", 5, 2, 1}}, {{"a", 5, 2, 1}}, 1, 1, 0},
      {"equal gmv and views: items decide",
       {{"a", 5, 2, 1}, {"a", 5, 2, 3}}, {{"a", 5, 2, 3}}, 1, 1, 0},
      {"equal numbers: the more complete row wins, and that is not a conflict",
       {{"a", 5, 2, 3}, {"a", 5, 2, 3, 60}}, {{"a", 5, 2, 3, 60}}, 1, 0, 0},
      {"equal in all: the first stays",
       {{"a", 5, 2, 3, 60}, {"a", 5, 2, 3, 90}}, {{"a", 5, 2, 3, 60}}, 1, 0, 0},
      {"missing gmv loses to a negative one, and is a 0 in conflicts only",
       {{"a", missing, 9, 9}, {"a", -100, 1, 1}}, {{"a", -100, 1, 1}}, 1, 1, 100},
      {"missing and 0 are not a conflict",
       {{"a", missing, 0, missing}, {"a", 0, missing, 0}}, {{"a", 0, missing, 0}}, 1, 0, 0},
      {"three rows are one conflict and two duplicates",
       {{"a", 1, 1, 1}, {"a", 1, 1, 1}, {"a", 4, 1, 1}}, {{"a", 4, 1, 1}}, 2, 1, 3},
      {"videos keep the order in which they were first seen",
       {{"b", 1, 1, 1}, {"a", 1, 1, 1}, {"b", 9, 1, 1}},
       {{"b", 9, 1, 1}, {"a", 1, 1, 1}}, 1, 1, 8},
      {"a spread beyond 64 bits is the largest number",
       {{"a", least, 1, 1}, {"a", most, 1, 1}}, {{"a", most, 1, 1}}, 1, 1, most},
  };
  const auto policy = shipped_policy();
  for (const auto& test : rows) {
    INFO(test.name);
    sync::run_merge merge(policy.merge);
    for (const auto& given : test.given) {
      auto row = to_row(given);
      merge.add(row);
    }
    const auto figures = merge.figures();
    CHECK(figures.duplicate_rows == test.duplicates);
    CHECK(figures.conflict_video_count == test.conflicts);
    CHECK(figures.max_conflict_gmv_cents == test.spread);
    const auto merged = merge.take();
    const auto& canonical = merged.lists[0];
    REQUIRE(canonical.size() == test.expected.size());
    for (std::size_t i = 0; i < canonical.size(); ++i) {
      CHECK(canonical[i].tiktok_video_id == test.expected[i].id);
      CHECK(canonical[i].gmv_cents == test.expected[i].gmv);
      CHECK(canonical[i].views == test.expected[i].views);
      CHECK(canonical[i].items_sold == test.expected[i].items);
      CHECK(canonical[i].duration == test.expected[i].duration);
    }
  }
}

TEST_CASE("windows are merged separately, their figures summed, and their winners compared") {
  const auto policy = shipped_policy();
  sync::run_merge merge(policy.merge);
  const auto add = [&](const delivered& given) {
    auto row = to_row(given);
    merge.add(row);
  };
  add({"b", 5, 1, 1});
  add({"a", 7, 1, 1});
  add({"b", 9, 1, 1});
  merge.next_window();
  add({"c", 1, 1, 1});
  add({"a", 8, 1, 1});
  add({"a", 2, 1, 1});
  add({"b", 9, 1, 1});  // equal to the one of the previous window, which was seen first
  const auto figures = merge.figures();
  CHECK(figures.duplicate_rows == 2);
  CHECK(figures.conflict_video_count == 2);
  CHECK(figures.max_conflict_gmv_cents == 6);

  const auto merged = merge.take();
  const auto shown = [](const auto& rows) {
    std::string text;
    for (const auto& row : rows)
      text.append(row.tiktok_video_id).append(std::to_string(*row.gmv_cents)).append(" ");
    return text;
  };
  REQUIRE(merged.lists.size() == 2);
  CHECK(shown(merged.lists[0]) == "b9 a7 ");
  CHECK(shown(merged.lists[1]) == "c1 a8 b9 ");
  REQUIRE(merged.winners.size() == 3);
  CHECK(merged.winners[0] == &merged.lists[0][0]);
  CHECK(merged.winners[1] == &merged.lists[1][1]);
  CHECK(merged.winners[2] == &merged.lists[1][0]);
  // Where each row's video is among the winners.
  REQUIRE(merged.keys.size() == 2);
  CHECK(merged.keys[0] == std::vector<std::uint32_t>{0, 1});
  CHECK(merged.keys[1] == std::vector<std::uint32_t>{2, 1, 0});
}
