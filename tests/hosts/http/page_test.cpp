// SPDX-License-Identifier: BSL-1.0
// The pages as a server sends them; tests/page has them in a browser.
#include <limits>
#include <regex>

#include "served_storage.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;
using test::served_storage;

TEST_CASE("the list shows the stored texts, escaped, on every storage") {
  for (const std::string kind : {"memory", "sqlite", "postgres"}) {
    INFO(kind);
    served_storage served(kind, test::fill_two_runs);
    served.start();
    const auto all = served.get("/videos");
    CHECK(all.status == 200);
    CHECK(all.field("Content-Type") == "text/html; charset=utf-8");
    CHECK_THAT(all.body, Contains("Tote &lt;b&gt;bag&lt;/b&gt; &amp; &quot;more&quot;"));
    CHECK_THAT(all.body, !Contains("<b>bag"));
    CHECK_THAT(all.body, Contains("$16,686.39"));
    CHECK_THAT(all.body, Contains("7 Aug 2025"));
    CHECK_THAT(all.body, Contains("2 videos"));
    CHECK_THAT(all.body, Contains("data-state=\"succeeded\">Synced"));

    CHECK_THAT(all.body, !Contains("class=\"mark\""));
    served_storage narrow(kind, test::fill_two_runs);  // a policy of fewer windows
    narrow.daemon.days = {30};
    narrow.start();
    CHECK_THAT(narrow.get("/videos").body,
               Contains("$16,686.39<span class=\"mark\"") && Contains(">now $73.98</span>"));

    const auto window = served.get("/videos?period=30");
    CHECK_THAT(window.body, Contains("$73.98<span class=\"mark\""));
    CHECK_THAT(window.body, Contains("all-time $16,686.39"));

    const auto video = served.get("/videos/7001?period=30");
    CHECK(video.status == 200);
    CHECK_THAT(video.body, Contains("<polyline"));
    CHECK_THAT(video.body, Contains("href=\"/videos?period=30\">All videos"));
    CHECK_THAT(video.body, !Contains("<b>bag"));
    CHECK(served.get("/videos/none").status == 404);
  }
}

TEST_CASE("the video page has the newest snapshots of each window") {
  served_storage served("memory", [](storage::backend& store) {
    const auto anna = [](std::int64_t gmv) { return contract::seen("7001").by("anna").gmv(gmv); };
    contract::sync(store, {{anna(5'000)}, {{30, {anna(5'000)}}}},
                   test::run_on("2022-01-01", "sync-old"));
    for (std::int32_t i = 1; i <= 801; ++i) {
      auto run = test::run_on("2022-01-01", "sync-" + std::to_string(i));
      run.snapshot_date.days += i;
      contract::sync(store, {{anna(7)}, {{90, {anna(7)}}}}, run);
    }
  });
  served.start();
  const auto page = served.get("/videos/7001").body;
  CHECK_THAT(page, Contains("<td>$50.00</td><td>$0.07</td><td>$50.00</td>"));
  CHECK_THAT(page, Contains("<td>–</td><td>12 Mar 2024</td><td>1 Jan 2022</td>"));
  CHECK_THAT(page, !Contains("is higher than that of every window"));
  CHECK_THAT(page, Contains("<p>The newest 60.</p>"));
}

TEST_CASE("the link of a hashtag finds its videos") {
  struct { const char* tag; const char* link; } const cases[] = {
      {"haul", "hashtag=haul\">#haul<"},         {"#haul", "hashtag=haul\">#haul<"},
      {"##dbl", "hashtag=%23%23dbl\">##dbl<"},   {"###x", "hashtag=%23%23%23x\">###x<"},
      {"#", nullptr},                            {"", nullptr}};
  for (const auto& [tag, link] : cases) {
    INFO(tag);
    served_storage served("memory", [tag = tag](storage::backend& store) {
      const auto video = contract::seen("7001").by("anna").gmv(1).hash_tags({tag});
      contract::sync(store, {{video}, {{30, {video}}}}, test::run_on("2026-02-19", "sync-a"));
    });
    served.start();
    const auto page = served.get("/videos").body;
    if (!link) {
      CHECK_THAT(page, !Contains("hashtag=") && !Contains(">#</a>"));
      continue;
    }
    CHECK_THAT(page, Contains(link));
    const std::string address(link, std::string_view(link).find('"'));
    CHECK_THAT(served.get("/videos?" + address).body, Contains("1 video matches"));
  }
}

TEST_CASE("a search for @name or #tag suggests one without the sign") {
  served_storage served("memory", test::fill_two_runs);
  served.start();
  struct { const char* given; const char* expected; } const cases[] = {
      {"search=%40anna", "href=\"/videos?search=anna\">Search without the @<"},
      {"search=%23haul&page=2", "href=\"/videos?search=haul\">Search without the #<"},
      {"search=anna", nullptr},
      {"search=%23", nullptr}};
  for (const auto& [given, expected] : cases) {
    INFO(given);
    const auto page = served.get(std::string("/videos?") + given).body;
    if (expected) CHECK_THAT(page, Contains(expected));
    else CHECK_THAT(page, !Contains("Search without"));
  }
}

TEST_CASE("truncated texts can be read in full, and wide numbers scroll") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  const std::string title(3'000, 't'), tag(500, 'h');
  const auto serve = [&](std::int64_t number, const std::string& called) {
    auto served = std::make_unique<served_storage>("memory", [&](storage::backend& store) {
      const auto video = contract::seen("7001").by("anna").gmv(number).views(number).items(number)
          .title(called).hash_tags({tag});
      contract::sync(store, {{video}, {{30, {video}}}}, test::run_on("2026-02-19", "sync-a"));
    });
    served->start();
    return served;
  };
  const auto wide = serve(most, title);
  CHECK_THAT(wide->get("/videos").body,
             Contains("title=\"" + title + "\"") && Contains("title=\"#" + tag + "\"") &&
                 Contains("<div class=\"table scrolls\""));
  CHECK_THAT(wide->get("/videos/7001").body, Contains("<h1 dir=\"auto\" title=\"" + title));
  CHECK_THAT(wide->get("/videos/7001").body, Contains("<span>$92,233T</span>"));
  const auto plain = serve(1'000, " ");
  CHECK_THAT(plain->get("/videos").body,
             Contains(">Video 7001</a>") && Contains("<div class=\"table\"><table"));
  CHECK_THAT(plain->get("/videos/7001").body, Contains("<h1 dir=\"auto\">Video 7001</h1>"));
}

TEST_CASE("the page uses the default for an invalid value") {
  served_storage served("memory", test::fill_two_runs);
  served.start();
  const auto plain = served.get("/videos").body;
  for (const std::string query : {"page=-1", "page=99999999999999999999", "period=31", "sort=x",
                                  "min_gmv=1.5", "brand=9", "search=%zz", "search=%00", "what=1",
                                  "dir=asc&dir=asc"}) {
    INFO(query);
    const auto answer = served.get("/videos?" + query);
    CHECK(answer.status == 200);
    CHECK(answer.body == plain);
  }
}

TEST_CASE("a submitted form leads to the address of its list, without empty fields") {
  served_storage served("memory", test::fill_two_runs);
  served.start();
  struct { const char* given; const char* expected; } const cases[] = {
      {"period=all&search=&creator=&min_amount=&posted_after=&sort=gmv&dir=desc&per_page=24",
       "/videos"},
      {"period=30&min_amount=1%2C250.5&search=wool+throw",
       "/videos?period=30&min_gmv=125050&search=wool%20throw"},
      {"min_amount=$%2012", "/videos?min_gmv=1200"},
      {"min_amount=12.345", "/videos?min_gmv=1235"},
      {"min_amount=lots&page=2", "/videos?page=2"},
      {"min_amount=-1,250,000", "/videos?min_gmv=-125000000"},
      {"min_amount=12,50", "/videos"},  // perhaps a decimal point
      {"min_amount=1,2500", "/videos"},
      {"min_amount=1250,000", "/videos"},
      {"min_amount=1,25,000", "/videos"},
      {"min_amount=,250", "/videos"},
      {"min_amount=1.250,50", "/videos"},
      {"min_amount=5&search=%0d%0aSet-Cookie:x", "/videos?min_gmv=500&search=%0D%0ASet-Cookie%3Ax"},
      {"min_amount=99999999999999999999", "/videos"},
  };
  for (const auto& test : cases) {
    INFO(test.given);
    const auto answer = served.get(std::string("/videos?") + test.given);
    CHECK(answer.status == 303);
    CHECK(answer.field("Location") == test.expected);
  }
}

TEST_CASE("an empty list says why it is empty, and what to do") {
  served_storage served("memory", test::fill_two_runs);
  served.start();
  struct { const char* given; const char* expected; } const cases[] = {
      {"search=nowhere", "No video matches"},
      {"search=nowhere", "href=\"/videos\">Clear all filters"},
      {"page=7", "There is no such page"},
      {"page=7&per_page=1", "href=\"/videos?page=2&amp;per_page=1\">Go to the last page"},
  };
  for (const auto& [given, expected] : cases) {
    INFO(given);
    CHECK_THAT(served.get(std::string("/videos?") + given).body, Contains(expected));
  }
  served_storage empty("memory", [](storage::backend&) {});
  empty.start();
  CHECK_THAT(empty.get("/videos").body, Contains("tidemark sync --brand 1"));
  CHECK_THAT(empty.get("/videos").body, Contains("Not synced yet"));
}

TEST_CASE("a failed run is shown with its message, escaped") {
  served_storage served("memory", [](storage::backend& store) {
    test::fill_two_runs(store);
    contract::run_setting third{1, contract::day("2026-02-21"),
                                contract::moment("2026-02-21 09:00:00"), "sync-c"};
    const auto id = contract::value_of(store.begin_run(contract::start_of_run(third)));
    contract::succeeds(store.fail_run(id, "no file <30.jsonl>", third.at));
  });
  served.start();
  const auto page = served.get("/videos").body;
  CHECK_THAT(page, Contains("data-state=\"failed\""));
  CHECK_THAT(page, Contains("no file &lt;30.jsonl&gt;"));
}

TEST_CASE("signing in leads back to the requested page") {
  served_storage served("memory", test::fill_two_runs);
  served.options.auth_token = "s3cret&";
  served.start();
  const auto wanted = served.get("/videos?search=%22%3E&period=30");
  CHECK(wanted.status == 401);
  CHECK_THAT(wanted.body, Contains("action=\"/videos/-/login?search=%22%3E&amp;period=30\""));
  CHECK_THAT(wanted.body, !Contains("Tote"));

  auto client = served.connect();
  const auto refused = client.ask("POST", "/videos/-/login?period=30", "", "token=wrong");
  CHECK(refused.status == 401);
  CHECK_THAT(refused.body, Contains("role=\"alert\""));
  CHECK(refused.field("Set-Cookie") == "");
  CHECK(client.ask("POST", "/videos/-/login", "Sec-Fetch-Site: cross-site\r\n", "token=s3cret%26")
            .status == 403);

  const auto entered =
      client.ask("POST", "/videos/-/login?period=30&video=7001", "", "token=s3cret%26");
  CHECK(entered.status == 303);
  CHECK(entered.field("Location") == "/videos/7001?period=30");
  const std::string cookie = entered.field("Set-Cookie");
  const std::string ticket = "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
  CHECK(client.ask("GET", "/videos?period=30", ticket).status == 200);
  CHECK(client.ask("GET", "/api/videos?brand=1", ticket).status == 200);
  CHECK(client.ask("POST", "/api/sync?brand=1", ticket).status == 401);
  CHECK_THAT(client.ask("GET", "/videos", ticket).body, Contains("Sign out"));
  const auto left = client.ask("POST", "/videos/-/logout", ticket);
  CHECK(left.status == 303);
  CHECK_THAT(left.field("Set-Cookie"), Contains("Max-Age=0"));
  CHECK(left.field("Clear-Site-Data") == "\"cache\"");
  CHECK(client.ask("POST", "/videos/-/logout").field("Set-Cookie") == "");
}

TEST_CASE("addresses that users type lead to a page") {
  served_storage served("memory", test::fill_two_runs);
  SECTION("without a token") {}
  SECTION("with a token") { served.options.auth_token = "s3cret"; }
  served.start();
  struct { const char* typed; unsigned status; const char* location; } const cases[] = {
      {"/videos/-/login", 303, "/videos"},
      {"/videos/-/login?period=30&video=7001", 303, "/videos/7001?period=30"},
      {"/videos/-/logout", 303, "/videos"},
      {"/videos/", 308, "/videos"},
      {"/videos/?period=30&search=a%20b", 308, "/videos?period=30&search=a%20b"},
  };
  for (const auto& test : cases) {
    INFO(test.typed);
    const auto answer = served.get(test.typed);
    CHECK(answer.status == test.status);
    CHECK(answer.field("Location") == test.location);
  }
}

TEST_CASE("a video may have any id that fits in an address") {
  served_storage served("memory", [](storage::backend& store) {
    const auto row = contract::seen("login").by("anna").title("Lamp").gmv(100);
    contract::sync(store, {{row}, {{30, {row}}}}, test::run_on("2026-02-20", "sync-a"));
  });
  served.start();
  const auto page = served.get("/videos/login?brand=1");
  CHECK(page.status == 200);
  CHECK_THAT(page.body, Contains("Lamp"));
}

TEST_CASE("with a token, browsers do not cache pages") {
  served_storage served("memory", test::fill_two_runs);
  const char* kept = "private, no-cache";
  SECTION("without a token") {}
  SECTION("with a token") {
    served.options.auth_token = "s3cret";
    kept = "no-store";
  }
  served.start();
  for (const std::string target : {"/videos", "/videos/7001?brand=1"})
    CHECK(served.get(target, "Authorization: Bearer s3cret\r\n").field("Cache-Control") == kept);
}

TEST_CASE("after a link from another site the browser asks again, with its cookie") {
  served_storage served("memory", test::fill_two_runs);
  served.options.auth_token = "s3cret";
  served.start();
  CHECK(served.get("/videos", "Sec-Fetch-Site: cross-site\r\n").field("Refresh") == "0");
  CHECK(served.get("/videos", "Sec-Fetch-Site: same-origin\r\n").field("Refresh") == "");
}

TEST_CASE("the files of the page have permanent names") {
  served_storage served("memory", test::fill_two_runs);
  served.options.auth_token = "s3cret";  // the login page needs them too
  served.start();
  const std::string page = served.get("/videos").body;
  const std::regex named("/videos/assets/[a-z]+\\.[0-9a-f]{12}\\.(css|js|svg)");
  std::size_t count = 0, bytes = page.size();
  for (std::sregex_iterator address(page.begin(), page.end(), named), end; address != end;
       ++address, ++count) {
    INFO(address->str());
    const auto file = served.get(address->str());
    CHECK(file.status == 200);
    CHECK_THAT(file.field("Cache-Control"), Contains("immutable"));
    CHECK(served.get(address->str(), "If-None-Match: " + file.field("ETag") + "\r\n").status ==
          304);
    bytes += file.body.size();
  }
  CHECK(count >= 3);
  CHECK(bytes < 60'000);
  CHECK(served.get("/videos/assets/videos.000000000000.css").status == 404);
}
