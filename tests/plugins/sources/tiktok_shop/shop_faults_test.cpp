// SPDX-License-Identifier: BSL-1.0
// A source's reactions to failures of the server and of the connection.
#include "shop_scene.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <catch.hpp>

using namespace tidemark;
using namespace tidemark::source;
using namespace std::chrono_literals;
using test::collecting_sink;
using test::faulty;
using test::shop_scene;

namespace {

using Catch::Matchers::Contains;

}  // namespace

TEST_CASE("a temporary fault repeats the request for the failed page, and loses no row") {
  struct { const char* name; const char* fault; } const cases[] = {
      {"HTTP 500", "list:2:status=500"},
      {"HTTP 503", "list:2:status=503"},
      {"an internal error in a success", "list:2:code=36009003"},
      {"a gateway's page", "list:2:html"},
      {"JSON that is cut", "list:2:malformed"},
      {"a body that is not JSON", "list:2:body=nonsense"},
      {"an answer that is cut", "list:2:cut"},
      {"a connection that is closed", "list:2:drop"},
      {"a rate limit", "list:2:rate_limit"},
      {"a rate limit in a success", "list:2:rate_limit_200"},
      {"a rate limit that is not the API's", "list:2:bare_429"},
      {"no answer in time", "list:2:slow=20000"},
      {"the first page", "list:1:status=500"},
      {"the last page", "list:3:malformed"},
  };
  for (const auto& [name, fault] : cases) {
    INFO(name);
    shop_scene shop(faulty({fault}));
    shop.settings.requests.timeout = 1s;
    collecting_sink sink;
    REQUIRE(shop.fetch(sink));
    CHECK(sink.rows.size() == 250);
    CHECK(sink.rejects.empty());
    CHECK(shop.requests_to("list") == 4);  // no page that arrived was asked for again
  }
}

TEST_CASE("a lasting fault ends the fetch with the API's message and what to do") {
  struct {
    const char* name;
    std::vector<std::string> faults;
    std::size_t requests;
    error_kind kind;
    std::vector<const char*> expected;
  }
  const cases[] = {
      {"HTTP 500", {"list:2-:status=500"}, 5, error_kind::failed,
       {"tiktok_shop 202509 AFFILIATE_ACCOUNTS: page 2 of 2025-12-01 to 2025-12-31: ",
        "code 98001001", "HTTP 500", "tried 4 times"}},
      {"JSON that is cut", {"list:1-:malformed"}, 4, error_kind::failed,
       {"page 1 of ", "HTTP 200, and the answer is not valid JSON", "tried 4 times"}},
      {"an answer that is cut", {"list:1-:cut"}, 4, error_kind::failed,
       {"no answer from the API: "}},
      {"a rate limit", {"list:1-:rate_limit=1"}, 4, error_kind::busy,
       {"code 36009002", "its rate limit is reached", "tried 4 times", "run it again later"}},
      {"a rate limit in a success", {"list:1-:rate_limit_200"}, 4, error_kind::busy, {"HTTP 200"}},
      {"a bad signature", {"list:1:code=106001/401"}, 1, error_kind::failed,
       {"code 106001 \"As the plan says.\" (HTTP 401, request id \"20260101000000ABCDEF000000000000"
        "99\")", "check app_secret"}},
      {"a scope that is missing", {"list:1:code=105005/403"}, 1, error_kind::failed,
       {"data.shop_analytics.public.read"}},
      {"an error in a success, on the last page", {"list:3:code=28001022"}, 3, error_kind::failed,
       {"page 3 of ", "code 28001022", "HTTP 200"}},
      {"a clock that is wrong", {"list:1:message=Invalid timestamp."}, 1, error_kind::failed,
       {"set this machine's clock right"}},
  };
  for (const auto& [name, faults, requests, kind, expected] : cases) {
    INFO(name);
    shop_scene shop(faulty(faults));
    collecting_sink sink;
    const auto done = shop.fetch(sink);
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().kind == kind);
    for (const char* text : expected) CHECK_THAT(done.error().message, Contains(text));
    CHECK(shop.requests_to("list") == requests);
  }
}

TEST_CASE("a configuration that the API refuses is reported with what to correct") {
  struct { const char* name; void (*change)(tiktok::shop_settings&); const char* expected; }
  const cases[] = {
      {"app_secret", [](auto& given) { given.app.secret = "other"; }, "check app_secret"},
      {"app_key", [](auto& given) { given.app.key = "other"; }, "check app_key"},
      {"shop_cipher", [](auto& given) { given.shop_cipher = "other"; }, "are of one shop"},
      {"account_type", [](auto& given) { given.account_type = "NOBODY"; }, "code 28001001"},
  };
  for (const auto& [name, change, expected] : cases) {
    INFO(name);
    shop_scene shop(faulty({}));
    change(shop.settings);
    collecting_sink sink;
    const auto done = shop.fetch(sink);
    REQUIRE_FALSE(done.has_value());
    CHECK_THAT(done.error().message, Contains(expected));
    CHECK(shop.requests_to("list") == 1);
  }
}

TEST_CASE("the source waits for Retry-After, in seconds or as a date") {
  SECTION("seconds, with an HTTP status") {
    shop_scene shop(faulty({"list:1:rate_limit=7"}));
    collecting_sink sink;
    REQUIRE(shop.fetch(sink));
    CHECK(shop.clock->waits() == std::vector<std::chrono::milliseconds>{7s});
  }
  SECTION("seconds, in a success") {
    shop_scene shop(faulty({"list:2:rate_limit_200=9"}));
    collecting_sink sink;
    REQUIRE(shop.fetch(sink));
    CHECK(shop.clock->waits() == std::vector<std::chrono::milliseconds>{9s});
  }
  SECTION("a date") {
    shop_scene shop(faulty({"list:1:rate_limit=date:100"}));
    collecting_sink sink;
    REQUIRE(shop.fetch(sink));
    REQUIRE(shop.clock->waits().size() == 1);
    CHECK(shop.clock->waits()[0] > 90s);
    CHECK(shop.clock->waits()[0] <= 100s);
  }
  SECTION("longer than the run may last: fails at once as a temporary error") {
    shop_scene shop(faulty({"list:1:rate_limit=7200"}));
    collecting_sink sink;
    const auto done = shop.fetch(sink);
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().kind == error_kind::busy);
    CHECK(shop.requests_to("list") == 1);
  }
}

TEST_CASE("a request to a server that hangs ends with the time-out") {
  shop_scene shop(faulty({"list:1-:slow=60000"}));
  shop.settings.requests.timeout = 200ms;
  shop.settings.requests.retries = 1;
  collecting_sink sink;
  const auto done = shop.fetch(sink);
  REQUIRE_FALSE(done.has_value());
  CHECK_THAT(done.error().message, Contains("no answer from the API: ") && Contains("timed out"));
}

TEST_CASE("the windows of a run share its time, and the next run has its own") {
  shop_scene shop({"--shop", "1"});
  shop.settings.requests = {100'000, 0, 20s, 15s};  // a request in ten seconds
  const auto source = shop.source();
  collecting_sink sink;
  REQUIRE(source->fetch(shop_scene::request(90), sink));
  REQUIRE(source->fetch(shop_scene::request(30), sink));
  const auto third = source->fetch(shop_scene::request(7), sink);
  REQUIRE_FALSE(third.has_value());
  CHECK_THAT(third.error().message, Contains("run_timeout (15000 ms)"));
  CHECK(source->fetch(shop_scene::request(90), sink));
}
