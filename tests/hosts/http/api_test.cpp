// SPDX-License-Identifier: BSL-1.0
// The API of hosts/tidemark/http/README.md, over every storage where it matters.
#include <boost/json/parse.hpp>

#include "served_storage.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;
using test::client_answer;
using test::served_storage;

namespace {

constexpr const char* every_storage[] = {"memory", "sqlite", "postgres"};

/// Checks that an answer is a problem document of that status, and returns it.
boost::json::object problem_in(const client_answer& answer, unsigned status) {
  CHECK(answer.status == status);
  CHECK(answer.field("Content-Type") == "application/problem+json");
  const auto document = boost::json::parse(answer.body).as_object();
  CHECK(document.at("type") == "about:blank");
  CHECK(document.at("status") == status);
  CHECK(!document.at("title").as_string().empty());
  CHECK(!document.at("detail").as_string().empty());
  return document;
}

constexpr const char* anna_all_time =
    R"({"tiktok_video_id":"7001","username":"anna","title":"Tote <b>bag</b> & \"more\"",)"
    R"("video_url":"https://www.tiktok.com/@anna/video/7001","posted_at":"2025-08-07T10:00:00Z",)"
    R"("gmv_cents":1668639,"gpm_cents":null,"views":70000,"items_sold":12,"ctr":2.4,"duration":34,)"
    R"("hash_tags":["#totebag","haul"],"thumbnail_url":null,"above_windows":false})";

}  // namespace

TEST_CASE("videos, history and runs are the same documents as the command's, on every storage") {
  for (const std::string kind : every_storage) {
    INFO(kind);
    served_storage served(kind, test::fill_two_runs);
    served.start();
    auto client = served.connect();

    const auto all = client.ask("GET", "/api/videos?brand=1&per_page=1");
    CHECK(all.status == 200);
    CHECK(all.field("Content-Type") == "application/json");
    CHECK(all.field("Cache-Control") == "no-store");
    CHECK(all.body == std::string(R"({"videos":[)") + anna_all_time +
                          R"(],"total":2,"page":1,"per_page":1,"has_more":true})" + "\n");

    const auto window = boost::json::parse(
        client.ask("GET", "/api/videos?brand=1&period=30").body).as_object();
    CHECK(window.at("videos").at(0).at("gmv_cents") == 7'398);
    CHECK(window.at("videos").at(1).at("gmv_cents") == 0);
    // The window of 90 days still has at least the all-time value.
    CHECK(window.at("videos").at(0).at("above_windows") == false);
    served_storage narrow(kind, test::fill_two_runs);  // a policy of fewer windows
    narrow.daemon.days = {30};
    narrow.start();
    for (const std::string period : {"all", "30"}) {
      INFO(period);
      const auto above = boost::json::parse(
          narrow.get("/api/videos?brand=1&period=" + period).body).as_object();
      CHECK(above.at("videos").at(0).at("above_windows") == true);
      CHECK(above.at("videos").at(1).at("above_windows") == true);
    }
    CHECK(window.at("total") == 2);
    CHECK(window.at("has_more") == false);

    const auto history = boost::json::parse(
        client.ask("GET", "/api/videos/7001/history?brand=1").body).as_array();
    REQUIRE(history.size() == 2);
    CHECK(history[0].at("snapshot_date") == "2026-02-19");
    CHECK(history[0].at("raw_payload").at("id") == "7001");
    CHECK(history[1].at("gmv_cents") == 7'398);
    CHECK(history[1].at("source_run_id") == "sync-b");

    const auto runs = boost::json::parse(client.ask("GET", "/api/runs?brand=1").body).as_array();
    REQUIRE(runs.size() == 2);
    CHECK(runs[0].at("source_run_id") == "sync-b");
    CHECK(runs[0].at("status") == "succeeded");
    CHECK(boost::json::parse(client.ask("GET", "/api/runs").body).as_array().size() == 2);
  }
}

TEST_CASE("texts of a query are searched for, never executed, on every storage") {
  for (const std::string kind : every_storage) {
    INFO(kind);
    served_storage served(kind, test::fill_two_runs);
    served.start();
    auto client = served.connect();
    struct { const char* query; int total; } const cases[] = {
        {"search=%27%3B%20DROP%20TABLE%20creator_videos%3B--", 0},
        {"search=%25", 1},  // 100% wool_throw
        {"search=l_t", 1},
        {"search=x%20%27%20OR%20%271%27=%271", 0},
        {"search=%3Cb%3E", 1},
        {"creator=%40ANNA", 1},
        {"hashtag=HAUL", 1},
        {"hashtag=%27%7D%29--", 0},
        {"page=1000000000000", 2},
        {"min_gmv=9223372036854775807", 0},
        {"min_gmv=-9223372036854775808", 2},
    };
    for (const auto& [query, total] : cases) {
      INFO(query);
      const auto answer = client.ask("GET", std::string("/api/videos?brand=1&") + query);
      REQUIRE(answer.status == 200);
      CHECK(boost::json::parse(answer.body).at("total") == total);
    }
  }
}

TEST_CASE("an invalid request is answered with a problem") {
  served_storage served("memory", test::fill_two_runs);
  served.start();
  auto client = served.connect();
  struct { const char* method; const char* target; unsigned status; const char* parameter; } const
      cases[] = {
          {"GET", "/api/videos", 400, "brand"},
          {"GET", "/api/videos?brand=1&page=-1", 400, "page"},
          {"GET", "/api/videos?brand=1&search=%zz", 400, "search"},
          {"GET", "/api/videos?brand=1&search=a%00b", 400, "search"},
          {"GET", "/api/videos?brand=1&search=%ff", 400, "search"},
          {"GET", "/api/videos?brand=1&brand=1", 400, "brand"},
          {"GET", "/api/videos?brand=1&color=red", 400, "color"},
          {"GET", "/api/videos?brand=1&=x", 400, "\"=x\""},
          {"GET", "/api/videos/7001/history", 400, "brand"},
          {"GET", "/api/videos/7001/history?brand=2", 400, "brand"},
          {"GET", "/api/videos/7001/history?brand=1&period=30", 400, "period"},
          {"GET", "/api/videos/none/history?brand=1", 404, ""},
          {"GET", "/api/runs?brand=x", 400, "brand"},
          {"GET", "/api/runs?page=1", 400, "page"},
          {"POST", "/api/sync", 400, "brand"},
          {"POST", "/api/sync?brand=99", 400, "brand"},
          {"POST", "/-/reload?now=1", 400, "now"},
          {"GET", "/api", 404, ""},
          {"GET", "/api/videos/", 404, ""},
          {"GET", "/api/videos/7001", 404, ""},
          {"GET", "/../etc/passwd", 404, ""},
          {"GET", "/favicon.ico", 404, ""},
          {"GET", "/%", 400, ""},
          {"OPTIONS", "*", 400, ""},
          {"CONNECT", "example.com:443", 400, ""},
      };
  for (const auto& test : cases) {
    INFO(test.method << " " << test.target);
    const auto document = problem_in(client.ask(test.method, test.target), test.status);
    if (*test.parameter) CHECK(document.at("parameter") == test.parameter);
    else CHECK_FALSE(document.contains("parameter"));
  }
  CHECK(served.daemon.syncs == 0);
  CHECK(served.daemon.reloads == 0);
}

TEST_CASE("the answer to a wrong method lists the right ones") {
  served_storage served("memory", test::fill_two_runs);
  served.start();
  auto client = served.connect();
  struct { const char* method; const char* target; const char* allow; } const cases[] = {
      {"POST", "/api/videos?brand=1", "GET, HEAD"}, {"DELETE", "/api/runs", "GET, HEAD"},
      {"GET", "/api/sync?brand=1", "POST"},         {"HEAD", "/api/sync?brand=1", "POST"},
      {"GET", "/-/reload", "POST"},                 {"PUT", "/videos", "GET, HEAD"},
      {"OPTIONS", "/api/sync", "POST"},             {"POST", "/healthz", "GET, HEAD"},
      {"BREW", "/metrics", "GET, HEAD"},            {"PUT", "/videos/-/login", "GET, HEAD, POST"},
      {"TRACE", "/videos", "GET, HEAD"},            {"OPTIONS", "/videos", "GET, HEAD"}};
  for (const auto& test : cases) {
    INFO(test.method << " " << test.target);
    const auto answer = client.ask(test.method, test.target);
    CHECK(answer.status == 405);
    CHECK(answer.field("Allow") == test.allow);
  }
}

TEST_CASE("a sync begins, or the answer says why not") {
  served_storage served("memory", test::fill_two_runs);
  served.start();
  auto client = served.connect();
  const auto begun = client.ask("POST", "/api/sync?brand=1");
  CHECK(begun.status == 202);
  CHECK(begun.body == R"({"run_id":1,"brand_id":1,"source_run_id":"sync-1-2026-02-20"})" "\n");
  CHECK(begun.field("Location") == "/api/runs?brand=1");

  served.daemon.sync_error = busy_error("brand 1 is being synced by host b");
  CHECK(problem_in(client.ask("POST", "/api/sync?brand=1"), 409).at("detail") ==
        "brand 1 is being synced by host b");
  served.daemon.sync_error = failure("the ledger cannot be written");
  problem_in(client.ask("POST", "/api/sync?brand=1"), 503);

  for (const std::string from :
       {"Sec-Fetch-Site: cross-site\r\n", "Origin: http://evil.example\r\n"})
    for (const std::string target : {"/api/sync?brand=1", "/-/reload"})
      problem_in(client.ask("POST", target, from), 403);
  CHECK(served.daemon.syncs == 1);
}

TEST_CASE("a reload reports what is wrong with the config") {
  served_storage served("memory", test::fill_two_runs);
  served.start();
  auto client = served.connect();
  CHECK(client.ask("POST", "/-/reload").body == "{\"reloaded\":true,\"needs_restart\":[]}\n");
  served.daemon.needs_restart = {"storage", "daemon"};
  CHECK(client.ask("POST", "/-/reload").body ==
        "{\"reloaded\":true,\"needs_restart\":[\"storage\",\"daemon\"]}\n");
  served.daemon.reload_error = usage_error("tidemark.yaml:3:1: unknown key \"polcy\"");
  CHECK_THAT(std::string(problem_in(client.ask("POST", "/-/reload"), 422).at("detail").as_string()),
             Contains("unknown key"));
  CHECK(served.daemon.reloads == 3);
}

TEST_CASE("health, readiness and metrics") {
  served_storage served("memory", test::fill_two_runs);
  served.start();
  auto client = served.connect();
  CHECK(client.ask("GET", "/healthz").body == "ok\n");
  CHECK(client.ask("GET", "/readyz").body == "ready\n");
  const auto metrics = client.ask("GET", "/metrics");
  CHECK(metrics.field("Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
  CHECK_THAT(metrics.body, Contains("tidemark_up 1\n"));
  served.daemon.is_ready = false;
  CHECK(client.ask("GET", "/healthz").status == 200);
  CHECK_THAT(std::string(problem_in(client.ask("GET", "/readyz"), 503).at("detail").as_string()),
             Contains("is shutting down"));
}

TEST_CASE("while the storage is down reads answer 503, and afterwards they work again") {
  served_storage served("sqlite", test::fill_two_runs);
  served.is_down = true;
  served.start();
  auto client = served.connect();
  for (const std::string target :
       {"/api/videos?brand=1", "/api/videos/7001/history?brand=1", "/api/runs"}) {
    INFO(target);
    const auto document = problem_in(client.ask("GET", target), 503);
    CHECK_THAT(std::string(document.at("detail").as_string()), Contains("does not answer"));
  }
  const auto page = client.ask("GET", "/videos?period=30");
  CHECK(page.status == 503);
  CHECK(page.field("Content-Type") == "text/html; charset=utf-8");
  CHECK_THAT(page.body, Contains("The storage does not answer"));
  CHECK_THAT(page.body, Contains("href=\"/videos?period=30\">Try again"));
  CHECK_THAT(page.body, Contains("<input name=\"search\"") && Contains("id=\"period-90\""));
  CHECK(client.ask("GET", "/healthz").status == 200);
  CHECK_THAT(std::string(problem_in(client.ask("GET", "/readyz"), 503).at("detail").as_string()),
             Contains("db.example"));
  served.is_down = false;
  CHECK(client.ask("GET", "/readyz").status == 200);
  CHECK(client.ask("GET", "/api/videos?brand=1").status == 200);
  CHECK(client.ask("GET", "/videos").status == 200);
}

TEST_CASE("a cut connection to the database is replaced without an error") {
  served_storage served("postgres", test::fill_two_runs);
  served.options.reader_threads = 1;
  served.start();
  auto client = served.connect();
  REQUIRE(client.ask("GET", "/api/videos?brand=1").status == 200);
  served.database().raw().run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> "
                              "pg_backend_pid() AND datname = current_database()");
  CHECK(client.ask("GET", "/api/videos?brand=1").status == 200);
}

TEST_CASE("with a token, everything but health and readiness requires it") {
  served_storage served("memory", test::fill_two_runs);
  served.options.auth_token = "s3cret";
  served.start();
  auto client = served.connect();
  const std::string right = "Authorization: Bearer s3cret\r\n";
  const std::string wrong = "Authorization: Bearer s3cre\r\n";
  struct { const char* method; const char* target; unsigned status; } const cases[] = {
      {"GET", "/api/videos?brand=1", 200}, {"GET", "/api/runs", 200}, {"GET", "/metrics", 200},
      {"POST", "/api/sync?brand=1", 202},  {"POST", "/-/reload", 200}, {"GET", "/videos", 200},
      {"GET", "/nothing", 404},            {"GET", "/videos/7001", 200}};
  for (const auto& test : cases) {
    INFO(test.target);
    for (const std::string& fields : {std::string(), wrong}) {
      const auto refused = client.ask(test.method, test.target, fields);
      CHECK(refused.status == 401);
      CHECK(refused.field("WWW-Authenticate") == "Bearer");
      CHECK_THAT(refused.body, !Contains("7001\",\"username"));
    }
    CHECK(client.ask(test.method, test.target, right).status == test.status);
  }
  CHECK(served.daemon.syncs == 1);
  CHECK(client.ask("GET", "/healthz").status == 200);
  CHECK(client.ask("GET", "/readyz").status == 200);

}

TEST_CASE("the storage's error is shown only to requests with the token") {
  served_storage served("sqlite", test::fill_two_runs);
  served.options.auth_token = "s3cret";
  served.is_down = true;
  served.start();
  auto client = served.connect();
  CHECK_THAT(client.ask("GET", "/readyz").body,
             Contains("does not answer") && !Contains("db.example"));
  CHECK_THAT(client.ask("GET", "/readyz", "Authorization: Bearer s3cret\r\n").body,
             Contains("db.example"));
}

TEST_CASE("without a token, other host names are refused") {
  served_storage served("memory", test::fill_two_runs);
  served.start();
  auto client = served.connect();
  client.send("GET /api/runs HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  problem_in(client.receive(), 421);
}

TEST_CASE("every answer has the security headers") {
  served_storage served("memory", test::fill_two_runs);
  served.start();
  auto client = served.connect();
  for (const std::string target : {"/videos", "/api/runs", "/nothing", "/healthz"}) {
    INFO(target);
    const auto answer = client.ask("GET", target);
    CHECK(answer.field("X-Content-Type-Options") == "nosniff");
    CHECK(answer.field("Referrer-Policy") == "same-origin");
    CHECK(answer.field("Cross-Origin-Resource-Policy") == "same-origin");
    CHECK_THAT(answer.field("Content-Security-Policy"), Contains("default-src 'none'"));
    CHECK_THAT(answer.field("Content-Security-Policy"), Contains("frame-ancestors 'none'"));
    CHECK(answer.field("Cache-Control") != "");
    CHECK(answer.field("Access-Control-Allow-Origin") == "");
  }
}
