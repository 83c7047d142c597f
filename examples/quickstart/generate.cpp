// SPDX-License-Identifier: BSL-1.0
// usage: generate OUT_DIR [SEED]
//
// Writes the quickstart's sample data, OUT_DIR/brand-1-90d.jsonl and brand-1-30d.jsonl: what a shop
// API might have delivered for brand 1 on 2026-02-20, faults included. Pages of 100 rows come from
// a live list sorted by GMV, so that a video may appear on a later page again with other values.
// Nothing in it is real. The same seed gives the same bytes on every machine: integers only.
#include "sample_video.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

using namespace sample;

namespace {

/// Lines that must be rejected, each for a different reason; the 30-day file has the first five.
constexpr std::array<std::string_view, 7> faulty{
    R"({"id":"7590000000000000001","title":"Cut off in the mid)",
    R"({"title":"No id","username":"moss.desk.demo","gmv":{"amount":"12.50","currency":"USD"}})",
    R"({"id":"7590000000000000003","title":"Comma","gmv":{"amount":"12,50","currency":"USD"}})",
    R"({"id":"7590000000000000004","title":"Euro","gmv":{"amount":"12.50","currency":"EUR"}})",
    R"({"id":"7590000000000000005","title":"Too many","views":9223372036854775808})",
    R"({"id":"7590000000000000006","title":"Half a pair \ud83d","views":10})",
    R"({"id":7590000000000000007,"title":"The id is a number","views":10})"};

/// One delivered observation. `gaps` is the chance of a field to be absent, and again to be null.
struct row {
  const video* of = nullptr;
  number gmv = 0, items = 0, views = 0, gaps = 2;
};

/// `value` with at least `digits` digits.
std::string padded(number value, std::size_t digits) {
  const std::string text = std::to_string(value);
  return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

std::string money(number cents, bool with_currency = true) {
  return "{\"amount\":\"" + std::to_string(cents / 100) + "." + padded(cents % 100, 2) +
         (with_currency ? "\",\"currency\":\"USD\"}" : "\"}");
}

std::string post_time(number id) {  // the upper half of an id is its time in seconds
  const std::chrono::sys_seconds at{std::chrono::seconds{static_cast<std::int64_t>(id >> 32)}};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const number second = (id >> 32) % 86'400;
  return std::to_string(static_cast<int>(date.year())) + "-" + padded(unsigned{date.month()}, 2) +
         "-" + padded(unsigned{date.day()}, 2) + " " + padded(second / 3600, 2) + ":" +
         padded(second / 60 % 60, 2) + ":" + padded(second % 60, 2);
}

/// The two forms in which the API writes a rate: "2.4%" and "0.0240".
std::string rate(number ctr, bool as_percent) {
  if (!as_percent) return "\"0." + padded(ctr, 4) + "\"";
  return "\"" + std::to_string(ctr / 100) + "." + std::to_string(ctr / 10 % 10) + "%\"";
}

std::string line_of(const row& entry, randomness& random) {
  const video& of = *entry.of;
  std::string line = "{\"id\":\"" + std::to_string(of.id) + "\"";
  const auto put = [&](std::string_view key, const std::string& value, bool may_miss = true) {
    if (may_miss && random.percent(entry.gaps)) return;
    const bool is_null = may_miss && random.percent(entry.gaps);
    line.append(",\"").append(key).append("\":").append(is_null ? "null" : value);
  };
  put("title", "\"" + of.title + "\"");
  if (entry.gaps == 0 || !random.percent(1)) put("username", "\"" + of.username + "\"", false);
  put("video_post_time", "\"" + post_time(of.id) + "\"");
  put("duration", std::to_string(of.duration));
  put("hash_tags", "[" + of.hash_tags + "]");
  put("gmv", money(entry.gmv, !random.percent(2)), entry.gaps > 2);
  put("gpm", money(entry.views == 0 ? 0 : (entry.gmv * 1000 + entry.views / 2) / entry.views));
  put("avg_customers", std::to_string(entry.items * 9 / 10));
  put("sku_orders", std::to_string(entry.items * 19 / 20));
  put("items_sold", std::to_string(entry.items));
  put("views", std::to_string(entry.views));
  put("click_through_rate", rate(of.ctr, of.id == known_id || random.percent(50)));
  if (of.engagement) {
    put("affiliate_orders", std::to_string(entry.items / 2));
    put("likes", std::to_string(entry.views / 24));
    put("comments", std::to_string(entry.views / 700));
    put("shares", std::to_string(entry.views / 310));
    put("est_commission", money(entry.gmv * 12 / 100));
  }
  if (of.id % 4 == 1)
    put("products", "[{\"id\":\"" + std::to_string(1729000000000000100 + of.product) +
                        "\",\"name\":\"" + std::string(products[of.product]) + "\"}]");
  return line + "}\n";
}

/// The list of one window, by GMV; some videos appear twice in it, with other values.
std::vector<row> listed_rows(const std::vector<video>& videos, bool days_90, randomness& random) {
  std::vector<row> rows;
  for (const video& of : videos) {
    if (of.id == known_id) {
      rows.push_back({&of, of.gmv, of.items, days_90 ? of.views : of.views * 3 / 4, 0});
      rows.push_back({&of, 7398, 1, 6114, 0});
    } else if (!random.percent(days_90 ? 1 : 7)) {
      const number share = days_90 ? 100 : of.share_30;
      rows.push_back(
          {&of, of.gmv * share / 100, (of.items * share + 99) / 100, of.views * share / 100});
      if (!random.percent(25)) continue;
      row part = rows.back();
      const number known = random.below(90);
      for (number* value : {&part.gmv, &part.items, &part.views}) *value = *value * known / 100;
      part.gaps = random.percent(20) ? 15 : 3;
      rows.push_back(part);
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const row& a, const row& b) { return a.gmv > b.gmv; });
  return rows;
}

/// The rows as they were delivered: while a client turns a page, sales change the list, so that the
/// next page begins with videos of the last one, some of them with newer values.
std::vector<row> delivered_rows(const std::vector<row>& listed, randomness& random) {
  std::vector<row> rows;
  for (const row& entry : listed) {
    const std::size_t end = rows.size();
    const bool turns = end != 0 && end % 100 == 0;
    for (number back = turns ? 4 + random.below(20) : 0; back > 0; --back) {
      row again = rows[end - back];
      if (random.percent(30)) again.gaps = 20;
      if (random.percent(40)) again.views += again.views / 100;
      if (random.percent(15)) again.gmv += again.gmv / 50;
      rows.push_back(again);
    }
    rows.push_back(entry);
  }
  return rows;
}

bool write_window(const std::string& path, const std::vector<video>& videos, bool days_90,
                  randomness random) {
  std::ofstream out(path, std::ios::binary);
  const std::vector<row> rows = delivered_rows(listed_rows(videos, days_90, random), random);
  const std::size_t faults = days_90 ? faulty.size() : 5;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out << line_of(rows[i], random);
    if (i % 250 == 180 && i / 250 < faults) out << faulty[i / 250] << '\n';
  }
  out.close();
  if (!out) std::cerr << "generate: cannot write " << path << '\n';
  return bool{out};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) {
    std::cerr << "usage: generate OUT_DIR [SEED]\n";
    return 2;
  }
  const std::string stem = std::string(argv[1]) + "/brand-1-";
  randomness random{argc == 3 ? std::strtoull(argv[2], nullptr, 10) : 20260220};
  std::vector<video> videos(1399);
  for (video& video : videos) video = make_video(random);
  videos.push_back(known_video());
  const bool written = write_window(stem + "90d.jsonl", videos, true, {random.state + 90}) &&
                       write_window(stem + "30d.jsonl", videos, false, {random.state + 30});
  return written ? 0 : 1;
}
