// SPDX-License-Identifier: BSL-1.0
#include <schedule/scheduler.hpp>

#include <map>
#include <string>
#include <vector>

#include "../../catch.hpp"

using namespace tidemark;
using namespace tidemark::host;
using namespace std::chrono_literals;

namespace {

timestamp at(const char* text) {
  const auto moment = parse_rfc3339(text);
  REQUIRE(moment);
  return *moment;
}

timestamp later(timestamp moment, std::chrono::microseconds duration) {
  return {moment.micros + duration.count()};
}

brand_schedule brand(std::int64_t id, const char* line, catch_up missed = catch_up::none,
                     std::chrono::milliseconds jitter = 0ms, const char* zone = "UTC") {
  const auto times = cron_schedule::read(line, zone);
  REQUIRE(times);
  return {id, *times, jitter, missed};
}

std::string shown(const std::vector<missed_runs>& missed) {
  std::string text;
  for (const auto& one : missed)
    text += (text.empty() ? "" : ", ") + std::to_string(one.count()) + " of " +
            std::to_string(one.brand_id) + " to " + to_rfc3339(one.last_due_at);
  return text;
}

std::string shown(const std::vector<due_run>& runs) {
  std::string text;
  for (const auto& run : runs)
    text += (text.empty() ? "" : ", ") + std::to_string(run.brand_id) + " due " +
            to_rfc3339(run.due_at) +
            (run.attempt > 1 ? " attempt " + std::to_string(run.attempt) : "");
  return text;
}

}  // namespace

TEST_CASE("a brand is run when it is due, and again only after that run has ended") {
  scheduler plan;
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

TEST_CASE("what was due while nobody could start it is caught up with as the brand says") {
  for (const auto missed : {catch_up::none, catch_up::last}) {
    scheduler plan;
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

TEST_CASE("after a start, what nobody claimed since the last claim is missed") {
  for (const auto missed : {catch_up::none, catch_up::last}) {
    scheduler plan;
    plan.set({brand(1, "@daily", missed), brand(2, "@daily", missed)}, at("2026-02-20T06:30:00Z"));
    plan.claimed(1, at("2026-02-17T00:00:00Z"));
    plan.claimed(2, at("2026-02-20T00:00:00Z"));
    CHECK(shown(plan.take_due(at("2026-02-20T06:30:00Z"))) ==
          (missed == catch_up::none ? "" : "1 due 2026-02-20T00:00:00Z"));
    CHECK(shown(plan.take_missed()) == (missed == catch_up::none
                                            ? "3 of 1 to 2026-02-20T00:00:00Z"
                                            : "2 of 1 to 2026-02-19T00:00:00Z"));
  }
}

TEST_CASE("a start of less than a minute after a due time is in time for it") {
  for (const auto missed : {catch_up::none, catch_up::last}) {
    scheduler plan;
    plan.set({brand(1, "@daily", missed)}, at("2026-02-20T00:00:40Z"));
    plan.claimed(1, at("2026-02-19T00:00:00Z"));
    CHECK(shown(plan.take_due(at("2026-02-20T00:00:40Z"))) == "1 due 2026-02-20T00:00:00Z");
    CHECK(plan.take_missed().empty());
  }
}

TEST_CASE("a run that a host's end cut short is made up for, as the brand says") {
  for (const auto missed : {catch_up::none, catch_up::last}) {
    scheduler plan;
    plan.set({brand(1, "@daily", missed)}, at("2026-02-20T06:30:00Z"));
    plan.claimed(1, at("2026-02-20T00:00:00Z"));
    CHECK(plan.missed(1, at("2026-02-20T00:00:00Z"), true) == (missed == catch_up::last));
    CHECK_FALSE(plan.missed(2, at("2026-02-20T00:00:00Z"), true));
    CHECK(shown(plan.take_due(at("2026-02-20T06:30:00Z"))) ==
          (missed == catch_up::none ? "" : "1 due 2026-02-20T00:00:00Z attempt 2"));
  }
}

TEST_CASE("a run that nobody began is missed when a newer one comes first, one that was begun not") {
  for (const bool begun : {true, false}) {
    scheduler plan;
    plan.set({brand(1, "@daily", catch_up::last)}, at("2026-02-20T06:30:00Z"));
    plan.claimed(1, at("2026-02-19T00:00:00Z"));
    CHECK(plan.missed(1, at("2026-02-19T00:00:00Z"), begun));
    CHECK(shown(plan.take_due(at("2026-02-20T06:30:00Z"))) == "1 due 2026-02-20T00:00:00Z");
    CHECK(shown(plan.take_missed()) == (begun ? "" : "1 of 1 to 2026-02-19T00:00:00Z"));
  }
}

TEST_CASE("the last hundred of many missed due times are named") {
  scheduler plan;
  plan.set({brand(1, "0 * * * *")}, at("2026-02-20T06:30:00Z"));
  plan.take_due(at("2026-02-27T06:30:00Z"));
  const auto missed = plan.take_missed();
  REQUIRE(missed.size() == 1);
  CHECK(missed[0].count() == 7 * 24);
  CHECK(missed[0].older == 7 * 24 - 100);
  CHECK(missed[0].due.front() == at("2026-02-23T03:00:00Z"));
  CHECK(missed[0].due.back() == missed[0].last_due_at);
  CHECK(missed[0].last_due_at == at("2026-02-27T06:00:00Z"));
}

TEST_CASE("a brand that was never run waits for its first due time") {
  scheduler plan;
  plan.set({brand(1, "@daily", catch_up::last)}, at("2026-02-20T06:30:00Z"));
  CHECK(shown(plan.take_due(at("2026-02-20T06:30:00Z"))) == "");
  CHECK(plan.next_start() == at("2026-02-21T00:00:00Z"));
}

TEST_CASE("a failed run is tried again, ever later, until the next one is due") {
  scheduler plan;
  plan.set({brand(1, "0 * * * *")}, at("2026-02-20T06:30:00Z"));
  timestamp moment = at("2026-02-20T07:00:00Z");
  CHECK(shown(plan.take_due(moment)) == "1 due 2026-02-20T07:00:00Z");
  const char* const attempts[] = {"2026-02-20T07:01:00Z", "2026-02-20T07:03:00Z",
                                  "2026-02-20T07:07:00Z", "2026-02-20T07:15:00Z"};
  for (int attempt = 2; attempt <= 5; ++attempt) {
    CHECK(plan.ended(1, moment, run_outcome::failed));
    CHECK(shown(plan.take_due(moment)) == "");
    moment = at(attempts[attempt - 2]);
    CHECK(plan.next_start() == moment);
    CHECK(shown(plan.take_due(moment)) ==
          "1 due 2026-02-20T07:00:00Z attempt " + std::to_string(attempt));
  }
  CHECK_FALSE(plan.ended(1, moment, run_outcome::failed));  // for the fifth time
  CHECK(plan.next_start() == at("2026-02-20T08:00:00Z"));

  plan.take_due(at("2026-02-20T08:00:00Z"));
  // The next run comes before another attempt.
  plan.ended(1, at("2026-02-20T08:59:30Z"), run_outcome::failed);
  CHECK(plan.next_start() == at("2026-02-20T09:00:00Z"));
}

TEST_CASE("a run that cannot begin is tried again, every minute where it is to be caught up with") {
  for (const auto missed : {catch_up::none, catch_up::last}) {
    scheduler plan;
    plan.set({brand(1, "0 * * * *", missed)}, at("2026-02-20T06:30:00Z"));
    timestamp moment = at("2026-02-20T07:00:00Z");
    int begun = 0;
    // The storage is down for an hour.
    while (moment < at("2026-02-20T08:00:00Z")) {
      for (const auto& run : plan.take_due(moment)) {
        CHECK(run.due_at == at("2026-02-20T07:00:00Z"));
        ++begun;
        plan.ended(1, moment, run_outcome::not_begun);
      }
      moment = later(moment, 1min);
    }
    CHECK(begun == (missed == catch_up::none ? 5 : 60));
    CHECK(shown(plan.take_missed()) == "1 of 1 to 2026-02-20T07:00:00Z");
    CHECK(shown(plan.take_due(moment)) == "1 due 2026-02-20T08:00:00Z");
    CHECK(plan.take_missed().empty());
  }
}

TEST_CASE("a second attempt that cannot begin comes again a minute later, as the second") {
  scheduler plan;
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
  CHECK_FALSE(plan.ended(1, at("2026-02-20T07:59:30Z"), run_outcome::not_begun));
  CHECK(plan.take_missed().empty());  // it had a run
}

TEST_CASE("a run beside the schedule keeps the brand's due runs waiting and is not tried again") {
  scheduler plan;
  plan.set({brand(1, "0 * * * *", catch_up::last)}, at("2026-02-20T06:30:00Z"));
  CHECK_FALSE(plan.begin(2));
  CHECK(plan.begin(1));
  CHECK_FALSE(plan.begin(1));
  CHECK(shown(plan.take_due(at("2026-02-20T07:00:00Z"))) == "");
  plan.ended(1, at("2026-02-20T07:30:00Z"), run_outcome::not_begun);
  CHECK(plan.take_missed().empty());
  CHECK(shown(plan.take_due(at("2026-02-20T07:30:00Z"))) == "1 due 2026-02-20T07:00:00Z");
}

TEST_CASE("jitter delays each run by less than it says, and on every host alike") {
  scheduler plan;
  scheduler other;
  for (auto* one : {&plan, &other})
    one->set({brand(1, "0 * * * *", catch_up::none, 10min)}, at("2026-02-20T00:30:00Z"));
  std::map<std::int64_t, int> delays;
  for (int run = 0; run < 100; ++run) {
    const auto start = plan.next_start();
    REQUIRE(start);
    CHECK(other.next_start() == start);
    CHECK(plan.take_due(later(*start, -1us)).empty());
    const auto runs = plan.take_due(*start);
    REQUIRE(runs.size() == 1);
    const auto delay = start->micros - runs[0].due_at.micros;
    CHECK((delay >= 0 && delay <= 600'000'000));
    ++delays[delay / 60'000'000];
    CHECK(other.take_due(*start) == runs);
    plan.ended(1, *start, run_outcome::succeeded);
    other.ended(1, *start, run_outcome::succeeded);
  }
  CHECK(delays.size() >= 9);  // spread over the ten minutes
}

TEST_CASE("a clock that jumps ahead leaves runs out; one that jumps back begins anew") {
  scheduler plan;
  plan.set({brand(1, "0 * * * *"), brand(2, "0 * * * *", catch_up::last)},
           at("2026-02-20T06:30:00Z"));
  CHECK(shown(plan.take_due(at("2030-01-01T00:30:00Z"))) == "2 due 2030-01-01T00:00:00Z");
  plan.ended(2, at("2030-01-01T00:30:00Z"), run_outcome::succeeded);
  // The clock was wrong and is put right.
  CHECK(shown(plan.take_due(at("2026-02-20T06:31:00Z"))) == "");
  CHECK(plan.next_start() == at("2026-02-20T07:00:00Z"));
  CHECK(shown(plan.take_due(at("2026-02-20T07:00:00Z"))) ==
        "1 due 2026-02-20T07:00:00Z, 2 due 2026-02-20T07:00:00Z");
}

TEST_CASE("a clock that is set back by less than a minute makes no run come twice") {
  scheduler plan;
  plan.set({brand(1, "* * * * *")}, at("2026-02-20T06:30:30Z"));
  CHECK(shown(plan.take_due(at("2026-02-20T06:31:00Z"))) == "1 due 2026-02-20T06:31:00Z");
  plan.ended(1, at("2026-02-20T06:31:01Z"), run_outcome::succeeded);
  CHECK(shown(plan.take_due(at("2026-02-20T06:30:10Z"))) == "");
  CHECK(shown(plan.take_due(at("2026-02-20T06:31:00Z"))) == "");
  CHECK(shown(plan.take_due(at("2026-02-20T06:32:00Z"))) == "1 due 2026-02-20T06:32:00Z");
}

TEST_CASE("new schedules keep what is running and what is due") {
  scheduler plan;
  plan.set({brand(1, "0 * * * *"), brand(2, "0 * * * *"), brand(3, "0 * * * *")},
           at("2026-02-20T06:30:00Z"));
  REQUIRE(plan.take_due(at("2026-02-20T07:00:00Z")).size() == 3);
  plan.ended(2, at("2026-02-20T07:00:10Z"), run_outcome::failed);
  plan.set({brand(1, "*/15 * * * *"), brand(2, "0 * * * *"), brand(4, "1 * * * *")},
           at("2026-02-20T07:00:20Z"));
  CHECK(plan.next_due(1) == at("2026-02-20T07:15:00Z"));
  CHECK_FALSE(plan.next_due(3));
  // 1 still runs, 2 failed and is tried again, 3 is gone, 4 is new.
  CHECK(shown(plan.take_due(at("2026-02-20T07:01:30Z"))) ==
        "2 due 2026-02-20T07:00:00Z attempt 2, 4 due 2026-02-20T07:01:00Z");
  plan.ended(3, at("2026-02-20T07:02:00Z"), run_outcome::succeeded);
  plan.ended(1, at("2026-02-20T07:14:00Z"), run_outcome::succeeded);
  CHECK(shown(plan.take_due(at("2026-02-20T07:15:00Z"))) == "1 due 2026-02-20T07:15:00Z");
}

TEST_CASE("through a leap year with both changes of the clocks each run comes once, in time") {
  const std::pair<const char*, int> lines[] = {
      {"30 2 * * *", 366}, {"@hourly", 8784}, {"0 12 29 2 *", 1}, {"0 8 * * mon-fri", 260}};
  for (const auto& [line, expected] : lines) {
    INFO(line);
    scheduler plan;
    const auto begin = at("2027-12-31T23:00:00Z");  // 2028 begins in Berlin
    plan.set({brand(1, line, catch_up::none, 30s, "Europe/Berlin")}, later(begin, -1us));
    std::map<std::int64_t, int> seen;
    // The clock of a host that looks every 20 seconds.
    for (auto moment = begin; moment < at("2028-12-31T23:00:00Z"); moment = later(moment, 20s))
      for (const auto& run : plan.take_due(moment)) {
        ++seen[run.due_at.micros];
        CHECK(moment.micros - run.due_at.micros <= 50'000'000);
        plan.ended(1, moment, run_outcome::succeeded);
      }
    CHECK(static_cast<int>(seen.size()) == expected);
    for (const auto& [due_at, count] : seen) CHECK(count == 1);
  }
}
