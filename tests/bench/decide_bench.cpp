// SPDX-License-Identifier: BSL-1.0
// The time to decide a record by the shipped rules: `decide_bench [ROUNDS]` decides 4,096
// all-time records against stored ones and prints the median of ROUNDS rounds, in nanoseconds per
// record. The records fit in the processor's caches; one in four changes nothing, and texts are
// short.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include <contract/shipped_programs.hpp>
#include <tidemark/engine/decide.hpp>

namespace {

using namespace tidemark;
using videos::creator_video;

constexpr std::size_t count = 4'096;

creator_video random_record(std::mt19937& random, std::size_t key) {
  const auto number = [&]() -> std::int64_t { return static_cast<std::int64_t>(random() % 1000); };
  creator_video made;
  made.brand_id = 1;
  made.tiktok_video_id = std::to_string(key);
  made.creator_id = 1 + number() % 2;
  made.title = "a title";
  made.gmv_cents.known = number();
  made.impressions.known = number();
  made.items_sold.known = number();
  if (random() % 2 == 0) made.likes.known = number();
  if (random() % 2 == 0) made.comments.known = number();
  made.gpm_cents = number();
  made.ctr = percent{number()};
  if (random() % 2 == 0) made.duration = number();
  return made;
}

}  // namespace

int main(int argument_count, char** arguments) {
  const int rounds = argument_count > 1 ? std::atoi(arguments[1]) : 200;
  const auto rules = contract::shipped_programs().creator_videos;
  std::mt19937 random(1);
  std::vector<creator_video> first, second;
  for (std::size_t i = 0; i < count; ++i) {
    first.push_back(random_record(random, i));
    second.push_back(random() % 4 == 0 ? first.back() : random_record(random, i));
  }
  std::vector<double> times;
  std::size_t changed = 0;
  for (int round = 0; round < rounds; ++round) {
    auto stored = first;
    auto incoming = second;
    const auto before = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < count; ++i)
      changed += !engine::decide(rules, stored[i], std::move(incoming[i])).changed.empty();
    const std::chrono::duration<double, std::nano> taken =
        std::chrono::steady_clock::now() - before;
    times.push_back(taken.count() / static_cast<double>(count));
  }
  std::nth_element(times.begin(), times.begin() + rounds / 2, times.end());
  std::cout << times[static_cast<std::size_t>(rounds / 2)] << " ns a record, of "
            << count * static_cast<std::size_t>(rounds) << " records " << changed << " changed\n";
}
