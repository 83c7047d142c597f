// SPDX-License-Identifier: BSL-1.0
#include <sources/tiktok_shop/shop_page.hpp>

#include <fstream>
#include <iterator>
#include <string>

#include <catch.hpp>

using namespace tidemark;
using namespace tidemark::source::tiktok;

namespace {

std::string sample(const std::string& name) {
  std::ifstream file(TIKTOK_SAMPLES "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("pages are read from the envelopes of sample answers") {
  struct {
    const char* file;
    std::int64_t code;
    std::size_t rows;
    const char* token;
    std::int64_t total;
  }
  const cases[] = {
      {"videos_202509_page1.json", 0, 3, "cGFnZV9udW1iZXI9Mg==", 5},
      {"videos_202509_page2.json", 0, 3, "", 5},
      {"videos_202509_page2_nulls.json", 0, 1, "", 5},
      {"videos_202409_page1.json", 0, 2, "", 2},
      {"videos_202605_page1.json", 0, 3, "", 3},
      {"videos_202509_eur_local.json", 0, 1, "", 1},
      {"videos_empty.json", 0, 0, "", 0},
      {"videos_data_null.json", 0, 0, "", -1},
      {"error_rate_limited.json", 36009002, 0, "", -1},
      {"error_date_range_too_long.json", 28001022, 0, "", -1},
  };
  for (const auto& [file, code, rows, token, total] : cases) {
    INFO(file);
    const auto page = read_page(sample(file));
    if (!page.has_value()) FAIL(page.error().reason);
    CHECK(page->code == code);
    CHECK(page->row_count() == rows);
    CHECK(page->next_page_token == token);
    CHECK(page->total_count.value_or(-1) == total);
    CHECK(page->request_id.starts_with("20260101000000ABCDEF"));
    CHECK(page->latest_available_date.has_value() == (total >= 0));
  }
  const auto page = read_page(sample("videos_202509_page2.json"));
  CHECK(page->row(0).starts_with("{\n"));
  CHECK(page->row(2).ends_with("\"products\": []\n      }"));
  CHECK(to_text(page->latest_available_date.value()) == "2025-12-30");
}

TEST_CASE("the end of a list is an empty, an absent or a null token") {
  struct { const char* given; const char* expected; } const cases[] = {
      {R"({"code":0,"data":{"videos":[],"next_page_token":"a\u003d="}})", "a=="},
      {R"({"code":0,"data":{"videos":[],"next_page_token":""}})", ""},
      {R"({"code":0,"data":{"videos":[],"next_page_token":null}})", ""},
      {R"({"code":0,"data":{"videos":null}})", ""},
      {R"({"code":0,"data":{"total_count":0}})", ""},
      {R"({"code":0,"data":null})", ""},
  };
  for (const auto& [given, expected] : cases) {
    INFO(given);
    CHECK(read_page(given)->next_page_token == expected);
  }
}

TEST_CASE("a row may be any value, since rows are checked later") {
  const auto page = read_page(
      R"({"data":{"videos":[ {"id":"1"} , [1,2], "text", 5 ,null,)"
      R"({"a":{"b":[]}, "c":"]}"}]},"code":0})");
  REQUIRE(page->row_count() == 6);
  const char* const expected[] = {R"({"id":"1"})", "[1,2]", "\"text\"", "5", "null",
                                  R"({"a":{"b":[]}, "c":"]}"})"};
  for (std::size_t i = 0; i < 6; ++i) CHECK(page->row(i) == expected[i]);
  CHECK(read_page(R"({"code":0,"data":{"videos":[{"title":"\ud800"}]}})")->row_count() == 1);
}

TEST_CASE("a damaged answer is not a page") {
  struct { const char* name; std::string given; } const cases[] = {
      {"nothing", ""},
      {"half of it", R"({"code":0,"data":{"videos":[{"id":"1"},{"i)"},
      {"a page of a gateway", "<html><body>502</body></html>"},
      {"a missing value in a row", R"({"code":0,"data":{"videos":[{"id":}]}})"},
      {"a missing comma in a row", R"({"code":0,"data":{"videos":[{"id":"1" "gmv":1}]}})"},
      {"an invalid word", R"({"code":0,"data":{"videos":[{"id":nul}]}})"},
      {"an invalid number", R"({"code":0,"data":{"videos":[{"views":01}]}})"},
      {"an invalid escape", R"({"code":0,"data":{"videos":[{"id":"\x41"}]}})"},
      {"an invalid escape of a key", R"({"code":0,"data":{"videos":[{"\x41":1}]}})"},
      {"an escape that ends early", R"({"code":0,"data":{"videos":[{"id":"\u12"}]}})"},
      {"a byte that is not UTF-8", "{\"code\":0,\"data\":{\"videos\":[{\"id\":\"\xFF\"}]}}"},
      {"more after the end", R"({"code":0}{"code":0})"},
      {"an array", "[]"},
      {"a number", "5"},
      {"no code", R"({"data":{}})"},
      {"an invalid code", R"({"code":"0"})"},
      {"invalid videos", R"({"code":0,"data":{"videos":{}}})"},
      {"invalid data", R"({"code":0,"data":[]})"},
      {"invalid data before its code", R"({"data":[],"code":0})"},
      {"an invalid message", R"({"code":0,"message":5,"data":null})"},
      {"an invalid token", R"({"code":0,"data":{"next_page_token":5}})"},
      {"nested without end", R"({"code":0,"data":)" + std::string(2'000, '[')},
      {"nested too deep", R"({"code":0,"data":{"videos":[)" + std::string(1'000, '[') +
                              std::string(1'000, ']') + "]}}"},
  };
  for (const auto& [name, given] : cases) {
    INFO(name);
    const auto page = read_page(given);
    REQUIRE_FALSE(page.has_value());
    CHECK_THAT(page.error().reason, Catch::StartsWith("the answer "));
  }
}

TEST_CASE("an error's code takes precedence over the rest of the answer") {
  const char* const given[] = {
      R"({"code":105002,"message":"Expired","request_id":"r","data":[]})",
      R"({"code":105002,"message":"Expired","request_id":"r","data":[{"videos":[1]}]})",
      R"({"code":105002,"message":"Expired","request_id":"r","data":5})",
      R"({"code":105002,"message":"Expired","request_id":"r","data":"none"})",
      R"({"code":105002,"message":"Expired","request_id":"r","data":true})",
      R"({"code":105002,"message":"Expired","request_id":"r","data":null})",
      R"({"code":105002,"message":"Expired","request_id":"r"})",
      R"({"code":105002,"message":"Expired","request_id":"r","data":{"videos":{}}})",
      R"({"code":105002,"message":"Expired","request_id":"r","data":{"next_page_token":5}})",
      R"({"data":[],"code":105002,"message":"Expired","request_id":"r"})",
      R"({"data":7,"message":"Expired","request_id":"r","code":105002})",
      (R"({"data":{"videos":{},"total_count":"x"},"request_id":"r",)"
       R"("message":"Expired","code":105002})"),
      R"({"detail":[{}],"code":105002,"message":"Expired","request_id":"r","data":[],"data":1})",
  };
  for (const char* text : given) {
    INFO(text);
    const auto page = read_page(text);
    if (!page.has_value()) FAIL(page.error().reason);
    CHECK(page->code == 105002);
    CHECK(page->message == "Expired");
    CHECK(page->request_id == "r");
    CHECK(page->row_count() == 0);
    CHECK(page->next_page_token.empty());
  }
}

TEST_CASE("an error without a message is still an error") {
  for (const char* given :
       {R"({"code":105002})", R"({"code":105002,"message":5,"request_id":{}})",
        R"({"message":["x"],"data":[],"code":105002,"request_id":null})",
        R"({"code":105002,"message":"\ud800"})"}) {
    INFO(given);
    const auto page = read_page(given);
    if (!page.has_value()) FAIL(page.error().reason);
    CHECK(page->code == 105002);
    CHECK(page->message.empty());
    CHECK(page->request_id.empty());
  }
}

TEST_CASE("a success without a list of videos is not an empty shop") {
  struct { const char* given; const char* missing; } const cases[] = {
      {R"({"code":0})", "data"},
      {R"({"message":"Success","code":0,"request_id":"r"})", "data"},
      {R"({"code":0,"data":{}})", "data.videos"},
      {R"({"data":{"next_page_token":"a","total_count":5},"code":0})", "data.videos"},
      {R"({"data":{"videos":[]}})", "code"},
  };
  for (const auto& [given, missing] : cases) {
    INFO(given);
    const auto page = read_page(given);
    REQUIRE_FALSE(page.has_value());
    CHECK(page.error().reason == "the answer does not have the API's form: " +
                                     std::string(missing) + " is missing or of the wrong type");
  }
}

TEST_CASE("invalid JSON is reported briefly, without a parser's message") {
  struct { const char* name; std::string given; const char* expected; } const cases[] = {
      {"nothing", "", "it is empty"},
      {"a page of a gateway", "<html>429</html>", "its structure is damaged"},
      {"a missing comma", R"({"code":0 "data":null})", "its structure is damaged"},
      {"a byte that is not UTF-8", "{\"code\":\"\xFF\"}", "it is not UTF-8"},
      {"an open string", R"({"code":"0)", "a string in it is damaged"},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    const auto page = read_page(given);
    REQUIRE_FALSE(page.has_value());
    CHECK(page.error().reason == "the answer is not valid JSON: " + std::string(expected));
  }
}
