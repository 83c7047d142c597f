// SPDX-License-Identifier: BSL-1.0
#include <http/request_runner.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <catch.hpp>

#include "fake_clock.hpp"

using namespace tidemark;
using namespace tidemark::http;
using namespace std::chrono_literals;

namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

/// The outcomes of a series of attempts, and what the runner makes of them.
struct scene {
  test::fake_clock clock = {};
  request_settings settings = {0, 3, 30s, 1h};
  std::vector<std::optional<attempt_fault>> attempts;  ///< nothing: it succeeds
  std::vector<std::chrono::milliseconds> timeouts = {};  ///< that were given to the attempts
  std::stop_source stop = {};

  result<int> run() {
    request_runner runner(settings, clock);
    runner.begin_run();
    return run(runner);
  }

  result<int> run(request_runner& runner) {
    return runner.run<int>("page 1", stop.get_token(), [&](std::chrono::milliseconds timeout) {
      timeouts.push_back(timeout);
      const auto& met = attempts.at(timeouts.size() - 1);
      return met ? attempt<int>(*met) : attempt<int>(42);
    });
  }
};

const attempt_fault broken = retry_fault("the connection broke");
attempt_fault limited(std::optional<std::chrono::seconds> after = {}) {
  return {remedy::slow_down, "too many requests", after};
}

}  // namespace

TEST_CASE("an attempt is repeated while that may help") {
  struct row {
    const char* name;
    std::vector<std::optional<attempt_fault>> given;
    std::size_t asked;
    const char* error;
  };
  const row cases[] = {
      {"a success at once", {{}}, 1, ""},
      {"a success after two faults", {broken, broken, {}}, 3, ""},
      {"a success at the last try", {broken, limited(), broken, {}}, 4, ""},
      {"no success in four tries", {broken, broken, broken, broken}, 4,
       "page 1: the connection broke; tried 4 times; run it again"},
      {"a fault that lasts is not repeated", {lasting_fault("no such page")}, 1,
       "page 1: no such page"},
      {"a rate limit that outlasts the retries", {limited(), limited(), limited(), limited()}, 4,
       "page 1: too many requests; tried 4 times; run it again later, or lower "
       "requests_per_second"},
  };
  for (const auto& [name, given, asked, error] : cases) {
    INFO(name);
    scene here{.attempts = given};
    const auto found = here.run();
    CHECK(here.timeouts.size() == asked);
    if (*error == '\0') {
      CHECK(found.value() == 42);
    } else {
      REQUIRE_FALSE(found);
      CHECK(found.error().message == error);
      const bool busy = given.back() && given.back()->action == remedy::slow_down;
      CHECK(found.error().kind == (busy ? error_kind::busy : error_kind::failed));
    }
  }
}

TEST_CASE("without retries there is one attempt") {
  scene here{.settings = {0, 0, 30s, 1h}, .attempts = {broken}};
  CHECK(here.run().error().message ==
        "page 1: the connection broke; it was not tried again; run it again");
}

TEST_CASE("waits grow, are random up to a limit, and follow Retry-After exactly") {
  std::chrono::milliseconds longest[3] = {};
  for (int round = 0; round < 50; ++round) {
    scene here{.attempts = {broken, broken, broken, {}}};
    REQUIRE(here.run());
    const auto waits = here.clock.waits();
    CHECK(waits.size() <= 3);  // waits of 0 are not recorded
    for (std::size_t i = 0; i < waits.size(); ++i)
      longest[i] = std::max(longest[i], waits[i]);
  }
  CHECK(longest[0] <= 4000ms);
  CHECK(longest[2] > 1000ms);
  CHECK(longest[2] <= 4000ms);
  for (int failures = 1; failures < 20; ++failures) {
    const auto expected =
        std::min<std::int64_t>(60'000, failures > 10 ? 60'000 : 1'000 << (failures - 1));
    CHECK(backoff::ceiling(failures).count() == expected);
  }

  scene asked{.attempts = {limited(7s), limited(120s), {}}};
  REQUIRE(asked.run());
  CHECK(asked.clock.waits() == std::vector<std::chrono::milliseconds>{7s, 120s});
}

TEST_CASE("requests are spaced by requests_per_second, repeated ones too") {
  struct row {
    const char* name;
    std::int64_t millionths;
    std::vector<std::chrono::milliseconds> expected;
  };
  const row cases[] = {
      {"no limit", 0, {}},
      {"two a second", 2'000'000, {500ms, 500ms, 500ms}},
      {"one in five seconds", 200'000, {5000ms, 5000ms, 5000ms}},
  };
  for (const auto& [name, millionths, expected] : cases) {
    INFO(name);
    scene here{.settings = {millionths, 3, 30s, 1h}, .attempts = {{}, {}, {}, {}}};
    request_runner runner(here.settings, here.clock);
    runner.begin_run();
    for (int i = 0; i < 4; ++i) REQUIRE(here.run(runner));
    CHECK(here.clock.waits() == expected);
  }
  scene slow{.settings = {1'000'000, 3, 30s, 1h}, .attempts = {{}, {}}};
  request_runner runner(slow.settings, slow.clock);
  runner.begin_run();
  REQUIRE(slow.run(runner));
  slow.clock.pass(900ms);  // the time of the work counts
  REQUIRE(slow.run(runner));
  CHECK(slow.clock.waits() == std::vector<std::chrono::milliseconds>{100ms});
}

TEST_CASE("a run ends when its time is over, during any wait") {
  SECTION("an attempt gets the remaining time") {
    scene here{.settings = {0, 3, 30s, 40s}, .attempts = {limited(25s), {}}};
    REQUIRE(here.run());
    CHECK(here.timeouts == std::vector<std::chrono::milliseconds>{30s, 15s});
  }
  SECTION("a fault whose wait is too long") {
    scene here{.settings = {0, 3, 30s, 10s}, .attempts = {{{remedy::retry, "HTTP 503", 11s}}}};
    const auto found = here.run();
    CHECK(found.error().kind == error_kind::failed);
    CHECK_THAT(found.error().message,
               StartsWith("page 1: the run has taken longer than run_timeout (10000 ms); the last: "
                          "HTTP 503"));
  }
  SECTION("a rate limit whose wait is too long: try again later") {
    scene here{.settings = {0, 3, 30s, 10s}, .attempts = {limited(11s)}};
    const auto found = here.run();
    CHECK(found.error().kind == error_kind::busy);
    CHECK_THAT(found.error().message, Contains("the wait would last longer than the run may"));
  }
  SECTION("a pace that is too slow") {
    scene here{.settings = {100'000, 3, 30s, 15s}, .attempts = {{}, {}, {}}};
    request_runner runner(here.settings, here.clock);
    runner.begin_run();
    REQUIRE(here.run(runner));
    REQUIRE(here.run(runner));
    CHECK_THAT(here.run(runner).error().message, Contains("run_timeout"));
    runner.begin_run();
    here.timeouts.clear();
    CHECK(here.run(runner));
  }
}

TEST_CASE("a request to stop ends the waits") {
  scene before{.attempts = {{}}};
  before.stop.request_stop();
  CHECK(before.run().error().message == "page 1: was stopped");
  CHECK(before.timeouts.empty());
  scene within{.attempts = {{{remedy::stopped, "stopped", {}}}}};
  CHECK(within.run().error().message == "page 1: was stopped");
}

TEST_CASE("endless pages are stopped by the limit of requests") {
  scene here{.attempts = std::vector<std::optional<attempt_fault>>(request_runner::requests_max)};
  request_runner runner(here.settings, here.clock);
  runner.begin_run();
  for (std::int64_t i = 0; i < request_runner::requests_max; ++i) {
    const auto outcome = here.run(runner);
    if (!outcome) FAIL(outcome.error().message);
  }
  CHECK_THAT(here.run(runner).error().message, Contains("100000 requests in one run are too many"));
}

TEST_CASE("the machine's clock waits, and a stop request ends the wait") {
  machine_clock clock;
  std::stop_source stop;
  const auto begin = clock.now();
  CHECK(clock.wait_until(begin + 20ms, stop.get_token()));
  CHECK(clock.now() >= begin + 20ms);
  CHECK(clock.wait_until(begin, stop.get_token()));
  stop.request_stop();
  CHECK_FALSE(clock.wait_until(clock.now() + 1h, stop.get_token()));
}
