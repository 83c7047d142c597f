// SPDX-License-Identifier: BSL-1.0
// usage: generate_rows N DIR
//
// Writes N rows of brand 1 for each of two days, a file per window: DIR/DATE-90d.jsonl and
// DIR/DATE-30d.jsonl, DATE 2026-02-20 and 2026-02-21, and the same rows as .csv. Of the N rows of a
// day 0.4 N are videos of the 90-day window, 0.3 N of them are in the 30-day window as well, and
// 0.3 N rows repeat a video of their window with other values, in random order. On the second day
// most metrics have changed. DIR/tenth-changed holds the second day's rows, of which those of a
// tenth of the videos have grown; DIR/shuffled holds these rows in another order. Both as .jsonl
// only. Integers only: the same bytes on every machine.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <numeric>
#include <optional>
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
constexpr std::array<std::uint8_t, 2> windows{90, 30};

/// The rows of one run.
struct delivery {
  std::string_view folder, date;
  number day = 0;
  bool tenth_changed = false, shuffled = false, csv = false;
};

constexpr std::array<delivery, 4> deliveries{{
    {.folder = "", .date = "2026-02-20", .csv = true},
    {.folder = "", .date = "2026-02-21", .day = 1, .csv = true},
    {.folder = "tenth-changed", .date = "2026-02-21", .day = 1, .tenth_changed = true},
    {.folder = "shuffled", .date = "2026-02-21", .day = 1, .tenth_changed = true, .shuffled = true},
}};

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

void shuffle(std::vector<row>& rows, randomness& random) {
  for (number i = rows.size() - 1; i > 0; --i) std::swap(rows[i], rows[random.below(i + 1)]);
}

/// The rows in another order, but those of one video in the same one: the first of equals wins.
std::vector<row> reordered(const std::vector<row>& rows, randomness& random) {
  std::vector<number> by_video(rows.size());
  std::iota(by_video.begin(), by_video.end(), number{0});
  std::stable_sort(by_video.begin(), by_video.end(),
                   [&](number a, number b) { return rows[a].video < rows[b].video; });
  std::vector<number> next(rows[by_video.back()].video + number{1});  // of a video, in by_video
  for (number i = by_video.size(); i-- > 0;) next[rows[by_video[i]].video] = i;
  std::vector<row> shuffled = rows;
  shuffle(shuffled, random);
  for (row& listed : shuffled) listed = rows[by_video[next[listed.video]++]];
  return shuffled;
}

/// The rows of window `window` of a run, in the order of delivery.
std::vector<row> rows_of(number n, std::uint8_t window, const delivery& of) {
  std::vector<row> rows;
  const number videos = n * 4 / 10;
  for (number video = 0; video < videos; ++video)
    if (window == 90 || video % 4 != 3) rows.push_back({static_cast<std::uint32_t>(video), window});
  randomness random{n * 1000 + window * number{10} + of.day};
  const number unique = rows.size();
  const number rows_wanted = window == 90 ? n * 4 / 7 : n - n * 4 / 7;  // 4 to 3, as the videos
  while (rows.size() < rows_wanted) {
    row again = rows[random.below(unique)];
    again.copy = static_cast<std::uint8_t>(1 + random.below(7));
    rows.push_back(again);
  }
  shuffle(rows, random);
  return of.shuffled ? reordered(rows, random) : rows;
}

metrics metrics_of(const row& listed, const delivery& of) {
  randomness of_video{mixed(listed.video) ^ 17};
  metrics values;
  const number size = number{256} << of_video.below(12);
  values.gmv = of_video.below(10) < 3 ? 0 : size + of_video.below(size);
  values.items = values.gmv / (800 + of_video.below(4000));
  values.views = 50 + values.items * of_video.below(400);
  if (of.day == 1) {  // most grow, a tenth shrinks, the rest is unchanged
    const number change = of_video.below(10);
    if (change < 6) values.scale(100 + of_video.below(21));
    if (change == 9) values.scale(90 + of_video.below(10));
  }
  if (of.tenth_changed && of_video.below(10) == 0) values.scale(105 + of_video.below(21));
  if (listed.window == 30) values.scale(40);
  randomness of_copy{
      mixed(listed.video * number{1000} + listed.window + listed.copy * number{7} + of.day)};
  if (listed.copy != 0) {
    if (of_copy.below(10) < 6) values.scale(50 + of_copy.below(60));
    else values.views = values.views * (50 + of_copy.below(60)) / 100;
  }
  return values;
}

/// One line of each format, key by key; the keys come in the same order in every line.
class line_writer {
 public:
  virtual ~line_writer() = default;
  virtual std::string_view header() const { return {}; }
  virtual void text(std::string_view key, std::string_view value) = 0;
  virtual void integer(std::string_view key, std::optional<number> value) = 0;
  virtual void money(std::string_view key, std::optional<number> cents) = 0;
  virtual void list(std::string_view key, const std::vector<std::string_view>& values) = 0;
  virtual void rate(std::string_view key, std::optional<number> hundredths_of_percent) = 0;
  virtual void end_line() = 0;

  std::string lines;

 protected:
  static std::string amount_of(number cents) {
    return std::to_string(cents / 100) + (cents % 100 < 10 ? ".0" : ".") +
           std::to_string(cents % 100);
  }
  static std::string rate_of(number hundredths) {
    return "0." + std::to_string(10'000 + hundredths).substr(1);
  }
};

class json_lines final : public line_writer {
 public:
  void text(std::string_view key, std::string_view value) override {
    begin(key).append("\"").append(value).append("\"");
  }
  void integer(std::string_view key, std::optional<number> value) override {
    begin(key).append(value ? std::to_string(*value) : "null");
  }
  void money(std::string_view key, std::optional<number> cents) override {
    if (!cents) return;
    begin(key).append("{\"amount\":\"").append(amount_of(*cents));
    lines.append("\",\"currency\":\"USD\"}");
  }
  void list(std::string_view key, const std::vector<std::string_view>& values) override {
    begin(key).append("[");
    for (std::size_t i = 0; i < values.size(); ++i)
      lines.append(i == 0 ? "\"" : ",\"").append(values[i]).append("\"");
    lines.append("]");
  }
  void rate(std::string_view key, std::optional<number> hundredths) override {
    if (hundredths) text(key, rate_of(*hundredths));
  }
  void end_line() override {
    lines.append("}\n");
    first_ = true;
  }

 private:
  std::string& begin(std::string_view key) {
    return lines.append(std::exchange(first_, false) ? "{\"" : ",\"").append(key).append("\":");
  }
  bool first_ = true;
};

/// Nothing in the rows needs quotes.
class csv_lines final : public line_writer {
 public:
  std::string_view header() const override {
    return "id,title,username,video_post_time,duration,hash_tags,gmv,gpm,sku_orders,items_sold,"
           "views,affiliate_orders,likes,comments,shares,est_commission,click_through_rate\n";
  }
  void text(std::string_view, std::string_view value) override { begin().append(value); }
  void integer(std::string_view, std::optional<number> value) override {
    begin().append(value ? std::to_string(*value) : "");
  }
  void money(std::string_view, std::optional<number> cents) override {
    begin().append(cents ? amount_of(*cents) : "");
  }
  void list(std::string_view, const std::vector<std::string_view>& values) override {
    begin();
    for (std::size_t i = 0; i < values.size(); ++i)
      lines.append(i == 0 ? "" : "|").append(values[i]);
  }
  void rate(std::string_view, std::optional<number> hundredths) override {
    begin().append(hundredths ? rate_of(*hundredths) : "");
  }
  void end_line() override {
    lines.append("\n");
    first_ = true;
  }

 private:
  std::string& begin() { return lines.append(std::exchange(first_, false) ? "" : ","); }
  bool first_ = true;
};

void write_line(line_writer& out, const row& listed, const delivery& of) {
  const metrics values = metrics_of(listed, of);
  randomness random{mixed(listed.video) ^ 99};
  out.text("id",
           std::to_string(7'000'000'000'000'000'000 + mixed(listed.video) % (number{1} << 59)));
  std::string title;
  for (number word = 3 + random.below(8); word > 0; --word)
    title.append(words[random.below(words.size())]).append(word > 1 ? " " : "");
  out.text("title", title);
  out.text("username", "creator_" + std::to_string(random.below(20'000)));
  std::string posted = "2025-1" + std::to_string(random.below(3));
  posted.append("-").append(std::to_string(10 + random.below(20))).append(" ");
  posted.append(std::to_string(10 + random.below(14))).append(":15:0");
  out.text("video_post_time", posted.append(std::to_string(random.below(10))));
  out.integer("duration", 5 + random.below(175));
  std::vector<std::string_view> tags;
  for (number tag = 1 + random.below(4); tag > 0; --tag) tags.push_back(hashtags[random.below(6)]);
  out.list("hash_tags", tags);
  random.state ^= mixed(listed.window * number{16} + listed.copy + (of.day << 20));
  const auto if_present = [&](number value) {
    return random.below(25) != 0 ? std::optional(value) : std::nullopt;
  };
  const number thousandfold = values.gmv * 1000;
  out.money("gmv", if_present(values.gmv));
  const auto gpm = if_present(values.views > 0 ? thousandfold / values.views : 0);
  out.money("gpm", values.views > 0 ? gpm : std::nullopt);
  out.integer("sku_orders", if_present(values.items));
  out.integer("items_sold", if_present(values.items));
  out.integer("views", if_present(values.views));
  out.integer("affiliate_orders", if_present(values.items * 9 / 10));
  out.integer("likes", if_present(values.views / 20));
  out.integer("comments", if_present(values.views / 300));
  out.integer("shares", if_present(values.views / 250));
  out.money("est_commission", if_present(values.gmv * 12 / 100));
  const number rate = random.below(1'000);
  out.rate("click_through_rate", if_present(rate));
  out.end_line();
}

bool write_window(const std::string& path, line_writer& out, number n, std::uint8_t window,
                  const delivery& of) {
  std::ofstream file(path, std::ios::binary);
  out.lines = out.header();
  for (const row& listed : rows_of(n, window, of)) {
    write_line(out, listed, of);
    if (out.lines.size() < 1 << 20) continue;
    file << out.lines;
    out.lines.clear();
  }
  file << out.lines;
  file.close();
  if (!file) std::cerr << "generate_rows: cannot write " << path << '\n';
  return bool{file};
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
  for (const delivery& of : deliveries) {
    const std::filesystem::path folder = std::filesystem::path(argv[2]) / of.folder;
    std::error_code fault_of_folder;  // without the folder, the file cannot be written
    std::filesystem::create_directories(folder, fault_of_folder);
    for (const std::uint8_t window : windows) {
      const std::string path = (folder / of.date).string() + "-" + std::to_string(window) + "d.";
      json_lines json;
      csv_lines csv;
      if (!write_window(path + "jsonl", json, n, window, of)) return 1;
      if (of.csv && !write_window(path + "csv", csv, n, window, of)) return 1;
    }
  }
}
