// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

/// The parts of the sample data: videos of invented creators, and a generator of numbers that gives
/// the same numbers on every machine.
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
  bool engagement = false;  ///< its rows have likes, comments and shares
};

/// The shop's best video: its 16,686.39 must survive the 73.98 of a later page.
inline constexpr number known_id = 7535909487669005581;

inline video known_video() {
  return {known_id, "maker.anna.demo", "Linen tote bag haul", R"("#totebag","haul")", 0, 21,
          1668639, 123, 70000, 240, 100, true};
}

/// A video that `random` chooses.
inline video make_video(randomness& random) {
  video made;
  const number posted = 1'748'736'000 + random.below(20'000'000);  // from 2025-06-01
  made.id = posted << 32 | random.below(number{1} << 32);          // as real ids are made
  const number creator = std::min(random.below(120), random.below(120));
  made.username.append(moods[creator % 12]).append(".");
  made.username.append(places[creator / 12]).append(".demo");
  made.product = random.below(products.size());
  made.title = titles[random.below(titles.size())];
  made.title.replace(made.title.find('@'), 1, products[made.product]);
  if (random.percent(2)) made.title.clear();
  for (number tag = random.below(4); tag > 0; --tag) {
    if (!made.hash_tags.empty()) made.hash_tags += ',';
    made.hash_tags.append("\"").append(hashtags[random.below(hashtags.size())]).append("\"");
  }
  made.duration = 7 + random.below(80);
  const number size = number{256} << std::min(random.below(12), random.below(12));
  made.gmv = random.percent(20) ? 0 : size + random.below(size);
  made.items = made.gmv == 0 ? 0 : 1 + made.gmv / (900 + random.below(3000));
  made.views = made.items * (40 + random.below(400));
  made.views += random.below(5000);
  made.ctr = 10 + random.below(970);
  made.share_30 = 10 + random.below(70);
  made.engagement = random.percent(9);
  return made;
}

}  // namespace sample
