// SPDX-License-Identifier: BSL-1.0
#include <tidemark/json/payload_reader.hpp>

#include <optional>
#include <string>
#include <vector>

#include <rapidcheck.h>

#include <tidemark/record/fields.hpp>
#include <tidemark/videos/part_sum.hpp>

#include <catch.hpp>

using namespace tidemark;
using namespace tidemark::videos;

namespace {

row_settings settings() { return {.brand_id = 1, .currency = "EUR", .clock = nullptr}; }

/// The row that `text` becomes when a source delivers it; its wall clock is two hours ahead of UTC.
video_row delivered_row(const std::string& text) {
  struct ahead final : wall_clock {
    std::string_view name() const override { return "two hours ahead"; }
    std::optional<timestamp> moment_of(timestamp shown) const override {
      return timestamp{shown.micros - 7'200'000'000};
    }
  };
  const ahead clock;
  auto of_source = settings();
  of_source.clock = &clock;
  row_builder builder(of_source);
  json_row_reader reader;
  const std::string padded = text + std::string(64, ' ');
  const auto broken =
      reader.feed(std::string_view(padded).substr(0, text.size()), padded.size(), builder.raw());
  video_row row;
  const auto reason = broken ? broken : builder.finish(row);
  INFO(text << ": " << reason.value_or(""));
  REQUIRE_FALSE(reason);
  return row;
}

bool same(const video_row& left, const video_row& right) {
  bool equal = true;
  for_each_field<video_row>([&](auto i) { equal = equal && field<i>(left) == field<i>(right); });
  return equal;
}

std::vector<video_row> rows_of(payload_reader& reader, const json& payload) {
  std::vector<video_row> rows;
  const auto reason = reader.read(payload, rows);
  INFO(payload.text << ": " << reason.value_or(""));
  REQUIRE_FALSE(reason);
  return rows;
}

}  // namespace

TEST_CASE("a stored payload becomes the row that it was delivered with") {
  const char* const texts[] = {
      R"({"id":"7","username":"anna","gmv":"520.00","views":1200})",
      R"({"id":"7","gmv":{"amount":"520.005","currency":"EUR"},"ctr":"3.7%","views":"1200"})",
      R"({"id":"7","video_post_time":"2026-02-20 09:15:00","hash_tags":["a","\u00e9\"b"]})",
      R"({"id":"7","video_post_time":"2026-02-20T09:15:00+09:00","title":"line\nbreak"})",
      R"({"id":"7","other":{"deep":[1,2.50,true,null]},"username":"@maker.anna"})",
      R"({"parts":[{"id":"8"}],"zzz":1,"id":"7"})",
      R"({"id":"7"})",
  };
  payload_reader reader(settings());
  for (const char* const text : texts) {
    const auto row = delivered_row(text);
    REQUIRE(row.raw_payload);
    const auto rows = rows_of(reader, *row.raw_payload);
    REQUIRE(rows.size() == 1);
    CHECK(same(rows[0], row));
  }
}

TEST_CASE("the payload of added parts becomes the row of each part") {
  const auto first = delivered_row(R"({"id":"7","username":"anna","gmv":"5.00","views":10})");
  const auto second = delivered_row(R"({"id":"7","gmv":"7.00","title":"[\"parts\"]"})");
  std::string no_tags;
  auto without_payload = view_of(second, no_tags);
  without_payload.raw_payload.reset();
  added_fields all;
  all.set();
  part_sum sum(view_of(first, no_tags), all);
  sum.add(without_payload, false);
  sum.add(view_of(second, no_tags), true);
  const auto row = sum.row();
  REQUIRE(row.raw_payload);
  payload_reader reader(settings());
  const auto rows = rows_of(reader, json{std::string(row.raw_payload->text)});
  REQUIRE(rows.size() == 2);  // one of three had none
  CHECK(same(rows[0], first));
  CHECK(same(rows[1], second));
}

TEST_CASE("a payload that is not of a row says why, and adds nothing") {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"gmv":"5.00"})", "id"},
      {R"({"id":"7","gmv":"five"})", "gmv"},
      {R"({"id":"7","gmv":{"amount":"5.00","currency":"USD"}})", "USD"},
      {R"({"parts":[{"id":"7"},{"id":"7","views":"x"}]})", "views"},
      {R"({"parts":[{"id":"7"})", "broken JSON"},
      {R"(["7"])", "is not a JSON object"},
      {"", "broken JSON"},
  };
  payload_reader reader(settings());
  for (const auto& [text, expected] : cases) {
    std::vector<video_row> rows(1);
    const auto reason = reader.read(json{text}, rows);
    INFO(text);
    REQUIRE(reason);
    CHECK_THAT(*reason, Catch::Contains(expected));
    CHECK(rows.size() == 1);
    CHECK(rows_of(reader, json{R"({"id":"8"})"}).size() == 1);  // it reads on
  }
}

TEST_CASE("any row that was read is read again from its payload") {
  payload_reader reader(settings());
  REQUIRE(rc::check("as it was", [&] {
    const auto cents = *rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000'000);
    const auto member = [](const char* name, const std::string& value) {
      return *rc::gen::arbitrary<bool>() ? std::string()
                                         : ",\"" + std::string(name) + "\":" + value;
    };
    const auto count = std::to_string(*rc::gen::inRange(0, 1'000'000));
    const auto row = delivered_row(
        R"({"id":")" + std::to_string(*rc::gen::inRange(1, 1'000)) + '"' +
        member("gmv", std::to_string(cents / 100) + ".50") +
        member("views", count) + member("items_sold", '"' + count + '"') +
        member("username", "\"maker." + count + '"') + member("title", R"("\ud83d\ude00 \\ \"")") +
        member("click_through_rate", "\"0." + count + "%\"") + member("unknown", "[{\"a\":1e3}]") +
        '}');
    const auto rows = rows_of(reader, *row.raw_payload);
    RC_ASSERT(rows.size() == std::size_t{1});
    RC_ASSERT(same(rows[0], row));
  }));
}
