// SPDX-License-Identifier: BSL-1.0
// usage: generate_rows N DIR
//
// Writes N rows of brand 1 for each of two days, a file per window: DIR/DATE-90d.jsonl and
// DIR/DATE-30d.jsonl, DATE 2026-02-20 and 2026-02-21. Of the N rows of a day 0.4 N are videos of
// the 90-day window, 0.3 N of them are in the 30-day window as well, and 0.3 N rows repeat a video
// of their window with other values, in random order. On the second day most metrics have changed.
// Integers only: the same bytes on every machine.
#include <array>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using number = std::uint64_t;

constexpr number mixed(number x) {
  x += 0x9E3779B97F4A7C15;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

struct randomness {
  number state;

  number below(number limit) { return (state = mixed(state)) % limit; }
};

constexpr std::array<std::string_view, 16> words{
    "small", "desk",  "kitchen", "routine", "review", "honest", "restock", "haul",
    "the",   "quiet", "packing", "✨",       "linen",  "lamp",   "under",   "$20"};
constexpr std::array<std::string_view, 6> hashtags{"#smallbiz", "#haul",    "fyp",
                                                   "#kitchen",  "desktour", "#restock"};
constexpr std::array<std::string_view, 2> dates{"2026-02-20", "2026-02-21"};
constexpr std::array<std::uint8_t, 2> windows{90, 30};

/// One observation of a video in a window; `copy` numbers its duplicates, from 0.
struct row {
  std::uint32_t video = 0;
  std::uint8_t window = 0, copy = 0;
};

struct metrics {
  number gmv = 0, views = 0, items = 0;

  void scale(number percent) {
    for (number* value : {&gmv, &views, &items}) *value = *value * percent / 100;
  }
};

/// The rows of window `window` of a day, in the order of delivery.
std::vector<row> rows_of(number n, std::uint8_t window, number seed) {
  std::vector<row> rows;
  const number videos = n * 4 / 10;
  for (number video = 0; video < videos; ++video)
    if (window == 90 || video % 4 != 3) rows.push_back({static_cast<std::uint32_t>(video), window});
  randomness random{seed};
  const number unique = rows.size();
  const number rows_wanted = window == 90 ? n * 4 / 7 : n - n * 4 / 7;  // 4 to 3, as the videos
  while (rows.size() < rows_wanted) {
    row again = rows[random.below(unique)];
    again.copy = static_cast<std::uint8_t>(1 + random.below(7));
    rows.push_back(again);
  }
  for (number i = rows.size() - 1; i > 0; --i) std::swap(rows[i], rows[random.below(i + 1)]);
  return rows;
}

metrics metrics_of(const row& listed, number day) {
  randomness of_video{mixed(listed.video) ^ 17};
  metrics values;
  const number size = number{256} << of_video.below(12);
  values.gmv = of_video.below(10) < 3 ? 0 : size + of_video.below(size);
  values.items = values.gmv / (800 + of_video.below(4000));
  values.views = 50 + values.items * of_video.below(400);
  if (day == 1) {  // most grow, a tenth shrinks, the rest is unchanged
    const number change = of_video.below(10);
    if (change < 6) values.scale(100 + of_video.below(21));
    if (change == 9) values.scale(90 + of_video.below(10));
  }
  if (listed.window == 30) values.scale(40);
  randomness of_copy{
      mixed(listed.video * number{1000} + listed.window + listed.copy * number{7} + day)};
  if (listed.copy != 0) {
    if (of_copy.below(10) < 6) values.scale(50 + of_copy.below(60));
    else values.views = values.views * (50 + of_copy.below(60)) / 100;
  }
  return values;
}

void append_money(std::string& line, std::string_view key, number cents) {
  line.append(",\"").append(key).append("\":{\"amount\":\"");
  line.append(std::to_string(cents / 100)).append(cents % 100 < 10 ? ".0" : ".");
  line.append(std::to_string(cents % 100)).append("\",\"currency\":\"USD\"}");
}

void append_line(std::string& out, const row& listed, number day) {
  const metrics values = metrics_of(listed, day);
  randomness random{mixed(listed.video) ^ 99};
  const auto id =
      std::to_string(7'000'000'000'000'000'000 + mixed(listed.video) % (number{1} << 59));
  out.append("{\"id\":\"").append(id).append("\",\"title\":\"");
  for (number word = 3 + random.below(8); word > 0; --word)
    out.append(words[random.below(words.size())]).append(word > 1 ? " " : "");
  out.append("\",\"username\":\"creator_").append(std::to_string(random.below(20'000)));
  out.append("\",\"video_post_time\":\"2025-1").append(std::to_string(random.below(3)));
  out.append("-").append(std::to_string(10 + random.below(20))).append(" ");
  out.append(std::to_string(10 + random.below(14))).append(":15:0");
  out.append(std::to_string(random.below(10))).append("\",\"duration\":");
  out.append(std::to_string(5 + random.below(175))).append(",\"hash_tags\":[");
  for (number tag = 1 + random.below(4); tag > 0; --tag)
    out.append("\"").append(hashtags[random.below(6)]).append(tag > 1 ? "\"," : "\"");
  out += ']';
  random.state ^= mixed(listed.window * number{16} + listed.copy + (day << 20));
  const auto present = [&] { return random.below(25) != 0; };
  const auto put = [&](std::string_view key, number value) {
    out.append(",\"").append(key).append("\":").append(present() ? std::to_string(value) : "null");
  };
  if (present()) append_money(out, "gmv", values.gmv);
  if (present() && values.views > 0)
    append_money(out, "gpm", values.gmv * 1000 / values.views);
  put("sku_orders", values.items);
  put("items_sold", values.items);
  put("views", values.views);
  put("affiliate_orders", values.items * 9 / 10);
  put("likes", values.views / 20);
  put("comments", values.views / 300);
  put("shares", values.views / 250);
  if (present()) append_money(out, "est_commission", values.gmv * 12 / 100);
  const std::string rate = std::to_string(10'000 + random.below(1'000)).substr(1);
  if (present()) out.append(",\"click_through_rate\":\"0.").append(rate).append("\"");
  out.append("}\n");
}

bool write_window(const std::string& path, number n, std::uint8_t window, number day) {
  std::ofstream out(path, std::ios::binary);
  std::string lines;
  for (const row& listed : rows_of(n, window, n * 1000 + window * number{10} + day)) {
    append_line(lines, listed, day);
    if (lines.size() < 1 << 20) continue;
    out << lines;
    lines.clear();
  }
  out << lines;
  out.close();
  if (!out) std::cerr << "generate_rows: cannot write " << path << '\n';
  return bool{out};
}

}  // namespace

int main(int argc, char** argv) {
  number n = 0;
  const std::string_view count = argc == 3 ? argv[1] : "";
  const auto [end, fault] = std::from_chars(count.data(), count.data() + count.size(), n);
  if (fault != std::errc{} || end != count.data() + count.size() || n < 10 || n > 1'000'000'000) {
    std::cerr << "usage: generate_rows N DIR\n";
    return 2;
  }
  for (number day = 0; day < dates.size(); ++day)
    for (const std::uint8_t window : windows) {
      const std::string path = std::string(argv[2]) + "/" + std::string(dates[day]) + "-" +
                               std::to_string(window) + "d.jsonl";
      if (!write_window(path, n, window, day)) return 1;
    }
}
