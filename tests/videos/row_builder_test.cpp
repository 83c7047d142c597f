// SPDX-License-Identifier: BSL-1.0
#include <tidemark/videos/row_builder.hpp>

#include <string>
#include <vector>

#include <catch.hpp>

#include "delivered.hpp"

using namespace tidemark;
using namespace tidemark::videos;
using namespace tidemark::videos::test;

TEST_CASE("a full row sets every field") {
  const auto made = build({{"id", text("7301")},
                           {"username", text("Amy.Style")},
                           {"title", text("Glow \xF0\x9F\x94\xA5")},
                           {"video_post_time", text("2026-02-20 09:15:00")},
                           {"gmv", object({{"amount", text("16686.39")},
                                           {"currency", text("USD")}})},
                           {"gpm", text("12.345")},
                           {"est_commission", number("1.5")},
                           {"views", number("100")},
                           {"items_sold", text("3")},
                           {"affiliate_orders", number("4")},
                           {"likes", number("5")},
                           {"comments", number("6")},
                           {"shares", number("7")},
                           {"click_through_rate", text("2.4%")},
                           {"duration", number("33")},
                           {"hash_tags", array({text("b"), text("a")})}});
  REQUIRE_FALSE(made.reason);
  const video_row& row = made.row;
  CHECK(row.brand_id == 7);
  CHECK(row.tiktok_video_id == "7301");
  CHECK(row.username == "amy.style");
  CHECK(row.title == "Glow \xF0\x9F\x94\xA5");
  CHECK(to_text(row.posted_at.value()) == "2026-02-20 09:15:00");
  CHECK(row.gmv_cents == 1'668'639);
  CHECK(row.gpm_cents == 1'235);
  CHECK(row.est_commission_cents == 150);
  CHECK(row.views == 100);
  CHECK(row.items_sold == 3);
  CHECK(row.affiliate_orders == 4);
  CHECK(row.likes == 5);
  CHECK(row.comments == 6);
  CHECK(row.shares == 7);
  CHECK(row.ctr == percent{24'000});
  CHECK(row.duration == 33);
  CHECK(row.hash_tags == tags{"b", "a"});
  CHECK(made.payload() ==
        R"({"affiliate_orders":4,"click_through_rate":"2.4%","comments":6,"duration":33,)"
        R"("est_commission":1.5,"gmv":{"amount":"16686.39","currency":"USD"},"gpm":"12.345",)"
        R"("hash_tags":["b","a"],"id":"7301","items_sold":"3","likes":5,"shares":7,)"
        "\"title\":\"Glow \xF0\x9F\x94\xA5\","
        R"("username":"Amy.Style","video_post_time":"2026-02-20 09:15:00","views":100})");
}

TEST_CASE("a row with only an id lacks every other field, also after a full row") {
  row_builder rows({1, "USD", nullptr});
  video_row row;
  const members first{{"id", text("1")},
                      {"title", text("x")},
                      {"gmv", text("1")},
                      {"hash_tags", array({text("a"), text("b")})},
                      {"username", text("u")},
                      {"ctr", text("1%")},
                      {"video_post_time", number("0")}};
  feed(rows.raw(), first);
  REQUIRE_FALSE(rows.finish(row));
  const members second{{"id", text("2")}};
  feed(rows.raw(), second);
  REQUIRE_FALSE(rows.finish(row));
  CHECK(row.tiktok_video_id == "2");
  CHECK_FALSE(row.username);
  CHECK_FALSE(row.title);
  CHECK_FALSE(row.posted_at);
  CHECK_FALSE(row.gmv_cents);
  CHECK_FALSE(row.ctr);
  CHECK_FALSE(row.hash_tags);
  CHECK(row.raw_payload == json{R"({"id":"2"})"});
}

TEST_CASE("the id is a string of 1 to 1024 bytes") {
  struct { const char* name; members given; const char* expected; } const cases[] = {
      {"absent", {{"gmv", text("1")}}, "id: missing"},
      {"null", {{"id", null()}}, "id: missing"},
      {"a number", {{"id", number("7301")}}, "id: 7301 is not a string"},
      {"empty", {{"id", text("")}}, "id: \"\" is empty"},
      {"an array", {{"id", array({text("1")})}}, "id: [\"1\"] is not a string"},
      {"the last of two is null", {{"id", text("1")}, {"id", null()}}, "id: missing"},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    CHECK(build(given).reason == std::string(expected));
  }
  CHECK(build({{"id", number("5")}, {"id", text(" 1 ")}}).row.tiktok_video_id == " 1 ");
  CHECK_FALSE(build({{"id", text(std::string(1024, '1'))}}).reason);
  CHECK(build({{"id", text(std::string(1025, '1'))}}).reason ==
        "id: \"" + std::string(60, '1') + "...\" is longer than 1024 bytes");
}

TEST_CASE("an alias is used if the primary name is missing") {
  struct { const char* name; members given; std::optional<std::int64_t> expected; }
  const cases[] = {
      {"alone", {{"units_sold", number("3")}}, 3},
      {"before the primary name", {{"units_sold", number("3")}, {"items_sold", number("4")}}, 4},
      {"after the primary name", {{"items_sold", number("4")}, {"units_sold", number("3")}}, 4},
      {"after a null", {{"items_sold", null()}, {"units_sold", number("3")}}, 3},
      {"invalid, after the primary name", {{"items_sold", number("4")}, {"units_sold", text("x")}},
       4},
      {"null", {{"units_sold", null()}}, std::nullopt},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    members all = given;
    all.emplace_back("id", text("1"));
    const auto made = build(all);
    CHECK_FALSE(made.reason);
    CHECK(made.row.items_sold == expected);
    CHECK(made.payload().find("units_sold") != std::string::npos);
  }
  CHECK(build("units_sold", text("x")).reason ==
        std::string("units_sold: \"x\" is not an integer"));
  const auto both = build({{"id", text("1")}, {"ctr", text("1%")},
                           {"click_through_rate", text("2%")}});
  CHECK(both.row.ctr == percent{20'000});
}

TEST_CASE("texts are unchanged, usernames become lower case") {
  CHECK(build("title", text("")).row.title == "");
  CHECK_FALSE(build("title", null()).row.title);
  CHECK(build("title", number("5")).reason == std::string("title: 5 is not a string"));
  CHECK(build("username", text("AMY_Ä")).row.username == "amy_Ä");
  CHECK_FALSE(build("username", text("")).row.username);
  CHECK_FALSE(build("username", text("")).reason);
  CHECK(build("username", boolean(true)).reason == std::string("username: true is not a string"));
  CHECK(build("username", text(std::string(1025, 'u'))).reason.value().ends_with(
      "is longer than 1024 bytes"));
  CHECK(build("username", text("AMY")).payload() == R"({"id":"1","username":"AMY"})");
}

TEST_CASE("hash tags are an array of strings") {
  CHECK(build("hash_tags", array({})).row.hash_tags == tags{});
  CHECK(build("hash_tags", array({text(""), text("a")})).row.hash_tags == tags{"", "a"});
  CHECK_FALSE(build("hash_tags", null()).row.hash_tags);
  struct { delivered given; const char* expected; } const broken[] = {
      {text("a|b"), R"("a|b" is not an array of strings)"},
      {array({text("a"), null()}), R"(["a",null] is not an array of strings)"},
      {array({number("1")}), "[1] is not an array of strings"},
      {object({}), "{} is not an array of strings"},
  };
  for (const auto& [given, expected] : broken)
    CHECK(build("hash_tags", given).reason == std::string("hash_tags: ") + expected);
}

TEST_CASE("a post time is a moment in seconds") {
  CHECK(to_text(build("video_post_time", number("-1")).row.posted_at.value()) ==
        "1969-12-31 23:59:59");
  CHECK(to_text(build("video_post_time", text("1771578900")).row.posted_at.value()) ==
        "2026-02-20 09:15:00");
  CHECK_FALSE(build("video_post_time", null()).row.posted_at);
  const std::string no_moment =
      " is not a date and time that exists (YYYY-MM-DD HH:MM:SS, RFC 3339 or Unix seconds)";
  const std::string millis =
      "; it looks like milliseconds, but Unix seconds are expected: divide it by 1000";
  struct { delivered given; std::string expected; } const broken[] = {
      {text(""), "\"\"" + no_moment},
      {text("2026-02-30 00:00:00"), "\"2026-02-30 00:00:00\"" + no_moment},
      {text("NaN"), "\"NaN\"" + no_moment},
      {number("1.5"), "1.5 is not an integer of Unix seconds"},
      {number("1e9"), "1e9 is not an integer of Unix seconds"},
      {number("1740042000000"), "1740042000000 lies outside the years 0001 to 9999" + millis},
      {text("1740042000000"), "\"1740042000000\" lies outside the years 0001 to 9999" + millis},
      {number("1000000000000"), "1000000000000 lies outside the years 0001 to 9999" + millis},
      {number("999999999999"), "999999999999 lies outside the years 0001 to 9999"},
      {number("17400420000000"), "17400420000000 lies outside the years 0001 to 9999"},
      {number("-174004200000"), "-174004200000 lies outside the years 0001 to 9999"},
      {boolean(true), "true is not a date and time"},
  };
  for (const auto& [given, expected] : broken)
    CHECK(build("video_post_time", given).reason == "video_post_time: " + expected);
}

TEST_CASE("a time that the clock skips rejects the row") {
  struct skipping final : wall_clock {
    std::string_view name() const override { return "Test/Clock"; }
    std::optional<timestamp> moment_of(timestamp) const override { return std::nullopt; }
  } const clock;
  CHECK(build("video_post_time", text("2026-03-29 02:30:00"), &clock).reason ==
        std::string("video_post_time: \"2026-03-29 02:30:00\" is a time that the clocks of "
                    "Test/Clock skipped"));
  CHECK_FALSE(build("video_post_time", text("2026-03-29T02:30:00Z"), &clock).reason);
}

TEST_CASE("the payload keeps a wall time with the offset of its clock") {
  struct ahead final : wall_clock {
    explicit ahead(std::int64_t seconds) : offset(seconds) {}
    std::string_view name() const override { return "Test/Clock"; }
    std::optional<timestamp> moment_of(timestamp shown) const override {
      return timestamp{shown.micros - offset * 1'000'000};
    }
    std::int64_t offset;
  };
  const ahead berlin(3'600);
  struct { const char* name; delivered given; const wall_clock* clock; const char* kept; }
  const cases[] = {
      {"a wall time", text("2026-02-20 10:00:00"), &berlin, R"("2026-02-20T10:00:00+01:00")"},
      {"without a clock", text("2026-02-20 10:00:00"), nullptr, R"("2026-02-20 10:00:00")"},
      {"its own offset", text("2026-02-20T10:00:00+05:00"), &berlin,
       R"("2026-02-20T10:00:00+05:00")"},
      {"UTC", text("2026-02-20 10:00:00Z"), &berlin, R"("2026-02-20 10:00:00Z")"},
      {"Unix seconds", number("1771578900"), &berlin, "1771578900"},
      {"Unix seconds as text", text("1771578900"), &berlin, R"("1771578900")"},
      {"none", null(), &berlin, "null"},
  };
  for (const auto& [name, given, clock, kept] : cases) {
    INFO(name);
    const auto made = build("video_post_time", given, clock);
    REQUIRE_FALSE(made.reason);
    CHECK(made.payload() == R"({"id":"1","video_post_time":)" + std::string(kept) + "}");
  }
  SECTION("so that it is the same moment without the clock, and the same payload") {
    const auto first = build("video_post_time", text("2026-02-20 10:00:00"), &berlin);
    CHECK(to_text(first.row.posted_at.value()) == "2026-02-20 09:00:00");
    for (const wall_clock* clock : {static_cast<const wall_clock*>(nullptr),
                                    static_cast<const wall_clock*>(&berlin)}) {
      const auto again = build("video_post_time", text("2026-02-20T10:00:00+01:00"), clock);
      CHECK(again.row.posted_at == first.row.posted_at);
      CHECK(again.payload() == first.payload());
    }
  }
  SECTION("of a repeated key the last, and in no other field") {
    const auto made = build(members{{"video_post_time", text("2026-02-19 10:00:00")},
                                    {"id", text("1")},
                                    {"title", text("2026-02-20 10:00:00")},
                                    {"video_post_time", text("2026-02-20 10:00:00")}},
                            &berlin);
    CHECK(made.payload() == R"({"id":"1","title":"2026-02-20 10:00:00",)"
                            R"("video_post_time":"2026-02-20T10:00:00+01:00"})");
  }
  SECTION("in CSV rows alike, and row after row") {
    row_builder rows({1, "USD", &berlin});
    video_row row;
    for (const char* day : {"2026-02-20", "2026-02-21"}) {
      const std::string shown = std::string(day) + " 10:00:00";
      rows.cell("id", "1");
      rows.cell("video_post_time", shown);
      REQUIRE_FALSE(rows.finish(row));
      CHECK(row.raw_payload->text == R"({"id":"1","video_post_time":")" + std::string(day) +
                                         "T10:00:00+01:00\"}");
    }
    rows.cell("id", "2");
    rows.cell("video_post_time", "");
    REQUIRE_FALSE(rows.finish(row));
    CHECK(row.raw_payload->text == R"({"id":"2"})");
  }
}

TEST_CASE("unknown names are kept in the payload only") {
  const auto made = build("gmv_cents", text("not read"));
  CHECK_FALSE(made.reason);
  CHECK_FALSE(made.row.gmv_cents);
  CHECK(made.payload() == R"({"gmv_cents":"not read","id":"1"})");
}

TEST_CASE("a long broken value is cut in the reason, between characters") {
  std::vector<delivered> many(50, text("\xF0\x9F\x94\xA5"));
  const auto reason = build("views", array(std::move(many))).reason.value();
  CHECK(reason.size() < 110);
  CHECK(scan_text(reason).fault == text_fault::none);
  CHECK(reason.ends_with("... is not an integer"));
}

TEST_CASE("a CSV cell is a string, an array of tags, or missing") {
  row_builder rows({1, "USD", nullptr});
  video_row row;
  const auto build_cells = [&](std::vector<std::pair<const char*, const char*>> cells) {
    for (const auto& [name, text] : cells) rows.cell(name, text);
    return rows.finish(row);
  };
  REQUIRE_FALSE(build_cells({{"id", "1"}, {"gmv", ""}, {"title", ""}, {"views", "5"},
                             {"hash_tags", "a|b"}, {"x", " "}}));
  CHECK_FALSE(row.gmv_cents);
  CHECK_FALSE(row.title);
  CHECK(row.views == 5);
  CHECK(row.hash_tags == tags{"a", "b"});
  CHECK(row.raw_payload->text == R"({"hash_tags":["a","b"],"id":"1","views":"5","x":" "})");
  struct { const char* given; tags expected; } const cases[] = {
      {"a", {"a"}}, {"|a||b|", {"", "a", "", "b", ""}}, {"|", {"", ""}},
      {" a | b ", {" a ", " b "}},
  };
  for (const auto& [given, expected] : cases) {
    INFO(given);
    REQUIRE_FALSE(build_cells({{"id", "1"}, {"hash_tags", given}}));
    CHECK(row.hash_tags == expected);
  }
  REQUIRE_FALSE(build_cells({{"id", "1"}, {"hash_tags", ""}}));
  CHECK_FALSE(row.hash_tags);
  CHECK(build_cells({{"id", ""}}) == std::string("id: missing"));
}

TEST_CASE("a text is kept until the row is finished") {
  row_builder rows({1, "USD", nullptr});
  video_row row;
  for (int i = 0; i < 3; ++i) {
    rows.cell("id", std::to_string(7'000'000'000'000'000'000 + i));
    rows.cell("title", std::string(100, static_cast<char>('a' + i)));
    const std::string views = std::to_string(i);
    rows.cell("views", views);
    REQUIRE(rows.finish(row) == std::nullopt);
    CHECK(row.tiktok_video_id == "700000000000000000" + std::to_string(i));
    CHECK(row.title == std::string(100, static_cast<char>('a' + i)));
    CHECK(row.views == i);
  }
}
