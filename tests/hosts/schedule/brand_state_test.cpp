// SPDX-License-Identifier: BSL-1.0
// When the runs of a brand start.
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "host_of_brands.hpp"

using namespace tidemark;
using namespace tidemark::host;
using namespace std::chrono_literals;

TEST_CASE("a brand is run when it is due, and again only after that run") {
  host_of_brands plan;
  plan.set({brand(1, "*/10 * * * *"), brand(2, "5 * * * *")}, at("2026-02-20T06:00:30Z"));
  CHECK(plan.next_start() == at("2026-02-20T06:05:00Z"));
  CHECK(shown(plan.take_due(at("2026-02-20T06:04:59Z"))) == "");
  CHECK(shown(plan.take_due(at("2026-02-20T06:05:00Z"))) == "2 due 2026-02-20T06:05:00Z");
  CHECK(shown(plan.take_due(at("2026-02-20T06:10:01Z"))) == "1 due 2026-02-20T06:10:00Z");
  CHECK(shown(plan.take_due(at("2026-02-20T06:20:00Z"))) == "");
  CHECK_FALSE(plan.next_start());
  CHECK(plan.next_due(1) == at("2026-02-20T06:20:00Z"));
  plan.ended(1, at("2026-02-20T06:20:30Z"), run_outcome::succeeded);
  CHECK(shown(plan.take_due(at("2026-02-20T06:20:30Z"))) == "1 due 2026-02-20T06:20:00Z");
}

TEST_CASE("due runs that could not start are caught up with as the brand configures") {
  for (const auto missed : {catch_up::none, catch_up::last}) {
    host_of_brands plan;
    plan.set({brand(1, "0 * * * *", missed)}, at("2026-02-20T06:30:00Z"));
    plan.take_due(at("2026-02-20T07:00:00Z"));
    // It runs until 10:30: three runs are missed.
    plan.ended(1, at("2026-02-20T10:30:00Z"), run_outcome::succeeded);
    const auto runs = shown(plan.take_due(at("2026-02-20T10:30:00Z")));
    CHECK(runs == (missed == catch_up::none ? "" : "1 due 2026-02-20T10:00:00Z"));
    CHECK(shown(plan.take_missed()) == (missed == catch_up::none
                                            ? "3 of 1 to 2026-02-20T10:00:00Z"
                                            : "2 of 1 to 2026-02-20T09:00:00Z"));
    CHECK(plan.take_missed().empty());
    plan.ended(1, at("2026-02-20T10:31:00Z"), run_outcome::succeeded);
    CHECK(plan.next_start() == at("2026-02-20T11:00:00Z"));
  }
}

TEST_CASE("after a start, due times without a claim since the last claim are missed") {
  for (const auto missed : {catch_up::none, catch_up::last}) {
    host_of_brands plan;
    plan.set({brand(1, "@daily", missed), brand(2, "@daily", missed)}, at("2026-02-20T06:30:00Z"),
             {{1, "2026-02-17T00:00:00Z"}, {2, "2026-02-20T00:00:00Z"}});
    CHECK(shown(plan.take_due(at("2026-02-20T06:30:00Z"))) ==
          (missed == catch_up::none ? "" : "1 due 2026-02-20T00:00:00Z"));
    CHECK(shown(plan.take_missed()) == (missed == catch_up::none
                                            ? "3 of 1 to 2026-02-20T00:00:00Z"
                                            : "2 of 1 to 2026-02-19T00:00:00Z"));
  }
}

TEST_CASE("a start less than a minute after a due time is in time for it") {
  for (const auto missed : {catch_up::none, catch_up::last}) {
    host_of_brands plan;
    plan.set({brand(1, "@daily", missed)}, at("2026-02-20T00:00:40Z"),
             {{1, "2026-02-19T00:00:00Z"}});
    CHECK(shown(plan.take_due(at("2026-02-20T00:00:40Z"))) == "1 due 2026-02-20T00:00:00Z");
    CHECK(plan.take_missed().empty());
  }
}

TEST_CASE("only the last hundred of many missed due times are listed") {
  host_of_brands plan;
  plan.set({brand(1, "0 * * * *")}, at("2026-02-20T06:30:00Z"));
  plan.take_due(at("2026-02-27T06:30:00Z"));
  const auto missed = plan.take_missed()[1];
  CHECK(missed.count() == 7 * 24);
  CHECK(missed.older == 7 * 24 - 100);
  CHECK(missed.due.front() == at("2026-02-23T03:00:00Z"));
  CHECK(missed.due.back() == at("2026-02-27T06:00:00Z"));
}

TEST_CASE("a brand that was never run waits for its first due time") {
  host_of_brands plan;
  plan.set({brand(1, "@daily", catch_up::last)}, at("2026-02-20T06:30:00Z"));
  CHECK(shown(plan.take_due(at("2026-02-20T06:30:00Z"))) == "");
  CHECK(plan.next_start() == at("2026-02-21T00:00:00Z"));
}

TEST_CASE("a failed run is retried with growing delays, until the next one is due") {
  host_of_brands plan;
  plan.set({brand(1, "0 * * * *")}, at("2026-02-20T06:30:00Z"));
  timestamp moment = at("2026-02-20T07:00:00Z");
  CHECK(shown(plan.take_due(moment)) == "1 due 2026-02-20T07:00:00Z");
  const char* const attempts[] = {"2026-02-20T07:01:00Z", "2026-02-20T07:03:00Z",
                                  "2026-02-20T07:07:00Z", "2026-02-20T07:15:00Z"};
  for (int attempt = 2; attempt <= 5; ++attempt) {
    plan.ended(1, moment, run_outcome::failed);
    CHECK(shown(plan.take_due(moment)) == "");
    moment = at(attempts[attempt - 2]);
    CHECK(plan.next_start() == moment);
    CHECK(shown(plan.take_due(moment)) ==
          "1 due 2026-02-20T07:00:00Z attempt " + std::to_string(attempt));
  }
  plan.ended(1, moment, run_outcome::failed);  // for the fifth time
  CHECK(plan.next_start() == at("2026-02-20T08:00:00Z"));

  plan.take_due(at("2026-02-20T08:00:00Z"));
  // The next run comes before another attempt.
  plan.ended(1, at("2026-02-20T08:59:30Z"), run_outcome::failed);
  CHECK(plan.next_start() == at("2026-02-20T09:00:00Z"));
}

TEST_CASE("a run that cannot begin is retried, every minute if the brand catches up") {
  for (const auto missed : {catch_up::none, catch_up::last}) {
    host_of_brands plan;
    plan.set({brand(1, "0 * * * *", missed)}, at("2026-02-20T06:30:00Z"));
    timestamp moment = at("2026-02-20T07:00:00Z");
    int begun = 0;
    // The storage is down for an hour.
    while (moment < at("2026-02-20T08:00:00Z")) {
      for (const auto& run : plan.take_due(moment)) {
        CHECK(run.order.due_at == at("2026-02-20T07:00:00Z"));
        ++begun;
        plan.ended(1, moment, run_outcome::not_begun);
      }
      moment = later(moment, 1min);
    }
    CHECK(begun == (missed == catch_up::none ? 5 : 60));
    CHECK(shown(plan.take_due(moment)) == "1 due 2026-02-20T08:00:00Z");
    CHECK(shown(plan.take_missed()) == "1 of 1 to 2026-02-20T07:00:00Z");
  }
}

TEST_CASE("a second attempt that cannot begin is repeated a minute later, as the second") {
  host_of_brands plan;
  plan.set({brand(1, "0 * * * *", catch_up::last)}, at("2026-02-20T06:30:00Z"));
  plan.take_due(at("2026-02-20T07:00:00Z"));
  plan.ended(1, at("2026-02-20T07:10:00Z"), run_outcome::failed);
  CHECK(shown(plan.take_due(at("2026-02-20T07:11:00Z"))) == "1 due 2026-02-20T07:00:00Z attempt 2");
  plan.ended(1, at("2026-02-20T07:11:00Z"), run_outcome::not_begun);
  CHECK(plan.next_start() == at("2026-02-20T07:12:00Z"));
  CHECK(shown(plan.take_due(at("2026-02-20T07:12:00Z"))) == "1 due 2026-02-20T07:00:00Z attempt 2");
  plan.ended(1, at("2026-02-20T07:13:00Z"), run_outcome::failed);
  CHECK(plan.next_start() == at("2026-02-20T07:15:00Z"));
  CHECK_FALSE(plan.take_due(at("2026-02-20T07:15:00Z")).empty());
  plan.ended(1, at("2026-02-20T07:59:30Z"), run_outcome::not_begun);
  CHECK(plan.next_start() == at("2026-02-20T08:00:00Z"));
  CHECK(plan.take_missed().empty());  // it had a run
}

TEST_CASE("a manual run delays the brand's due runs and is not retried") {
  host_of_brands plan;
  plan.set({brand(1, "0 * * * *", catch_up::last)}, at("2026-02-20T06:30:00Z"));
  CHECK(plan.brand(1).requested());
  CHECK_FALSE(plan.brand(1).requested());
  CHECK(shown(plan.take_due(at("2026-02-20T07:00:00Z"))) == "");
  plan.ended(1, at("2026-02-20T07:30:00Z"), run_outcome::not_begun);
  CHECK(plan.take_missed().empty());
  CHECK(shown(plan.take_due(at("2026-02-20T07:30:00Z"))) == "1 due 2026-02-20T07:00:00Z");
}

TEST_CASE("jitter delays each run by less than its value, equally on every host") {
  host_of_brands plan;
  host_of_brands other;
  for (auto* host : {&plan, &other})
    host->set({brand(1, "0 * * * *", catch_up::none, 10min)}, at("2026-02-20T00:30:00Z"));
  std::map<std::int64_t, int> delays;
  for (int run = 0; run < 100; ++run) {
    const auto start = plan.next_start();
    REQUIRE(start);
    CHECK(other.next_start() == start);
    CHECK(plan.take_due(later(*start, -1us)).empty());
    const auto runs = plan.take_due(*start);
    REQUIRE(runs.size() == 1);
    const auto delay = start->micros - runs[0].order.due_at->micros;
    CHECK((delay >= 0 && delay <= 600'000'000));
    ++delays[delay / 60'000'000];
    CHECK(other.take_due(*start) == runs);
    plan.ended(1, *start, run_outcome::succeeded);
    other.ended(1, *start, run_outcome::succeeded);
  }
  CHECK(delays.size() >= 9);  // spread over the ten minutes
}

TEST_CASE("a clock that jumps ahead skips runs; one that jumps back starts over") {
  host_of_brands plan;
  plan.set({brand(1, "0 * * * *"), brand(2, "0 * * * *", catch_up::last)},
           at("2026-02-20T06:30:00Z"));
  CHECK(shown(plan.take_due(at("2030-01-01T00:30:00Z"))) == "2 due 2030-01-01T00:00:00Z");
  plan.ended(2, at("2030-01-01T00:30:00Z"), run_outcome::succeeded);
  // The clock was wrong and is corrected.
  CHECK(shown(plan.take_due(at("2026-02-20T06:31:00Z"))) == "");
  CHECK(plan.next_start() == at("2026-02-20T07:00:00Z"));
  CHECK(shown(plan.take_due(at("2026-02-20T07:00:00Z"))) ==
        "1 due 2026-02-20T07:00:00Z, 2 due 2026-02-20T07:00:00Z");
}

TEST_CASE("a clock that is set back by less than a minute repeats no run") {
  host_of_brands plan;
  plan.set({brand(1, "* * * * *")}, at("2026-02-20T06:30:30Z"));
  CHECK(shown(plan.take_due(at("2026-02-20T06:31:00Z"))) == "1 due 2026-02-20T06:31:00Z");
  plan.ended(1, at("2026-02-20T06:31:01Z"), run_outcome::succeeded);
  CHECK(shown(plan.take_due(at("2026-02-20T06:30:10Z"))) == "");
  CHECK(shown(plan.take_due(at("2026-02-20T06:31:00Z"))) == "");
  CHECK(shown(plan.take_due(at("2026-02-20T06:32:00Z"))) == "1 due 2026-02-20T06:32:00Z");
}

TEST_CASE("through a leap year with both changes of the clocks each run is due once, in time") {
  const std::pair<const char*, int> lines[] = {
      {"30 2 * * *", 366}, {"@hourly", 8784}, {"0 12 29 2 *", 1}, {"0 8 * * mon-fri", 260}};
  for (const auto& [line, expected] : lines) {
    INFO(line);
    host_of_brands plan;
    const auto begin = at("2027-12-31T23:00:00Z");  // 2028 begins in Berlin
    plan.set({brand(1, line, catch_up::none, 30s, "Europe/Berlin")}, later(begin, -1us));
    std::map<std::int64_t, int> seen;
    // The clock of a host that checks every 20 seconds.
    for (auto moment = begin; moment < at("2028-12-31T23:00:00Z"); moment = later(moment, 20s))
      for (const auto& run : plan.take_due(moment)) {
        ++seen[run.order.due_at->micros];
        CHECK(moment.micros - run.order.due_at->micros <= 50'000'000);
        plan.ended(1, moment, run_outcome::succeeded);
      }
    CHECK(static_cast<int>(seen.size()) == expected);
    for (const auto& [due_at, count] : seen) CHECK(count == 1);
  }
}
