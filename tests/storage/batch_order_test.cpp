// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <catch.hpp>

#include <tidemark/storage/arrival_order.hpp>
#include <tidemark/storage/key_order.hpp>

namespace {

using namespace tidemark;

constexpr auto no_video = storage::run_batch::no_video;

/// Videos z, a, m and b, by ben, nobody, anna and ben. Window 30 has a, z, and x, which `all_time`
/// lacks.
struct three_videos {
  three_videos() {
    const auto row = [&](std::string_view id, std::optional<std::string_view> username) {
      auto& added = rows.emplace_back();
      added.tiktok_video_id = id;
      added.username = username;
      return &added;
    };
    batch.all_time = {row("z", "ben"), row("a", std::nullopt), row("m", "anna"), row("b", "ben")};
    auto& window = batch.windows.emplace_back();
    window.days = 30;
    for (const std::string_view id : {"a", "z", "x"})
      window.rows.emplace_back().tiktok_video_id = id;
    window.videos = {1, 0, no_video};
  }

  std::deque<videos::row_view> rows;
  storage::run_batch batch;
};

/// What an order passes on: "id place" of each row, and the videos that it announces.
template <typename Order>
std::vector<std::string> shown(Order order) {
  std::vector<std::string> lines;
  const auto place = [](std::uint32_t video) {
    return video == no_video ? std::string("none") : std::to_string(video);
  };
  order.for_each_video([&](const videos::row_view& row, std::uint32_t video) {
    const auto name = order.usernames().of_video(video);
    const bool named = name != storage::batch_usernames::none;
    lines.push_back(std::string(row.tiktok_video_id) + " " + place(video) + " by " +
                    (named ? std::string(order.usernames().names()[name]) : "nobody"));
  });
  order.for_each_snapshot(
      [&](const videos::row_view& row, std::int32_t window_days, std::uint32_t video) {
        lines.push_back(std::string(row.tiktok_video_id) + " " + place(video) + " in " +
                        std::to_string(window_days));
      },
      [](std::uint32_t) {});
  return lines;
}

}  // namespace

TEST_CASE("rows come in the order of arrival, each with its video's place and creator") {
  const three_videos given;
  CHECK(shown(storage::arrival_order(given.batch)) ==
        std::vector<std::string>{"z 0 by ben", "a 1 by nobody", "m 2 by anna", "b 3 by ben",
                                 "a 1 in 30", "z 0 in 30", "x none in 30"});
  const storage::batch_usernames usernames(given.batch);
  CHECK(usernames.names() == std::vector<std::string_view>{"ben", "anna"});
}

TEST_CASE("rows come in the order of their keys, each with its video's place and creator") {
  const three_videos given;
  const storage::key_order order(given.batch);
  CHECK(shown(order) ==
        std::vector<std::string>{"a 1 by nobody", "b 3 by ben", "m 2 by anna", "z 0 by ben",
                                 "a 1 in 30", "x none in 30", "z 0 in 30"});
  CHECK(order.usernames().names() == std::vector<std::string_view>{"anna", "ben"});
}

TEST_CASE("each snapshot's video is announced some rows before, while there are so many") {
  std::deque<videos::row_view> rows(40);
  storage::run_batch batch;
  auto& window = batch.windows.emplace_back();
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    batch.all_time.push_back(&rows[i]);
    window.rows.emplace_back();
    window.videos.push_back(static_cast<std::uint32_t>(rows.size()) - 1 - i);
  }
  std::vector<std::uint32_t> visited, announced;
  storage::arrival_order order(batch);
  order.for_each_snapshot(
      [&](const videos::row_view&, std::int32_t, std::uint32_t video) { visited.push_back(video); },
      [&](std::uint32_t video) { announced.push_back(video); });
  REQUIRE(visited == window.videos);
  REQUIRE(announced.size() < visited.size());
  REQUIRE(announced.size() > visited.size() / 2);
  const auto ahead = static_cast<std::ptrdiff_t>(visited.size() - announced.size());
  CHECK(announced == std::vector(visited.begin() + ahead, visited.end()));
}
