// SPDX-License-Identifier: BSL-1.0
// What a source does when the server, the way or the tokens are at fault.
#include "shop_scene.hpp"

#include <chrono>
#include <regex>
#include <string>
#include <vector>

#include <catch.hpp>

using namespace tidemark;
using namespace tidemark::source;
using namespace std::chrono_literals;
using test::collecting_sink;
using test::shop_scene;

namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

/// A shop of 250 videos, three pages, with these faults.
std::vector<std::string> faulty(const std::vector<std::string>& faults) {
  std::vector<std::string> arguments{"--shop", "250"};
  for (const auto& one : faults) arguments.insert(arguments.end(), {"--fault", one});
  return arguments;
}

}  // namespace

TEST_CASE("a fault that passes costs another request for the page that failed, and no row") {
  struct { const char* name; const char* fault; } const cases[] = {
      {"HTTP 500", "list:2:status=500"},
      {"HTTP 503", "list:2:status=503"},
      {"an internal error in a success", "list:2:code=36009003"},
      {"a gateway's page", "list:2:html"},
      {"JSON that is cut", "list:2:malformed"},
      {"a body that is no JSON", "list:2:body=nonsense"},
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

TEST_CASE("a fault that stays ends the fetch with what the API said and what to do") {
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

TEST_CASE("configuration that the API refuses is told with what to mend") {
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

TEST_CASE("Retry-After is waited for, as seconds and as a date") {
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
  SECTION("longer than the run may last: at once, to be tried later") {
    shop_scene shop(faulty({"list:1:rate_limit=7200"}));
    collecting_sink sink;
    const auto done = shop.fetch(sink);
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().kind == error_kind::busy);
    CHECK(shop.requests_to("list") == 1);
  }
}

TEST_CASE("a server that hangs is left after the time-out") {
  shop_scene shop(faulty({"list:1-:slow=60000"}));
  shop.settings.requests.timeout = 200ms;
  shop.settings.requests.retries = 1;
  collecting_sink sink;
  const auto done = shop.fetch(sink);
  REQUIRE_FALSE(done.has_value());
  CHECK_THAT(done.error().message, Contains("no answer from the API: ") && Contains("timed out"));
}

TEST_CASE("the windows of a run share its time, and the next run begins anew") {
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

TEST_CASE("a token that is about to expire is refreshed, stored and used") {
  shop_scene shop(faulty({}));
  shop.set_tokens({"TTP_demoAccess0001", shop_scene::now() + 300, "TTP_demoRefresh0001", {}});
  collecting_sink sink;
  REQUIRE(shop.fetch(sink));
  CHECK(sink.rows.size() == 250);
  CHECK(shop.requests_to("refresh") == 1);
  CHECK(shop.requests().front() == "refresh 200");
  const auto stored = shop.stored_tokens();
  CHECK(stored.access_token == "TTP_demoAccess0002");
  CHECK(stored.refresh_token == "TTP_demoRefresh0002");
  CHECK(stored.access_token_expire_in.value() > shop_scene::now() + 600'000);
  collecting_sink again;
  REQUIRE(shop.fetch(again));
  CHECK(shop.requests_to("refresh") == 1);
}

TEST_CASE("a token that the API calls expired is refreshed once") {
  SECTION("and the page is asked for again") {
    auto arguments = faulty({});
    arguments.push_back("--expired");
    shop_scene shop(arguments);
    shop.settings.requests.retries = 0;  // a refresh is no retry
    collecting_sink sink;
    REQUIRE(shop.fetch(sink));
    CHECK(sink.rows.size() == 250);
    CHECK(shop.requests_to("refresh") == 1);
    CHECK(shop.requests_to("list") == 4);
  }
  SECTION("in the middle of a run") {
    shop_scene shop(faulty({"list:2:code=105002/200"}));
    collecting_sink sink;
    REQUIRE(shop.fetch(sink));
    CHECK(sink.rows.size() == 250);
    CHECK(shop.requests_to("refresh") == 1);
  }
  SECTION("whatever its data is") {
    for (const char* data : {"[]", "5", "\"\"", "null", "{\"videos\":5}"}) {
      INFO(data);
      const std::string after = R"({"data":)" + std::string(data) + R"(,"code":105002})";
      const std::string before =
          R"({"code":105002,"message":"Expired credentials","data":)" + std::string(data) + "}";
      shop_scene shop(faulty({"list:1:body=" + before, "list:3:body=" + after}));
      collecting_sink sink;
      REQUIRE(shop.fetch(sink));
      CHECK(sink.rows.size() == 250);
      CHECK(shop.requests_to("refresh") == 2);
      CHECK(shop.requests_to("list") == 5);
    }
  }
  SECTION("not twice for one page") {
    shop_scene shop(faulty({"list:1-:code=105002/401"}));
    collecting_sink sink;
    const auto done = shop.fetch(sink);
    REQUIRE_FALSE(done.has_value());
    CHECK_THAT(done.error().message, Contains("though it was refreshed just now"));
    CHECK(shop.requests_to("refresh") == 1);
    CHECK(shop.requests_to("list") == 2);
  }
}

TEST_CASE("a refresh that fails stores nothing and says what to do") {
  struct {
    const char* name;
    std::vector<std::string> faults;
    tiktok::tokens given;
    std::size_t refreshes;
    const char* expected;
  }
  const cases[] = {
      {"refused", {}, {"TTP_old", shop_scene::now() - 5, "TTP_used_up", {}}, 1,
       "code 36004005 \"Invalid refresh token.\""},
      {"refused, with what to do", {}, {"TTP_old", shop_scene::now() - 5, "TTP_used_up", {}}, 1,
       "authorise the app again for the shop"},
      {"a fault that stays", {"refresh:1-:status=500"},
       {"TTP_old", shop_scene::now() - 5, "TTP_demoRefresh0001", {}}, 4, "tried 4 times"},
      {"no refresh token", {}, {"TTP_old", shop_scene::now() - 5, "", {}}, 0,
       "there is no refresh_token"},
      {"a refresh token that has expired", {},
       {"TTP_old", shop_scene::now() - 5, "TTP_demoRefresh0001", shop_scene::now() - 5}, 0,
       "the access token and the refresh token have expired"},
      {"an answer without tokens", {"refresh:1:body={\"code\":0,\"data\":{}}"},
       {"TTP_old", shop_scene::now() - 5, "TTP_demoRefresh0001", {}}, 1,
       "has no valid \"access_token\""},
  };
  for (const auto& [name, faults, given, refreshes, expected] : cases) {
    INFO(name);
    shop_scene shop(faulty(faults));
    shop.set_tokens(given);
    collecting_sink sink;
    const auto done = shop.fetch(sink);
    REQUIRE_FALSE(done.has_value());
    CHECK_THAT(done.error().message, Contains(expected) && !Contains("TTP_"));
    CHECK(shop.requests_to("refresh") == refreshes);
    CHECK(shop.requests_to("list") == 0);
    CHECK(shop.stored_tokens() == given);
  }
}

TEST_CASE("a refusal of the token endpoint has its code, whatever its data is") {
  for (const char* answer :
       {R"({"code":36004004,"message":"Used up.","data":[]})",
        R"({"code":36004004,"message":"Used up.","data":5})",
        R"({"code":36004004,"message":"Used up.","data":"none"})",
        R"({"code":36004004,"message":"Used up.","data":null})",
        R"({"code":36004004,"message":"Used up."})",
        R"({"data":{"access_token":"TTP_x"},"message":"Used up.","code":36004004})"}) {
    INFO(answer);
    shop_scene shop(faulty({"refresh:1:body=" + std::string(answer)}));
    shop.set_tokens({"TTP_old", shop_scene::now() - 5, "TTP_demoRefresh0001", {}});
    collecting_sink sink;
    const auto done = shop.fetch(sink);
    REQUIRE_FALSE(done.has_value());
    CHECK_THAT(done.error().message, Contains("code 36004004 \"Used up.\" (HTTP 200)") &&
                                         Contains("authorise the app again for the shop") &&
                                         !Contains("TTP_"));
    CHECK(shop.requests_to("refresh") == 1);
    CHECK(shop.stored_tokens().access_token == "TTP_old");
  }
}

TEST_CASE("a refresh that passes after a fault is one refresh") {
  shop_scene shop(faulty({"refresh:1:rate_limit=3"}));
  shop.set_tokens({"TTP_old", shop_scene::now() - 5, "TTP_demoRefresh0001", {}});
  collecting_sink sink;
  REQUIRE(shop.fetch(sink));
  CHECK(shop.requests_to("refresh") == 2);
  CHECK(shop.stored_tokens().access_token == "TTP_demoAccess0002");
  CHECK(shop.clock->waits().front() == 3s);
}

TEST_CASE("a token that is no longer known is read again, because another may have refreshed it") {
  struct {
    const char* name;
    const char* stored;
    std::size_t lists;
    bool succeeds;
  }
  const cases[] = {
      {"what another process has stored", "TTP_demoAccess0002", 2, true},
      {"nothing else is stored", "TTP_demoAccess0001", 1, false},
      {"what is stored is not known either", "TTP_older", 2, false},
  };
  for (const auto& [name, stored, lists, succeeds] : cases) {
    INFO(name);
    shop_scene shop({"--shop", "3"});
    const tiktok::date_range days{parse_date("2025-12-01").value(),
                                  parse_date("2025-12-31").value()};
    const tiktok::page_query query{days, "USD"};
    http::machine_clock clock;
    tiktok::shop_client one(shop.settings, clock), other(shop.settings, clock);
    one.begin_run();
    other.begin_run();
    REQUIRE(one.fetch(query, {}));
    auto tokens = shop.stored_tokens();
    tokens.access_token_expire_in = shop_scene::now() - 5;
    shop.set_tokens(tokens);
    REQUIRE(other.fetch(query, {}));
    tokens = shop.stored_tokens();
    REQUIRE(tokens.access_token == "TTP_demoAccess0002");
    tokens.access_token = stored;
    shop.set_tokens(tokens);
    const auto found = one.fetch(query, {});
    CHECK(found.has_value() == succeeds);
    if (!found) CHECK_THAT(found.error().message, Contains("code 36009004") && !Contains("TTP_"));
    CHECK(shop.requests_to("list") == 2 + lists);
    CHECK(shop.requests_to("refresh") == 1);
  }
}

TEST_CASE("secrets that a server repeats are not in the message") {
  shop_scene shop(faulty({"list:1:echo"}));
  collecting_sink sink;
  const auto done = shop.fetch(sink);
  REQUIRE_FALSE(done.has_value());
  CHECK_THAT(done.error().message, Contains("[hidden]"));
  // A signature is 64 hexadecimal digits.
  CHECK_FALSE(std::regex_search(done.error().message, std::regex("[0-9a-f]{32}")));
  for (const char* secret : {"TTP_demo", "GCP_demo", "demo_app_secret"})
    CHECK_THAT(done.error().message, !Contains(secret));
}
