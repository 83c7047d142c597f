// SPDX-License-Identifier: BSL-1.0
#include <sources/tiktok_shop/token_keeper.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <catch.hpp>

#include "shop_scene.hpp"

using namespace tidemark;
using namespace tidemark::source;
using test::shop_scene;

namespace {

/// One process that uses a shop's tokens.
struct user {
  explicit user(const shop_scene& shop)
      : runner(shop.settings.requests, clock),
        keeper(tiktok::token_file(shop.settings.token_path), shop.settings.app,
               shop.settings.auth_url, client, runner) {
    runner.begin_run();
  }

  http::machine_clock clock;
  http::http_client client;
  http::request_runner runner;
  tiktok::token_keeper keeper;
};

const tiktok::tokens expired{"TTP_demoAccess0001", shop_scene::now() - 5, "TTP_demoRefresh0001",
                             {}};

}  // namespace

TEST_CASE("a token is refreshed when it has ten minutes left, and kept until then") {
  struct {
    const char* name;
    std::optional<std::int64_t> left;
    bool refresh_token;
    std::size_t refreshes;
  }
  const cases[] = {
      {"much time", 86'400, true, 0},
      {"more than the margin", 700, true, 0},
      {"less than the margin", 500, true, 1},
      {"over", -500, true, 1},
      {"not known", {}, true, 0},
      {"less than the margin, but nothing to refresh it with", 500, false, 0},
  };
  for (const auto& [name, left, refresh_token, refreshes] : cases) {
    INFO(name);
    shop_scene shop({});
    tiktok::tokens given{"TTP_demoAccess0001", {}, refresh_token ? "TTP_demoRefresh0001" : "", {}};
    if (left) given.access_token_expire_in = shop_scene::now() + *left;
    shop.set_tokens(given);
    user process(shop);
    const auto token = process.keeper.current({});
    REQUIRE(token.has_value());
    CHECK(*token == (refreshes > 0 ? "TTP_demoAccess0002" : "TTP_demoAccess0001"));
    CHECK(shop.requests_to("refresh") == refreshes);
  }
}

TEST_CASE("a token that another process has stored meanwhile is used, not refreshed again") {
  shop_scene shop({});
  user process(shop);
  REQUIRE(process.keeper.current({}).value() == "TTP_demoAccess0001");
  shop.set_tokens({"TTP_newer", shop_scene::now() + 86'400, "TTP_r", {}});
  CHECK(process.keeper.after("TTP_demoAccess0001", {}).value() == "TTP_newer");
  CHECK(process.keeper.current({}).value() == "TTP_newer");
  CHECK(shop.requests_to("refresh") == 0);
}

TEST_CASE("if many processes need a new token at once, one refreshes it") {
  shop_scene shop({"--fault", "refresh:1:slow=200"});
  shop.set_tokens(expired);
  std::vector<std::string> found(4);
  std::vector<std::thread> users;
  for (auto& token : found)
    users.emplace_back([&shop, &token] { token = user(shop).keeper.current({}).value(); });
  for (auto& user : users) user.join();
  CHECK(found == std::vector<std::string>(4, "TTP_demoAccess0002"));
  CHECK(shop.requests_to("refresh") == 1);
  CHECK(shop.stored_tokens().refresh_token == "TTP_demoRefresh0002");
}

TEST_CASE("a refresh that was sent before a stop request completes, and its tokens are stored") {
  shop_scene shop({"--fault", "refresh:1:slow=500"});
  shop.set_tokens(expired);
  shop.settings.requests.timeout = std::chrono::milliseconds(100);  // for a page
  std::stop_source stop;
  std::thread stopper([&] {
    for (int i = 0; i < 2'000 && shop.requests_to("refresh") == 0; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    stop.request_stop();
  });
  const auto token = user(shop).keeper.current(stop.get_token());
  stopper.join();
  CHECK(stop.stop_requested());
  REQUIRE(token.has_value());
  CHECK(*token == "TTP_demoAccess0002");
  CHECK(shop.stored_tokens().refresh_token == "TTP_demoRefresh0002");
  CHECK(shop.requests_to("refresh") == 1);
}

TEST_CASE("another process's lock is waited for as long as the run may take, at most 90 s") {
  using namespace std::chrono_literals;
  struct {
    const char* name;
    std::chrono::seconds left, waited;
    const char* expected;
  }
  const cases[] = {
      {"little time is left", 7s, 7s, "(run_timeout)"},
      {"much time is left", 1h, 90s, "waited 90 s"},
      {"no time is left", -1s, 0s, "(run_timeout)"},
  };
  for (const auto& [name, left, waited, expected] : cases) {
    INFO(name);
    shop_scene shop({});
    http::test::fake_clock clock;
    const tiktok::token_file file(shop.settings.token_path);
    const auto other = file.take_lock(clock, clock.now() + 1h, {});
    REQUIRE(other.has_value());
    const auto begin = clock.now();
    const auto lock = file.take_lock(clock, begin + left, {});
    REQUIRE_FALSE(lock.has_value());
    CHECK(lock.error().kind == error_kind::busy);
    CHECK_THAT(lock.error().message, Catch::Contains("holds the lock " + file.path() + ".lock") &&
                                         Catch::Contains(expected));
    CHECK(clock.now() - begin == waited);
  }
}

TEST_CASE("a refresh does not wait for the lock if the run's time is over") {
  shop_scene shop({});
  shop.set_tokens(expired);
  shop.settings.requests.run_timeout = std::chrono::milliseconds(100);
  http::machine_clock clock;
  const auto other = tiktok::token_file(shop.settings.token_path)
                         .take_lock(clock, clock.now() + std::chrono::hours(1), {});
  REQUIRE(other.has_value());
  const auto token = user(shop).keeper.current({});
  REQUIRE_FALSE(token.has_value());
  CHECK_THAT(token.error().message, Catch::Contains("tokens.json.lock"));
}

TEST_CASE("no refresh is sent after a stop") {
  shop_scene shop({});
  shop.set_tokens(expired);
  std::stop_source stop;
  stop.request_stop();
  CHECK_FALSE(user(shop).keeper.current(stop.get_token()).has_value());
  CHECK(shop.requests_to("refresh") == 0);
}

TEST_CASE("no refresh is sent if its tokens could not be stored") {
  shop_scene shop({});
  // A name so long that the lock is the only file that fits next to it.
  shop.settings.token_path = shop.folder().path(std::string(250, 't'));
  shop.folder().write(std::string(250, 't'), tiktok::to_json(expired));
  const auto token = user(shop).keeper.current({});
  REQUIRE_FALSE(token.has_value());
  CHECK_THAT(token.error().message, Catch::Contains("no file can be created beside it") &&
                                        Catch::Contains("only when the new ones can be stored"));
  CHECK(shop.requests_to("refresh") == 0);
}

TEST_CASE("auth_url may be the server or the full address of the refresh") {
  shop_scene shop({});
  shop.set_tokens(expired);
  shop.settings.auth_url += "/api/v2/token/refresh";
  CHECK(user(shop).keeper.current({}).value() == "TTP_demoAccess0002");
}

TEST_CASE("two links to the same token file share a lock next to the file") {
  shop_scene shop({});
  const auto& folder = shop.folder();
  std::filesystem::create_directory(folder.path("elsewhere"));
  std::filesystem::create_symlink(shop.settings.token_path, folder.path("elsewhere/one.json"));
  std::filesystem::create_symlink(shop.settings.token_path, folder.path("two.json"));
  http::test::fake_clock clock;
  const auto first = tiktok::token_file(folder.path("elsewhere/one.json"))
                         .take_lock(clock, clock.now() + std::chrono::hours(1), {});
  REQUIRE(first.has_value());
  for (const auto& path : {folder.path("two.json"), shop.settings.token_path}) {
    INFO(path);
    const auto second =
        tiktok::token_file(path).take_lock(clock, clock.now() + std::chrono::seconds(1), {});
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().kind == error_kind::busy);
  }
  CHECK(std::filesystem::exists(shop.settings.token_path + ".lock"));
  CHECK_FALSE(std::filesystem::exists(folder.path("elsewhere/one.json.lock")));
}

TEST_CASE("a token file that others can access gives a warning once in a run, with what to do") {
  using std::filesystem::perms;
  constexpr auto owner = perms::owner_read | perms::owner_write;
  struct { const char* name; perms mode; const char* shown; } const cases[] = {
      {"its owner only", owner, nullptr},
      {"others", owner | perms::group_read | perms::others_read, "(mode 644)"},
      {"its group", owner | perms::group_write, "(mode 620)"},
  };
  for (const auto& [name, mode, shown] : cases) {
    INFO(name);
    shop_scene shop({"--shop", "3"});
    std::filesystem::permissions(shop.settings.token_path, mode);
    source::test::collecting_sink sink;
    const auto source = shop.source();
    for (const std::int32_t days : {90, 30}) REQUIRE(source->fetch(shop.request(days), sink));
    std::vector<std::string> expected;
    const std::string& path = shop.settings.token_path;
    if (shown)
      expected.push_back("token_file " + path +
                         ": users other than its owner have access to the tokens " + shown +
                         "; run: chmod 600 " + path);
    CHECK(sink.warnings == expected);
  }
}
