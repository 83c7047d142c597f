// SPDX-License-Identifier: BSL-1.0
// The schedules and runs of two daemons on one Postgres, through a week of simulated time.
#include <daemon/brand_job.hpp>

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

/// A config of two brands in a temporary folder.
std::shared_ptr<const application> load_two_brands(const config_folder& folder) {
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
  host_of_two(std::shared_ptr<const application> with, std::string host_name)
      : loaded(std::move(with)), name(std::move(host_name)) {}

  void begin(timestamp now) {
    for (const auto& brand : loaded->settings.brands) {
      auto& state = brands.try_emplace(brand.id, brand.id, name).first->second;
      state.scheduled(*brand.schedule, now);
      state.loaded(std::nullopt, now);
    }
  }

  /// Runs what is due.
  void work(timestamp now, event_log& log) {
    for (auto& [id, state] : brands) {
      auto actions = state.act(now);
      if (!actions.record.empty()) state.recorded(true);  // the begin does not matter
      if (!actions.start) continue;
      const auto end = run_job({id, std::move(*actions.start)},
                               {loaded, [this] { return loaded; }, log, metrics, running, pending,
                                name, stop, stop});
      if (!running.ids().empty()) ++leftovers;
      state.ended(end.outcome, end.recorded, now);
    }
  }

  std::shared_ptr<const application> loaded;
  std::string name;
  std::map<std::int64_t, brand_state> brands;
  daemon_metrics metrics;
  active_runs running;
  pending_reports pending;
  std::atomic<bool> stop = false;
  int leftovers = 0;
};

}  // namespace

TEST_CASE("two hosts do each due run of a week once, across a change of the clocks") {
  const config_folder folder;
  const auto loaded = load_two_brands(folder);
  host_of_two alpha(loaded, "alpha");
  host_of_two beta(loaded, "beta");
  event_log log(log_form::json);
  const auto begin = at("2026-10-22T22:00:00Z");  // Berlin sets its clocks back on the 25th
  const auto end = at("2026-10-29T23:00:00Z");    // seven days later in Berlin
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
  const auto last = (*store)->find_last_due_run(1).value();
  REQUIRE(last);
  CHECK(last->due_at == at("2026-10-29T17:00:00Z"));
  CHECK(last->state == storage::due_run_state::done);
  CHECK((*store)->verify(std::nullopt).value().ok());
}
