// SPDX-License-Identifier: BSL-1.0
// What a host does with due runs that it does not start on time: other hosts' and its own.
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "host_of_brands.hpp"

using namespace tidemark;
using namespace tidemark::host;
using namespace std::chrono_literals;

TEST_CASE("an open due run of another host is repeated, done, missed, or left to that host") {
  using state = storage::due_run_state;
  const char* const old = "2026-02-19T00:00:00Z";
  const char* const last = "2026-02-20T00:00:00Z";
  const auto minutes_after = [](const char* text, int minutes) {
    return later(at(text), std::chrono::minutes{minutes});
  };
  struct {
    std::string name;
    storage::due_run open;
    int minutes;  ///< since the last change
    std::string with_none;
    std::string with_last;
  } cases[] = {
      {"its run was just cut short", due_run_at(last, state::released, 7), 19, "left", "repeated"},
      {"its run was cut short", due_run_at(last, state::released, 7), 20, "done", "repeated"},
      {"it was just released", due_run_at(last, state::released), 19, "left", "repeated"},
      {"its host does not repeat it", due_run_at(last, state::released), 20, "missed",
       "repeated"},
      {"its host died before its run began", due_run_at(last, state::claimed), 5, "missed",
       "repeated"},
      {"its host is about to begin its run", due_run_at(last, state::claimed), 4, "left", "left"},
      {"its run continues", due_run_at(last, state::claimed, 7), 600, "left", "left"},
      {"an older one was cut short", due_run_at(old, state::released, 7), 1, "done", "done"},
      {"an older one was released", due_run_at(old, state::released), 1, "missed", "missed"},
      {"an older one has a dead host", due_run_at(old, state::claimed), 5, "missed", "missed"},
  };
  for (const auto missed : {catch_up::none, catch_up::last})
    for (const auto& [name, open, minutes, with_none, with_last] : cases) {
      INFO(name);
      host_of_brands plan;
      plan.set({brand(1, "@daily", missed)}, at("2026-02-20T00:00:30Z"), {{1, last}});
      REQUIRE(shown(plan.take_due(at("2026-02-20T00:00:30Z"))) == "");
      auto due = open;
      const auto moment = minutes_after(last, 600);
      due.changed_at = later(moment, -std::chrono::minutes{minutes});
      plan.brand(1).found(due, moment);
      const auto started = shown(plan.take_due(moment));
      const auto changes = plan.take_changes();
      std::string found = "left";
      if (started == "1 due " + std::string(last) + " attempt 2") found = "repeated";
      else if (started != "") found = started;
      else if (shown(plan.take_missed()) == "1 of 1 to " + to_rfc3339(open.due_at))
        found = "missed";
      else if (changes.size() == 1 && changes[0].due_at == open.due_at &&
               changes[0].state == state::done && changes[0].run_id == 7)
        found = "done";
      CHECK(found == (missed == catch_up::none ? with_none : with_last));
    }
}

TEST_CASE("a due run that this host claimed without knowing is repeated or missed by it") {
  for (const auto missed : {catch_up::none, catch_up::last}) {
    host_of_brands plan;
    const char* const due_at = "2026-02-20T00:00:00Z";
    plan.set({brand(1, "@daily", missed)}, at("2026-02-20T06:00:00Z"), {{1, due_at}});
    auto own = due_run_at(due_at, storage::due_run_state::claimed);
    own.host = "this host";
    own.changed_at = at("2026-02-20T06:00:00Z");
    plan.brand(1).found(own, at("2026-02-20T06:00:01Z"));
    const bool repeated = !plan.take_due(at("2026-02-20T06:00:01Z")).empty();
    CHECK(repeated == (missed == catch_up::last));
    CHECK(plan.take_missed().empty() == (missed == catch_up::last));
  }
}

TEST_CASE("a run to be repeated is missed if a newer one becomes due first") {
  host_of_brands plan;
  plan.set({brand(1, "@daily", catch_up::last)}, at("2026-02-19T23:59:00Z"),
           {{1, "2026-02-19T00:00:00Z"}});
  plan.brand(1).found(due_run_at("2026-02-19T00:00:00Z", storage::due_run_state::released),
                      at("2026-02-19T23:59:30Z"));
  CHECK(shown(plan.take_due(at("2026-02-20T00:00:00Z"))) == "1 due 2026-02-20T00:00:00Z");
  CHECK(shown(plan.take_missed()) == "1 of 1 to 2026-02-19T00:00:00Z");
}

TEST_CASE("records that the storage did not answer are repeated, as unanswered") {
  brand_state state(1, "this host");
  state.scheduled(brand(1, "0 * * * *"), at("2026-02-20T06:30:00Z"));
  CHECK_FALSE(state.act(at("2026-02-20T08:30:00Z")).start);  // the storage has not answered yet
  state.loaded(std::nullopt, at("2026-02-20T08:30:00Z"));
  const auto first = state.act(at("2026-02-20T08:30:00Z"));
  CHECK_FALSE(first.start);
  CHECK(first.record.missed.count() == 2);
  REQUIRE(first.record.changes.size() == 1);
  CHECK(first.record.changes[0].after.due_at == later(at("2026-02-20T08:30:00Z"), 1us));
  CHECK(state.act(at("2026-02-20T08:31:00Z")).record.empty());  // on its way
  state.recorded(false);
  const auto second = state.act(at("2026-02-20T08:32:00Z"));
  CHECK(second.record.unanswered == first.record.missed);
  CHECK(second.record.missed.empty());
  CHECK(second.record.changes == first.record.changes);
  state.recorded(false);

  // It is sent with the next run's claim, and comes back if that is not recorded.
  const auto third = state.act(at("2026-02-20T09:00:00Z"));
  REQUIRE(third.start);
  CHECK(third.record.empty());
  CHECK(third.start->record.unanswered == second.record.unanswered);
  CHECK(third.start->record.unanswered_since == first.record.at);
  state.ended(run_outcome::not_begun, false, at("2026-02-20T09:00:10Z"));
  const auto fourth = state.act(at("2026-02-20T09:00:15Z")).record;
  CHECK(fourth.unanswered == second.record.unanswered);
  CHECK(fourth.changes == second.record.changes);
  CHECK(fourth.unanswered_since == first.record.at);
  state.recorded(true);
  CHECK(state.act(at("2026-02-20T09:00:20Z")).record.empty());
}

TEST_CASE("new schedules keep running and due runs") {
  host_of_brands plan;
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

TEST_CASE("a schedule that changes loses nothing that has become due by the one before") {
  const auto change_at = [](const char* moment, catch_up missed, const char* line,
                            run_outcome outcome_before = run_outcome::succeeded) {
    host_of_brands plan;
    plan.set({brand(1, "0 * * * *", missed, 10min)}, at("2026-02-20T04:30:00Z"));
    plan.take_due(at("2026-02-20T05:30:00Z"));  // until the end of this run, others wait
    plan.take_missed();
    std::vector<brand_schedule> schedules;
    if (line != nullptr) schedules.push_back(brand(1, line, missed));
    plan.set(schedules, at(moment));
    plan.ended(1, at(moment), outcome_before);
    std::string outcome = shown(plan.take_due(later(at(moment), 10min)));
    const auto missed_then = plan.take_missed();
    if (!missed_then.empty()) outcome += (outcome.empty() ? "" : ", ") + shown(missed_then);
    return outcome;
  };
  // The start of 06:00 may still come, by jitter; by then it counts as in time.
  for (const auto missed : {catch_up::none, catch_up::last})
    CHECK(change_at("2026-02-20T06:00:00Z", missed, "0 23 * * *") == "1 due 2026-02-20T06:00:00Z");
  CHECK(change_at("2026-02-20T07:30:00Z", catch_up::none, "0 23 * * *") ==
        "2 of 1 to 2026-02-20T07:00:00Z");
  CHECK(change_at("2026-02-20T07:30:00Z", catch_up::last, "0 23 * * *") ==
        "1 due 2026-02-20T07:00:00Z, 1 of 1 to 2026-02-20T06:00:00Z");
  // What waits comes before another attempt of the run that has failed.
  CHECK(change_at("2026-02-20T07:30:00Z", catch_up::last, "0 23 * * *", run_outcome::failed) ==
        "1 due 2026-02-20T07:00:00Z, 1 of 1 to 2026-02-20T06:00:00Z");
  CHECK(change_at("2026-02-20T07:30:00Z", catch_up::last, "0 23 * * *", run_outcome::not_begun) ==
        "1 due 2026-02-20T07:00:00Z, 2 of 1 to 2026-02-20T06:00:00Z");
  CHECK(change_at("2026-02-20T07:30:00Z", catch_up::last, nullptr) ==
        "2 of 1 to 2026-02-20T07:00:00Z");
}

TEST_CASE("an open due run of a brand without a schedule ends after a day") {
  using state = storage::due_run_state;
  brand_state unscheduled(1, "this host");
  unscheduled.scheduled(std::nullopt, at("2026-02-20T00:00:00Z"));
  unscheduled.loaded(std::nullopt, at("2026-02-20T00:00:00Z"));
  const auto released = due_run_at("2026-02-20T00:00:00Z", state::released);
  auto cut_short = due_run_at("2026-02-20T01:00:00Z", state::released, 7);
  for (const auto& due : {released, cut_short}) unscheduled.found(due, at("2026-02-20T23:59:00Z"));
  CHECK(unscheduled.act(at("2026-02-20T23:59:00Z")).record.empty());
  for (int minute = 0; minute < 3; ++minute)  // each is noted once
    for (const auto& due : {released, cut_short})
      unscheduled.found(due, at("2026-02-21T02:00:00Z"));
  const auto record = unscheduled.act(at("2026-02-21T02:00:00Z")).record;
  CHECK(record.missed.due == std::vector{released.due_at});
  REQUIRE(record.changes.size() == 1);
  CHECK(record.changes[0].before == cut_short);
  CHECK(record.changes[0].after.state == state::done);
}
