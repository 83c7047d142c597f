// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>
#include <tidemark/videos/video_row.hpp>

#include "../catch.hpp"
#include "sample.hpp"

using namespace tidemark;
using record_test::sample;

TEST_CASE("fields are found by name and by position") {
  STATIC_REQUIRE(field_count<sample> == 4);
  CHECK(field_names<sample> ==
        std::array<std::string_view, 4>{"name", "region", "count", "number"});
  CHECK(find_field<sample>("name") == 0);
  CHECK(find_field<sample>("number") == 3);
  CHECK_FALSE(find_field<sample>("Name"));
  CHECK_FALSE(find_field<sample>(""));
}

TEST_CASE("fields are read and written by position") {
  sample row;
  field<1>(row) = "north";
  field<3>(row) = 7;
  CHECK(row.region == "north");
  CHECK(row.number == 7);
  const sample& reading = row;
  CHECK(field<1>(reading) == "north");
  std::vector<std::size_t> visited;
  for_each_field<sample>([&](auto i) { visited.push_back(i); });
  CHECK(visited == std::vector<std::size_t>{0, 1, 2, 3});
}

TEST_CASE("records are the same if their keys are equal") {
  CHECK(key_fields<sample>.bits == 0b1010);
  const sample row{"a", "north", {1}, 7};
  CHECK(same_key(row, sample{"b", "north", {2}, 7}));
  CHECK_FALSE(same_key(row, sample{"a", "south", {1}, 7}));
  CHECK_FALSE(same_key(row, sample{"a", "north", {1}, 8}));
}

TEST_CASE("the product's records have the columns and keys of the tables") {
  CHECK(field_count<videos::creator_video> == 18);
  CHECK(field_count<videos::metric_snapshot> == 12);
  CHECK(field_count<videos::video_row> == 18);
  CHECK(key_fields<videos::creator_video>.count() == 2);
  CHECK(key_fields<videos::metric_snapshot>.count() == 4);
  CHECK(record_traits<videos::creator_video>::name == "creator_videos");
  CHECK(record_traits<videos::metric_snapshot>::name == "creator_video_metric_snapshots");
}
