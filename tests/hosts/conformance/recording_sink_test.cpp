// SPDX-License-Identifier: BSL-1.0
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <conformance/recording_sink.hpp>
#include <tidemark/videos/row_builder.hpp>

#include "catch.hpp"

using namespace tidemark;
using host::recording_sink;
using host::row_fault;

namespace {

const source::fetch_request request{1, "USD", 30, parse_date("2026-02-20").value()};

videos::video_row sound() {
  videos::video_row row;
  row.brand_id = 1;
  row.tiktok_video_id = "7";
  return row;
}

template <typename Change>
std::optional<std::string> fault_after(Change change) {
  auto row = sound();
  change(row);
  return row_fault(row, request);
}

}  // namespace

TEST_CASE("a row that breaks the contract is found, with its first fault") {
  using row = videos::video_row;
  struct check {
    std::string name;
    std::optional<std::string> found;
    std::optional<std::string> expected;
  };
  const std::vector<check> checks{
      {"nothing but an id", row_fault(sound(), request), {}},
      {"another brand", fault_after([](row& r) { r.brand_id = 2; }), "brand_id is 2, asked for 1"},
      {"no id", fault_after([](row& r) { r.tiktok_video_id.clear(); }), "tiktok_video_id is empty"},
      {"a long id", fault_after([](row& r) { r.tiktok_video_id.assign(1'025, '7'); }),
       "tiktok_video_id is longer than 1,024 bytes"},
      {"a NUL", fault_after([](row& r) { r.title = std::string(1, '\0'); }),
       "title is not UTF-8, or holds a NUL"},
      {"capitals", fault_after([](row& r) { r.username = "Anna"; }),
       "username \"Anna\" has capital letters"},
      {"an empty username", fault_after([](row& r) { r.username = ""; }),
       "username is empty; leave it missing"},
      {"a rate that does not fit",
       fault_after([](row& r) { r.ctr = percent{percent::units_max + 1}; }),
       "ctr does not fit NUMERIC(9,4)"},
      {"the largest rate", fault_after([](row& r) { r.ctr = percent{percent::units_max}; }), {}},
      {"an invalid payload", fault_after([](row& r) { r.raw_payload = json{"[1]"}; }),
       "raw_payload is not a JSON object"},
      {"a payload", fault_after([](row& r) { r.raw_payload = json{R"({"id":"7"})"}; }), {}},
  };
  for (const auto& [name, found, expected] : checks) {
    INFO(name);
    CHECK(found == expected);
  }
}

TEST_CASE("from any cells, a row builder makes a row within the contract, or a reason") {
  std::mt19937 random(20260220);
  const std::vector<std::string> pieces{"1",    "-",  ".",     "5%",   "$",     "e9",  "\xFF",
                                        "Anna", "|",  "\xC3\xA9", "2026-02-20 09:00:00", "\"",
                                        "\\",   "{",  "\n",    "99999", std::string(1, '\0')};
  videos::row_builder rows({1, "USD", nullptr});
  std::size_t made = 0, refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    rows.cell("id", std::to_string(i));
    const auto name = videos::raw_names[random() % videos::raw_names.size()].name;
    std::string text;
    for (auto length = random() % 4; length > 0; --length) text += pieces[random() % pieces.size()];
    rows.cell(name, text);
    videos::video_row row;
    if (rows.finish(row)) {
      ++refused;
      continue;
    }
    ++made;
    const auto fault = row_fault(row, request);
    INFO(name << ": " << text);
    REQUIRE(fault == std::nullopt);
  }
  CHECK(made > 1'000);
  CHECK(refused > 1'000);
}

TEST_CASE("a sink asks to stop at the given delivery, and counts those after it") {
  recording_sink sink(request, 2);
  auto first = sound(), second = sound(), third = sound();
  second.tiktok_video_id = "8";
  CHECK(sink.row(first));
  CHECK(sink.go_on());
  CHECK_FALSE(sink.row(second));
  CHECK_FALSE(sink.go_on());
  CHECK_FALSE(sink.row(third));
  CHECK(sink.after_stop == 1);
  REQUIRE(sink.delivered.size() == 2);
  CHECK(sink.delivered[1].label == "\"8\"");
  CHECK(sink.delivered[0].hash != sink.delivered[1].hash);

  sink.fetch_ended();
  auto late = sound();
  static_cast<void>(sink.row(late));
  CHECK(sink.after_end == 1);

  recording_sink at_once(request, 0);
  CHECK_FALSE(at_once.go_on());
}

TEST_CASE("a reject needs a reason") {
  recording_sink sink(request);
  CHECK(sink.rejected({4, "id: missing", "raw"}));
  CHECK_FALSE(sink.bad_row);
  CHECK(sink.rejected({5, "", "raw"}));
  CHECK(sink.bad_row == "the reject at position 5 has no reason");
}
