// SPDX-License-Identifier: BSL-1.0
// A year of several hosts on one storage: in spite of all failures, every due time ends as exactly
// one of done and missed, and each missed run is reported once.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "../../catch.hpp"
#include "simulated_host.hpp"

using namespace tidemark;
using namespace tidemark::host;

namespace {

constexpr std::int64_t minute = 60'000'000;
constexpr std::int64_t hour = 60 * minute;

/// How often an event happens: once in this number of minutes; 0: never.
struct troubles {
  std::string name;
  std::int64_t death = 0;
  std::int64_t stop = 0;
  std::int64_t restart = 30;
  std::int64_t clock_step = 0;
  std::int64_t reload = 0;
  std::int64_t outage = 0;
  std::int64_t request = 0;
  unsigned lost_of_thousand = 0;
};

brand_schedule schedule(catch_up missed, std::chrono::milliseconds jitter = {}) {
  const auto times = cron_schedule::read("0 * * * *", "UTC");
  REQUIRE(times);
  return {1, *times, jitter, missed};
}

/// The outcomes of the due times until `end`, which is in the past.
void check_rows(const simulated_storage& store, timestamp first, timestamp end,
                bool has_deaths) {
  std::set<timestamp> succeeded;
  for (const auto& run : store.runs)
    if (run.succeeded && run.due_at) succeeded.insert(*run.due_at);
  std::map<std::string, int> states;
  for (timestamp due_at = first; due_at < end; due_at.micros += hour) {
    const auto found = store.rows.find(due_at);
    const bool is_there = found != store.rows.end();
    ++states[is_there ? std::string(to_text(found->second.state)) : "nothing"];
    if (!is_there) continue;
    const auto& due = found->second;
    if (due.state == storage::due_run_state::done) {
      const bool had_run =
          due.run_id && !store.runs[static_cast<std::size_t>(*due.run_id)].running;
      if (!had_run) ++states["done without a run"];
      else if (!store.runs[static_cast<std::size_t>(*due.run_id)].attempted)
        ++states["done without an attempt"];
    }
    if (due.state == storage::due_run_state::missed && succeeded.contains(due_at))
      ++states["missed with a run"];
  }
  INFO("missed " << states["missed"] << ", done " << states["done"]);
  CHECK(states["nothing"] == 0);
  CHECK(states["claimed"] == 0);
  CHECK(states["released"] == 0);
  CHECK(states["done without a run"] == 0);
  CHECK(states["missed with a run"] == 0);
  CHECK(states["done"] > 0);
  // The beginning's answer was lost, and the repetition waited for a worker for longer than other
  // hosts wait for a repetition.
  if (!has_deaths) CHECK(states["done without an attempt"] <= 1);
}

void live_through_a_year(const troubles& of, catch_up missed, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  simulated_storage store(random);
  const auto begin = parse_rfc3339("2027-01-01T00:30:00Z").value();
  store.true_time = begin.micros;
  std::vector<simulated_host> hosts;
  for (const char* name : {"alpha", "beta", "gamma"}) hosts.emplace_back(name, store, random);
  for (auto& host : hosts) host.start(schedule(missed));
  for (auto& host : hosts) host.work();

  const auto below = [&](std::int64_t limit) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit));
  };
  const auto happens = [&](std::int64_t once_in) { return once_in != 0 && below(once_in) == 0; };
  const auto any_schedule = [&] {
    return schedule(missed, below(4) == 0 ? std::chrono::minutes{9} : std::chrono::minutes{0});
  };
  const std::int64_t year_end = begin.micros + 365 * 24 * hour;
  std::int64_t up_again = 0;
  store.lost_of_thousand = of.lost_of_thousand;
  for (; store.true_time < year_end; store.true_time += minute) {
    if (happens(of.outage)) up_again = store.true_time + below(300) * minute;
    store.is_up = up_again <= store.true_time;
    const auto first = static_cast<std::size_t>(below(3));
    for (std::size_t i = 0; i < hosts.size(); ++i) {
      auto& host = hosts[(first + i) % hosts.size()];
      if (!host.is_alive() && happens(of.restart)) host.start(any_schedule());
      if (host.is_alive() && happens(of.death)) host.die();
      if (host.is_alive() && happens(of.stop)) host.stop();
      if (!host.is_alive()) continue;
      if (happens(of.clock_step))
        host.step_clock(below(2) == 0 ? 0 : (below(360) - 180) * minute);
      if (happens(of.reload)) host.reload(any_schedule());
      if (happens(of.request)) host.request_run();
      host.work();
    }
  }

  // A quiet day: open due runs come to their end.
  store.is_up = true;
  store.lost_of_thousand = 0;
  for (auto& host : hosts) {
    host.step_clock(0);
    if (!host.is_alive()) host.start(schedule(missed));
  }
  for (; store.true_time < year_end + 24 * hour; store.true_time += minute)
    for (auto& host : hosts) host.work();

  INFO(of.name << ", catch_up " << catch_up_words[static_cast<std::size_t>(missed)] << ", seed "
               << seed);
  check_rows(store, {begin.micros + hour / 2}, {year_end + 12 * hour},
             of.death != 0 || of.stop != 0);
  std::int64_t missed_rows = 0;
  for (const auto& [due_at, due] : store.rows)
    missed_rows += due.state == storage::due_run_state::missed;
  std::int64_t reported = 0;
  std::int64_t unreported = 0;
  for (const auto& host : hosts) {
    reported += host.reported();
    unreported += host.unreported();
  }
  CHECK(reported <= missed_rows);
  CHECK(missed_rows <= reported + unreported);
}

}  // namespace

TEST_CASE("through a year every due time ends as exactly one of done and missed") {
  const std::vector<troubles> all{
      {.name = "nothing"},
      {.name = "deaths", .death = 2'000},
      {.name = "stops", .stop = 1'000},
      {.name = "lost answers", .lost_of_thousand = 20},
      {.name = "outages", .outage = 5'000},
      {.name = "clock steps", .clock_step = 2'000},
      {.name = "reloads and requests", .reload = 500, .request = 300},
      {.name = "everything", .death = 2'000, .stop = 3'000, .clock_step = 5'000, .reload = 2'000,
       .outage = 5'000, .request = 1'000, .lost_of_thousand = 20},
      {.name = "mostly dead", .death = 100, .stop = 300, .restart = 600, .outage = 5'000,
       .lost_of_thousand = 20},
  };
  for (const auto& of : all)
    for (const auto missed : {catch_up::none, catch_up::last})
      live_through_a_year(of, missed, 1);
}
