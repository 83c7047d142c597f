// SPDX-License-Identifier: BSL-1.0
// A source's reactions to tokens that expire, are refused or were refreshed by another process.
#include "shop_scene.hpp"

#include <regex>
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

TEST_CASE("a token that the API reports as expired is refreshed once") {
  SECTION("and the page is requested again") {
    auto arguments = faulty({});
    arguments.push_back("--expired");
    shop_scene shop(arguments);
    shop.settings.requests.retries = 0;  // a refresh is not a retry
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
  SECTION("not twice for the same page") {
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

TEST_CASE("a refusal of the token endpoint is recognised by its code, with any data") {
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

TEST_CASE("a refresh that succeeds after a fault is one refresh") {
  shop_scene shop(faulty({"refresh:1:rate_limit=3"}));
  shop.set_tokens({"TTP_old", shop_scene::now() - 5, "TTP_demoRefresh0001", {}});
  collecting_sink sink;
  REQUIRE(shop.fetch(sink));
  CHECK(shop.requests_to("refresh") == 2);
  CHECK(shop.stored_tokens().access_token == "TTP_demoAccess0002");
  CHECK(shop.clock->waits().front() == 3s);
}

TEST_CASE("an unknown token is read again, because another process may have refreshed it") {
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
    tiktok::shop_client first(shop.settings, clock), other(shop.settings, clock);
    first.begin_run();
    other.begin_run();
    REQUIRE(first.fetch(query, {}));
    auto tokens = shop.stored_tokens();
    tokens.access_token_expire_in = shop_scene::now() - 5;
    shop.set_tokens(tokens);
    REQUIRE(other.fetch(query, {}));
    tokens = shop.stored_tokens();
    REQUIRE(tokens.access_token == "TTP_demoAccess0002");
    tokens.access_token = stored;
    shop.set_tokens(tokens);
    const auto found = first.fetch(query, {});
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
