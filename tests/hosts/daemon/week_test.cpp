// SPDX-License-Identifier: BSL-1.0
// Two daemons' schedules and runs on one Postgres, through a week by a clock of the test's own.
#include <daemon/brand_job.hpp>
#include <daemon/due_claims.hpp>

#include <cstdlib>
#include <future>
#include <map>
#include <string>
#include <vector>

#include "one_brand.hpp"

using namespace tidemark;
using namespace tidemark::host;

namespace {

timestamp at(const char* text) { return parse_rfc3339(text).value(); }

timestamp later(timestamp moment, std::chrono::microseconds duration) {
  return {moment.micros + duration.count()};
}

/// A config of two brands, in a folder of its own.
std::shared_ptr<const setup> load_two_brands(const config_folder& folder) {
  folder.write("rows.jsonl", R"({"id":"7","username":"anna","gmv":"1.00","views":5})"
                             "\n");
  std::string text = "policy: " SHIPPED_POLICY "\nplugin_path: [" PLUGINS "]\n"
                     "storage: {plugin: postgres, url: '" +
                     std::string(std::getenv("TIDEMARK_TEST_POSTGRES")) +
                     "', schema: public}\nbrands:\n";
  const std::pair<int, const char*> brands[] = {{1, "0 */6 * * *"}, {2, "30 1,13 * * *"}};
  for (const auto& [id, line] : brands)
    text += "  - {id: " + std::to_string(id) + ", schedule: '" + line +
            "', time_zone: Europe/Berlin, jitter: 20m, catch_up: last,"
            " sources: [{plugin: jsonl, path: rows.jsonl}]}\n";
  return load(folder, text);
}

/// One of the hosts.
struct host_of_two {
  explicit host_of_two(std::shared_ptr<const setup> with) : loaded(std::move(with)) {}

  void begin(timestamp now) {
    std::vector<brand_schedule> schedules;
    for (const auto& brand : loaded->settings.brands) schedules.push_back(*brand.schedule);
    plan.set(schedules, now);
  }

  /// Does what is due, and returns how many runs it did.
  int work(timestamp now, event_log& log) {
    int runs = 0;
    for (const auto& due : plan.take_due(now)) {
      const auto end =
          do_job({due.brand_id, due.due_at, false, due.attempt, {}},
                 {loaded, [this] { return loaded; }, log, counted, running, untold, stop, stop});
      if (!running.ids().empty()) ++leftovers;
      plan.ended(due.brand_id, now, end.outcome);
      runs += end.outcome == run_outcome::succeeded;
    }
    return runs;
  }

  std::shared_ptr<const setup> loaded;
  scheduler plan;
  figures counted;
  running_runs running;
  untold_ends untold;
  std::atomic<bool> stop = false;
  int leftovers = 0;
};

}  // namespace

TEST_CASE("two hosts on one database do each due run of a week once, over a change of the clocks") {
  const config_folder folder;
  const auto loaded = load_two_brands(folder);
  host_of_two alpha(loaded);
  host_of_two beta(loaded);
  event_log log(log_form::json);
  const auto begin = at("2026-10-22T22:00:00Z");  // Berlin puts its clocks back on the 25th
  const auto end = at("2026-10-29T23:00:00Z");    // seven days of Berlin later
  for (auto* host : {&alpha, &beta}) host->begin(later(begin, std::chrono::seconds{-1}));
  for (timestamp moment = begin; moment < end; moment = later(moment, std::chrono::minutes{1})) {
    // Both at once; beta's clock is seven seconds behind.
    auto other = std::async(std::launch::async, [&] {
      return beta.work(later(moment, std::chrono::seconds{-7}), log);
    });
    alpha.work(moment, log);
    other.get();
  }
  CHECK(alpha.leftovers + beta.leftovers == 0);

  auto store = connect_storage(*loaded);
  REQUIRE(store.has_value());
  std::map<std::int64_t, int> succeeded;
  REQUIRE((*store)->walk_runs(std::nullopt, [&](const storage::ledger_entry& entry) {
    CHECK(entry.status == storage::run_status::succeeded);
    ++succeeded[entry.start.brand_id];
    return true;
  }));
  CHECK(succeeded[1] == 7 * 4);
  CHECK(succeeded[2] == 7 * 2);
  CHECK((*store)->last_claimed_run(1).value() == settled(at("2026-10-29T17:00:00Z")));
  CHECK((*store)->verify(std::nullopt).value().ok());
}
