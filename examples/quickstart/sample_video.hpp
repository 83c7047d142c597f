// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

/// What the sample data is made of: videos of made-up creators, and a generator of numbers that
/// gives the same ones on every machine.
namespace sample {

using number = std::uint64_t;

/// Pseudo-random numbers; `state` is the seed.
struct randomness {
  number state;

  number below(number limit) {
    number x = state += 0x9E3779B97F4A7C15;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
    return (x ^ (x >> 31)) % limit;
  }
  bool percent(number chance) { return below(100) < chance; }
};

inline constexpr std::array<std::string_view, 8> products{
    "linen tote bag", "desk lamp",  "yoga mat",    "ceramic mug",
    "beeswax wrap",   "wool throw", "plant stand", "canvas apron"};
inline constexpr std::array<std::string_view, 12> moods{
    "quiet", "sunny",  "tiny",  "paper", "north", "moss",
    "cloud", "velvet", "maple", "river", "amber", "ink"};
inline constexpr std::array<std::string_view, 10> places{
    "desk",   "kitchen", "closet", "garden", "studio",
    "pantry", "loft",    "corner", "bench",  "shelf"};
inline constexpr std::array<std::string_view, 8> titles{
    "Three ways to use a @", "Is this @ worth it? 🤔",       "My \\\"honest\\\" @ review",
    "Restock day: @",        "Every @ I tried this year ✨", "Packing your @ orders, part 2",
    "Un @ en el día a día",  "The @ that everybody asks for"};
inline constexpr std::array<std::string_view, 6> hashtags{
    "fyp", "#haul", "#smallbiz", "#unboxing", "homefinds", "desktour"};

/// One video and what it sold in 90 days; money in cents, `ctr` in hundredths of a percent.
struct video {
  number id = 0;
  std::string username, title, hash_tags;
  number product = 0, duration = 0, gmv = 0, items = 0, views = 0, ctr = 0;
  number share_30 = 0;      ///< the percentage of it that falls into the last 30 days
  bool engagement = false;  ///< its rows carry likes and the like
};

/// The video that leads the shop: its 16,686.39 must survive the 73.98 of a later page.
inline constexpr number known_id = 7535909487669005581;

inline video known_video() {
  return {known_id, "maker.anna.demo", "Linen tote bag haul", R"("#totebag","haul")", 0, 21,
          1668639, 123, 70000, 240, 100, true};
}

/// A video that `random` chooses.
inline video make_video(randomness& random) {
  video one;
  const number posted = 1'748'736'000 + random.below(20'000'000);  // from 2025-06-01
  one.id = posted << 32 | random.below(number{1} << 32);           // as real ids are made
  const number creator = std::min(random.below(120), random.below(120));
  one.username.append(moods[creator % 12]).append(".").append(places[creator / 12]).append(".demo");
  one.product = random.below(products.size());
  one.title = titles[random.below(titles.size())];
  one.title.replace(one.title.find('@'), 1, products[one.product]);
  if (random.percent(2)) one.title.clear();
  for (number tag = random.below(4); tag > 0; --tag) {
    if (!one.hash_tags.empty()) one.hash_tags += ',';
    one.hash_tags.append("\"").append(hashtags[random.below(hashtags.size())]).append("\"");
  }
  one.duration = 7 + random.below(80);
  const number size = number{256} << std::min(random.below(12), random.below(12));
  one.gmv = random.percent(20) ? 0 : size + random.below(size);
  one.items = one.gmv == 0 ? 0 : 1 + one.gmv / (900 + random.below(3000));
  one.views = one.items * (40 + random.below(400));
  one.views += random.below(5000);
  one.ctr = 10 + random.below(970);
  one.share_30 = 10 + random.below(70);
  one.engagement = random.percent(9);
  return one;
}

}  // namespace sample
