// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <tidemark/videos/list_head.hpp>

#include "../catch.hpp"

using namespace tidemark::videos;

namespace {

/// Positions of different videos, with many equal and missing values.
std::vector<list_position> some_positions(std::mt19937& random, std::vector<std::string>& ids) {
  std::vector<list_position> all;
  ids.clear();
  const auto count = random() % 60;
  for (std::size_t i = 0; i < count; ++i) ids.push_back("v" + std::to_string(i));
  for (const auto& id : ids) {
    const auto value = static_cast<std::int64_t>(random() % 8);
    all.push_back({value == 0 ? std::nullopt : std::optional(value - 4), id});
  }
  std::shuffle(all.begin(), all.end(), random);
  return all;
}

}  // namespace

TEST_CASE("a head has the first positions of a list, however they come") {
  std::mt19937 random(20260220);
  std::vector<std::string> ids;
  for (int round = 0; round < 2'000; ++round) {
    const auto all = some_positions(random, ids);
    const auto dir = random() % 2 ? direction::asc : direction::desc;
    const std::size_t count_max = 1 + random() % 10;
    auto expected = all;
    std::sort(expected.begin(), expected.end(),
              [&](const auto& a, const auto& b) { return comes_before(a, b, dir); });
    std::optional<list_position> bound;
    if (!expected.empty() && random() % 2) {
      bound = expected[random() % expected.size()];
      expected.resize(static_cast<std::size_t>(
          std::find(expected.begin(), expected.end(), *bound) - expected.begin() + 1));
    }
    list_head head(dir, count_max, bound);
    for (const auto& position : all) {
      if (bound) CHECK((head.admits(position) || comes_before(*bound, position, dir) ||
                        expected.size() > count_max));
      head.offer(position);
    }
    if (expected.size() > count_max) expected.resize(count_max);
    REQUIRE(head.take() == expected);
  }
}
