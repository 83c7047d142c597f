// SPDX-License-Identifier: BSL-1.0
#include <tidemark/videos/row_keeper.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch.hpp>

using namespace tidemark;
using namespace tidemark::videos;

namespace {

/// A row of which every text is different for every `number`.
video_row row_of(std::size_t number) {
  const std::string text = std::to_string(number);
  video_row row;
  row.brand_id = static_cast<std::int64_t>(number);
  row.tiktok_video_id = "id " + text;
  if (number % 2 == 0) row.username = "name " + text;
  if (number % 3 == 0) row.title = std::string(number % 5'000, 't');
  if (number % 5 == 0) row.hash_tags = tags(number % 4, text);
  if (number % 7 != 0) row.raw_payload = json{"{\"id\":" + text + "}"};
  row.views = static_cast<std::int64_t>(number);
  return row;
}

bool same(const row_view& view, const video_row& expected) {
  video_row shown;
  assign(shown, view);
  bool equal = true;
  for_each_field<video_row>(
      [&](auto i) { equal = equal && field<i>(shown) == field<i>(expected); });
  return equal;
}

}  // namespace

TEST_CASE("kept rows stay as they were, after their originals and across a move") {
  row_keeper keeper;
  std::vector<row_view> kept;
  constexpr std::size_t count = 3'000;  // several blocks
  for (std::size_t number = 0; number < count; ++number) {
    const video_row row = row_of(number);
    std::string joined_tags;
    kept.push_back(keeper.keep(view_of(row, joined_tags)));
  }
  const row_keeper moved = std::move(keeper);
  std::size_t different = 0;
  for (std::size_t number = 0; number < count; ++number)
    different += !same(kept[number], row_of(number));
  CHECK(different == 0);
}

TEST_CASE("a text longer than a block is kept whole, and a cleared keeper is used again") {
  row_keeper keeper;
  video_row row;
  row.tiktok_video_id = "1";
  row.title = std::string(3 * 1024 * 1024, 'x');
  std::string joined_tags;
  for (int round = 0; round < 3; ++round) {
    CHECK(same(keeper.keep(view_of(row, joined_tags)), row));
    CHECK(same(keeper.keep(view_of(row_of(6), joined_tags)), row_of(6)));
    keeper.clear();
  }
}

TEST_CASE("a keeper is wasteful when most of what it holds was dropped") {
  row_keeper keeper;
  video_row row;
  row.tiktok_video_id = "1";
  row.title = std::string(1024 * 1024, 'x');
  std::string joined_tags;
  const auto view = view_of(row, joined_tags);
  for (int i = 0; i < 100; ++i) keeper.keep(view);
  for (int i = 0; i < 50; ++i) keeper.drop(view);
  CHECK_FALSE(keeper.is_wasteful());
  for (int i = 0; i < 40; ++i) keeper.drop(view);
  CHECK(keeper.is_wasteful());
}

TEST_CASE("tags are joined and taken apart again") {
  const std::vector<tags> lists{{}, {""}, {"a"}, {"", ""}, {"a", "", "b"}, {"a|b", "c,d"}};
  for (const auto& list : lists) {
    std::string buffer;
    const auto view = tags_view::join(list, buffer);
    CHECK(view.count() == list.size());
    tags taken_apart;
    view.for_each([&](std::string_view tag) { taken_apart.emplace_back(tag); });
    CHECK(taken_apart == list);
  }
}
