// SPDX-License-Identifier: BSL-1.0
#include <json/line_pipeline.hpp>

#include <string>
#include <vector>

#include <catch.hpp>

#include "../collecting_sink.hpp"

using namespace tidemark;
using namespace tidemark::source;
using test::collecting_sink;

namespace {

constexpr std::int64_t line_count = 5'000;  // several blocks for every thread

bool is_bad(std::int64_t number) { return number % 7 == 0; }

/// Line `number`, from 1: a row whose id is the number, or one without an id.
std::string text_of(std::int64_t number) {
  if (is_bad(number)) return "{\"views\":" + std::to_string(number) + "}";
  return "{\"id\":\"" + std::to_string(number) + "\",\"title\":\"" +
         std::string(static_cast<std::size_t>(number % 300), 'x') + "\"}";
}

/// Feeds `count` lines, then finishes; false if the sink asked to stop.
bool feed(line_pipeline& rows, std::int64_t count) {
  for (std::int64_t number = 1; number <= count; ++number) {
    const std::string text = text_of(number);
    line given;
    given.text = text;
    given.number = number;
    if (!rows.add(given)) return false;
  }
  return rows.finish();
}

/// Takes everything and records the order.
class order_sink final : public row_sink {
 public:
  bool row(videos::video_row& row) override {
    order.push_back(std::stoll(row.tiktok_video_id));
    return true;
  }
  bool rejected(rejected_row row) override {
    order.push_back(-row.position);
    raw = row.raw;
    return true;
  }
  void begin_part(videos::added_fields) override {}
  void warning(std::string) override {}

  std::vector<std::int64_t> order;  ///< the numbers of rows, those of rejects negative
  std::string raw;                  ///< of the last reject
};

}  // namespace

TEST_CASE("rows and rejects have the order of their lines, with any number of threads") {
  order_sink sink;
  line_pipeline rows({1, "USD", nullptr}, sink);
  for (int again = 0; again < 2; ++again) {
    sink.order.clear();
    REQUIRE(feed(rows, line_count));
    std::vector<std::int64_t> expected;
    for (std::int64_t n = 1; n <= line_count; ++n) expected.push_back(is_bad(n) ? -n : n);
    CHECK(sink.order == expected);
    CHECK(sink.raw == text_of(line_count - line_count % 7));
  }
}

TEST_CASE("a sink that asks to stop gets nothing more") {
  for (const std::size_t after : {1u, 255u, 256u, 257u, 2'000u, 4'999u}) {
    INFO(after);
    collecting_sink sink(after);
    line_pipeline rows({1, "USD", nullptr}, sink);
    CHECK_FALSE(feed(rows, line_count));
    CHECK(sink.rows.size() + sink.rejects.size() == after);
  }
}

TEST_CASE("a pipeline without lines, or destroyed in the middle, ends cleanly") {
  collecting_sink sink;
  CHECK(line_pipeline({1, "USD", nullptr}, sink).finish());
  {
    line_pipeline rows({1, "USD", nullptr}, sink);
    const std::string text = text_of(1);
    line given;
    given.text = text;
    for (int i = 0; i < 300; ++i) CHECK(rows.add(given));
  }
  CHECK(sink.rows.size() <= 300);
}
