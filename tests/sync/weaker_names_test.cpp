// SPDX-License-Identifier: BSL-1.0
#include <tidemark/sync/weaker_names.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <tidemark/sync/run_merge.hpp>

#include "catch.hpp"
#include "shipped_policy.hpp"

using namespace tidemark;

namespace {

struct delivered {
  std::int64_t gmv;
  std::string username;  ///< empty: missing
};
using rows = std::vector<delivered>;

videos::video_row to_row(const delivered& given) {
  videos::video_row row;
  row.brand_id = 1;
  row.tiktok_video_id = "v";
  row.gmv_cents = given.gmv;
  if (!given.username.empty()) row.username = given.username;
  return row;
}

/// The creator that only weaker rows of the video name; empty: none.
std::string name_in(sync::run_merge& merge) {
  const auto merged = merge.take();
  const auto found = merge.weakly_named(merged.winners);
  REQUIRE(found.size() <= 1);
  if (found.empty()) return {};
  CHECK(found[0].tiktok_video_id == "v");
  return found[0].username;
}

void add(sync::run_merge& merge, const rows& given) {
  for (const auto& video : given) {
    auto row = to_row(video);
    merge.add(row);
  }
}

}  // namespace

TEST_CASE("a creator whom only weaker rows name is found, over all windows") {
  struct row {
    std::string name;
    std::vector<rows> windows;
    std::string expected;
  };
  const std::vector<row> table{
      {"nothing", {}, ""},
      {"one row with a name", {{{5, "anna"}}}, ""},
      {"one row without", {{{5, ""}}}, ""},
      {"no row with a name", {{{5, ""}, {6, ""}}, {{7, ""}}}, ""},
      {"the winner has the name", {{{9, "anna"}, {5, ""}}}, ""},
      {"it lost to a later row", {{{5, "anna"}, {9, ""}}}, "anna"},
      {"it lost to an earlier row", {{{9, ""}, {5, "anna"}}}, "anna"},
      {"it lost to a later window", {{{5, "anna"}}, {{9, ""}}}, "anna"},
      {"it lost to an earlier window", {{{9, ""}}, {{5, "anna"}}}, "anna"},
      {"another window's winner has a name", {{{5, "anna"}, {6, ""}}, {{9, "bo"}}}, ""},
      {"in a window it lost, and that window lost to one without",
       {{{5, "anna"}, {6, ""}}, {{9, ""}}}, "anna"},
      {"two names lost, one after the other", {{{5, "anna"}, {6, "bo"}, {7, ""}}}, "bo"},
      {"the first found stays", {{{5, "anna"}, {7, ""}, {6, "bo"}}}, "anna"},
  };
  const auto policy = shipped_policy();
  for (const auto& [name, windows, expected] : table) {
    INFO(name);
    sync::run_merge merge(policy.merge);
    for (std::size_t w = 0; w < windows.size(); ++w) {
      if (w > 0) merge.next_window();
      add(merge, windows[w]);
    }
    CHECK(name_in(merge) == expected);
  }
}

TEST_CASE("a creator whom only weaker rows of a part, or weaker parts, name is found") {
  struct row {
    std::string name;
    std::vector<rows> parts;
    std::string expected;
  };
  const std::vector<row> table{
      {"one part", {{{5, "anna"}}}, ""},
      {"in a part", {{{5, "anna"}, {9, ""}}}, "anna"},
      {"the weaker part came first", {{{5, "anna"}}, {{9, ""}}}, "anna"},
      {"the weaker part came last", {{{9, ""}}, {{5, "anna"}}}, "anna"},
      {"the strongest part has it", {{{9, "anna"}}, {{5, ""}}}, ""},
  };
  const auto policy = shipped_policy();
  for (const auto& [name, parts, expected] : table) {
    INFO(name);
    sync::run_merge merge(policy.merge);
    for (const auto& part : parts) {
      merge.begin_part(videos::added_over_days());
      add(merge, part);
    }
    REQUIRE(merge.end_source());
    CHECK(name_in(merge) == expected);
  }
}

TEST_CASE("a warning of weaker names holds no control character") {
  const auto text = sync::warning_of({{"1\n2", "an\x1Bna"}});
  CHECK_THAT(text, Catch::Contains("video \"1\\x0A2\": \"@an\\x1Bna\""));
}
