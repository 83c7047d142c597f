// SPDX-License-Identifier: BSL-1.0
// Pages, rows and parts, from a server without faults.
#include "shop_scene.hpp"

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <catch.hpp>

using namespace tidemark;
using namespace tidemark::source;
using test::collecting_sink;
using test::page_file;
using test::shop_scene;

namespace {

const std::string samples = TIKTOK_SAMPLES;

std::vector<std::string> pages(const std::string& names) {
  return {"--pages", "any=" + names};
}

/// Counts the parts that a source begins.
class part_sink final : public row_sink {
 public:
  bool row(videos::video_row&) override { return ++rows, true; }
  bool rejected(rejected_row) override { return true; }
  void begin_part(videos::added_fields) override { begins.push_back(rows); }
  void warning(std::string message) override { warnings.push_back(std::move(message)); }

  int rows = 0;
  std::vector<int> begins;  ///< how many rows came before each
  std::vector<std::string> warnings;
};

}  // namespace

TEST_CASE("all pages are read in order, and the page token is sent back unchanged") {
  shop_scene shop(pages(samples + "/videos_202509_page1.json," + samples +
                        "/videos_202509_page2.json"));
  collecting_sink sink;
  REQUIRE(shop.fetch(sink));
  CHECK(sink.ids() ==
        "7560000000000000011 7560000000000000044 7560000000000000022 7560000000000000011 "
        "7560000000000000055 7560000000000000033");
  CHECK(sink.warnings.empty());
  CHECK(shop.requests() ==
        std::vector<std::string>{
            "list 2025-12-01 2026-01-01 AFFILIATE_ACCOUNTS USD 200",
            "list 2025-12-01 2026-01-01 cGFnZV9udW1iZXI9Mg== AFFILIATE_ACCOUNTS USD 200"});
  const auto& row = sink.rows[0];
  CHECK(row.brand_id == 1);
  CHECK(row.username == "maker.anna");
  CHECK(row.gmv_cents == 1'668'639);
  CHECK(row.gpm_cents == 23'838);
  CHECK(row.views == 70'000);
  CHECK(row.items_sold == 123);
  CHECK(row.ctr == percent{24'000});
  CHECK(row.duration == 21);
  CHECK(row.hash_tags == tags{"#totebag", "haul"});
  CHECK(to_text(row.posted_at.value()) == "2025-12-03 09:15:00");
  CHECK_THAT(row.raw_payload->text, Catch::StartsWith("{\"avg_customers\":61,\"click_through_rate\""
                                                      ":\"2.4%\",\"duration\":21,\"gmv\":"));
}

TEST_CASE("the rows of every version are read") {
  struct {
    const char* version;
    const char* file;
    const char* account_type;
    std::optional<std::int64_t> gpm;
  }
  const cases[] = {
      {"202409", "videos_202409_page1.json", "AFFILIATES", {}},
      {"202509", "videos_202509_page1.json", "AFFILIATE_ACCOUNTS", 23'838},
      {"202605", "videos_202605_page1.json", "AFFILIATE_ACCOUNTS", 23'838},
  };
  for (const auto& [version, file, account_type, gpm] : cases) {
    INFO(version);
    shop_scene shop(pages(samples + "/" + file));
    shop.use_version(version);
    collecting_sink sink;
    REQUIRE(shop.fetch(sink));
    REQUIRE(sink.rows.size() >= 2);
    CHECK(sink.rows[0].items_sold == 123);  // units_sold in the oldest
    CHECK(sink.rows[0].gpm_cents == gpm);
    CHECK(sink.rows[0].ctr == percent{24'000});
    CHECK(sink.rows[0].username == "maker.anna");
    CHECK_THAT(shop.requests().front(), Catch::Contains(account_type));
  }
}

TEST_CASE("a brand of another currency asks for local money") {
  shop_scene shop(pages(samples + "/videos_202509_eur_local.json"));
  collecting_sink sink;
  auto request = shop_scene::request(30, "EUR");
  REQUIRE(shop.source()->fetch(request, sink));
  REQUIRE(sink.rows.size() == 1);
  CHECK(sink.rows[0].gmv_cents == 38'010);
  CHECK_THAT(shop.requests().front(), Catch::Contains(" LOCAL "));
}

TEST_CASE("a list ends by its token, never by a short page") {
  const test::temporary_folder folder;
  const auto a = page_file(folder, "a", R"({"id":"1"},{"id":"2"})", "\"t1\"");
  const auto empty = page_file(folder, "empty", "", "\"t2\"");
  const auto single = page_file(folder, "one", R"({"id":"3"})", "\"t3\"");
  const auto last = page_file(folder, "last", R"({"id":"4"})", "\"\"");
  const auto null = page_file(folder, "null", R"({"id":"4"})", "null");
  const auto again = page_file(folder, "again", R"({"id":"4"})", "\"t1\"");
  struct {
    const char* name;
    std::string given;
    const char* expected;
    std::size_t requests, warnings;
  }
  const cases[] = {
      {"an empty token", a + "," + single + "," + last, "1 2 3 4", 3, 0},
      {"a null token", a + "," + single + "," + null, "1 2 3 4", 3, 0},
      {"an empty token, fewer rows than promised", a + "," + last, "1 2 4", 2, 1},
      {"a null token, fewer rows than promised", a + "," + null, "1 2 4", 2, 1},
      {"short and empty pages continue", a + "," + empty + "," + single + "," + last, "1 2 3 4",
       4, 0},
      {"a token that repeats, fewer rows than promised", a + "," + again, "1 2 4", 2, 1},
      {"a token that repeats, as many rows as promised", a + "," + single + "," + again, "1 2 3 4",
       3, 0},
      {"no token at all", samples + "/videos_202509_page2_nulls.json", "7560000000000000055", 1, 1},
      {"no video", samples + "/videos_empty.json", "", 1, 1},
      {"no data", samples + "/videos_data_null.json", "", 1, 1},
  };
  for (const auto& [name, given, expected, requests, warnings] : cases) {
    INFO(name);
    shop_scene shop(pages(given));
    collecting_sink sink;
    REQUIRE(shop.fetch(sink));
    CHECK(sink.ids() == expected);
    CHECK(shop.requests().size() == requests);
    CHECK(sink.warnings.size() == warnings);
  }
}

TEST_CASE("fewer rows than announced give a warning with their number and possible causes") {
  const test::temporary_folder folder;
  const auto a = page_file(folder, "a", R"({"id":"1"},{"id":2})", "\"t1\"");
  const auto last = page_file(folder, "last", R"({"id":"4"})", "\"\"");
  const auto again = page_file(folder, "again", R"({"id":"4"})", "\"t1\"");
  struct { std::string given; const char* how; } const cases[] = {
      {a + "," + last, ""}, {a + "," + again, ", with a page token that had come before"}};
  for (const auto& [given, how] : cases) {
    INFO(given);
    shop_scene shop(pages(given));
    collecting_sink sink;
    REQUIRE(shop.fetch(sink));
    CHECK(sink.ids() == "1 4 !2");
    CHECK(sink.warnings ==
          std::vector<std::string>{
              "tiktok_shop 202509 AFFILIATE_ACCOUNTS: 2025-12-01 to 2025-12-31: the API promised 4 "
              "rows (total_count), but its pages ended after 3" + std::string(how) +
              "; the list may have changed while it was read, or the API may have cut it short: "
              "run it again later for the rest"});
  }
  SECTION("not if the sink asked to stop") {
    shop_scene shop(pages(a + "," + last));
    collecting_sink sink(1);
    REQUIRE(shop.fetch(sink));
    CHECK(sink.warnings.empty());
  }
}

TEST_CASE("a shop of many pages is read completely") {
  shop_scene shop({"--shop", "1234", "--short-pages", "--repeat-token"});
  collecting_sink sink;
  REQUIRE(shop.fetch(sink));
  CHECK(sink.rows.size() == 1234);
  CHECK(sink.rows.back().tiktok_video_id == "7560000000000001233");
  CHECK(sink.warnings.empty());
}

TEST_CASE("a window longer than the version allows is delivered in parts") {
  struct {
    const char* version;
    std::int32_t window;
    std::vector<int> begins;
    std::vector<std::string> requests;
  }
  const cases[] = {
      {"202605", 30, {}, {"list 2025-12-01 2026-01-01"}},
      {"202605", 90, {0, 7}, {"list 2025-10-02 2025-12-01", "list 2025-12-01 2026-01-01"}},
      {"202509", 90, {}, {"list 2025-10-02 2026-01-01"}},
  };
  for (const auto& [version, window, begins, requests] : cases) {
    INFO(version << ", " << window << " days");
    shop_scene shop({"--shop", "7"});
    shop.use_version(version);
    part_sink sink;
    REQUIRE(shop.fetch(sink, window));
    CHECK(sink.begins == begins);
    CHECK(sink.rows == 7 * static_cast<int>(requests.size()));
    REQUIRE(shop.requests().size() == requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i)
      CHECK_THAT(shop.requests()[i], Catch::StartsWith(requests[i]));
  }
}

TEST_CASE("a row that breaks a rule is rejected with its number, the others are accepted") {
  const test::temporary_folder folder;
  const auto first = page_file(folder, "first",
                               R"({"id":"1"},{"id":2},[],{"id":"4","title":"\ud800"})", "\"t\"");
  const auto second = page_file(folder, "second",
                                R"({"id":"5","gmv":{"amount":"1","currency":"EUR"}},{"id":"6"},)"
                                R"({"id":"7","title":")" +
                                    std::string(1024 * 1024, 'x') + "\"}",
                                "null");
  shop_scene shop(pages(first + "," + second));
  collecting_sink sink;
  REQUIRE(shop.fetch(sink));
  CHECK(sink.ids() == "1 6 !2 !3 !4 !5 !7");
  REQUIRE(sink.rejects.size() == 5);
  CHECK(sink.rejects[0].reason == "id: 2 is not a string");
  CHECK(sink.rejects[0].raw == R"({"id":2})");
  CHECK(sink.rejects[1].reason == "is not a JSON object");
  CHECK_THAT(sink.rejects[2].reason, Catch::Contains("lone surrogate"));
  CHECK_THAT(sink.rejects[3].reason, Catch::Contains("the currency \"EUR\" is not the brand's"));
  CHECK(sink.rejects[4].raw.size() == 64 * 1024);
}

TEST_CASE("the next page is requested while the current one is read") {
  class patient_sink final : public row_sink {
   public:
    explicit patient_sink(const shop_scene& shop) : shop_(shop) {}
    bool row(videos::video_row&) override {
      for (int i = 0; i < 500 && shop_.requests().size() < 2; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      asked = shop_.requests().size();
      return false;
    }
    bool rejected(rejected_row) override { return true; }
    void begin_part(videos::added_fields) override {}
    void warning(std::string) override {}
    std::size_t asked = 0;

   private:
    const shop_scene& shop_;
  };
  shop_scene shop({"--shop", "300"});
  patient_sink sink(shop);
  REQUIRE(shop.fetch(sink));
  CHECK(sink.asked == 2);
}

TEST_CASE("a source stops when the sink asks for it") {
  SECTION("at a row") {
    shop_scene shop({"--shop", "300"});
    collecting_sink sink(5);
    REQUIRE(shop.fetch(sink));
    CHECK(sink.rows.size() == 5);
    CHECK(shop.requests_to("list") <= 2);
  }
  SECTION("while it waits for an answer, without beginning the second part") {
    class stopping_sink final : public row_sink {
     public:
      bool row(videos::video_row&) override { return true; }
      bool rejected(rejected_row) override { return true; }
      bool go_on() const override { return false; }
      void begin_part(videos::added_fields) override { ++parts; }
      void warning(std::string) override {}
      int parts = 0;
    };
    shop_scene shop({"--shop", "3", "--fault", "list:1:slow=60000"});
    shop.use_version("202605");
    stopping_sink sink;
    REQUIRE(shop.fetch(sink, 90));
    CHECK(sink.parts == 1);
  }
}

TEST_CASE("data that ends more than a day before the snapshot is a warning") {
  struct { const char* day; std::size_t warnings; } const cases[] = {
      {"2025-12-30", 0}, {"2025-12-31", 0}, {"2026-01-01", 1}, {"2026-02-20", 1}};
  for (const auto& [day, warnings] : cases) {
    INFO(day);
    shop_scene shop(pages(samples + "/videos_202605_page1.json"));
    collecting_sink sink;
    auto request = shop_scene::request(30);
    request.snapshot_date = parse_date(day).value();
    REQUIRE(shop.source()->fetch(request, sink));
    REQUIRE(sink.warnings.size() == warnings);
    if (warnings > 0)
      CHECK_THAT(sink.warnings[0],
                 Catch::StartsWith("tiktok_shop 202509 AFFILIATE_ACCOUNTS 20") &&
                     Catch::Contains(": the API has data until 2025-12-30 only"));
  }
}

TEST_CASE("an origin has the version, the accounts and the days, but no secret") {
  shop_scene shop({"--shop", "1"});
  CHECK(shop.source()->origin(shop_scene::request(30)) ==
        "tiktok_shop 202509 AFFILIATE_ACCOUNTS 2025-12-01 to 2025-12-31");
}
