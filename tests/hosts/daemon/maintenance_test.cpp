// SPDX-License-Identifier: BSL-1.0
#include <daemon/maintenance.hpp>

#include <filesystem>
#include <string>
#include <utility>

#include <daemon/older_claim.hpp>
#include <daemon/record_due_runs.hpp>
#include <sqlite3.h>

#include "one_brand.hpp"

using namespace tidemark;
using namespace tidemark::host;

namespace {

std::string last_success(const daemon_metrics& metrics) {
  const std::string name = "\ntidemark_last_success_timestamp_seconds{brand=\"1\"} ";
  const auto text = metrics.text();
  const auto found = text.find(name);
  if (found == text.npos) return {};
  const auto value = found + name.size();
  return text.substr(value, text.find('\n', value) - value);
}

/// Maintenance of one host that does nothing else.
struct maintained_host {
  explicit maintained_host(std::shared_ptr<const application> with, std::string name = "host")
      : host(std::move(with), std::move(name)),
        maintenance(host.loaded, host.log, host.metrics, host.running, host.pending, host.name) {
    host.metrics.configured({1});
  }

  /// Does the maintenance that is due after `pause`.
  std::vector<storage::due_run> after(std::chrono::seconds pause) {
    moment.micros += std::chrono::microseconds{pause}.count();
    return maintenance.run(moment, {1}, {});
  }

  one_host host;
  tidemark::host::maintenance maintenance;
  timestamp moment = parse_rfc3339("2026-02-20T06:15:00Z").value();
};

/// Runs a statement on the database at `path`, as another program would.
void run_sql(const std::filesystem::path& path, const std::string& text) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  CHECK(sqlite3_exec(database, text.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

/// `moment` in the form of SQLite's tables.
std::string to_sqlite(timestamp moment) {
  auto text = to_rfc3339(moment);
  text[10] = ' ';
  text.pop_back();
  return text;
}

constexpr const char* one_row = "{\"id\":\"7\",\"username\":\"anna\",\"gmv\":\"1.00\"}\n";

std::string missed_runs_of(const daemon_metrics& metrics) {
  const std::string name = "\ntidemark_missed_runs_total{brand=\"1\"} ";
  const auto text = metrics.text();
  const auto value = text.find(name) + name.size();
  return text.substr(value, text.find('\n', value) - value);
}

using namespace std::chrono_literals;

}  // namespace

TEST_CASE("another host's success is known within a minute, in spite of failures around it") {
  const config_folder folder;
  std::filesystem::create_directory(folder.path() / "data");
  const auto loaded = load_one_brand(folder);
  one_host other(loaded);
  maintained_host own(loaded);
  const auto success_after = [&](std::chrono::seconds pause) {
    CHECK(own.after(pause).empty());
    return last_success(own.host.metrics);
  };
  CHECK(success_after(0s).empty());

  CHECK(other.run().outcome == run_outcome::failed);  // there are no rows yet
  folder.write("rows.jsonl", one_row);
  CHECK(other.run().outcome == run_outcome::succeeded);
  CHECK(success_after(15s).empty());
  const auto first = success_after(45s);
  CHECK(!first.empty());

  std::filesystem::remove(folder.path() / "rows.jsonl");
  CHECK(other.run().outcome == run_outcome::failed);
  CHECK(success_after(60s) == first);
  folder.write("rows.jsonl", one_row);
  CHECK(other.run().outcome == run_outcome::succeeded);
  CHECK(success_after(60s) > first);
}

TEST_CASE("runs missed while the storage was down are counted by one host, when it is back") {
  const config_folder folder;
  std::filesystem::create_directory(folder.path() / "data");
  const auto loaded = load_one_brand(folder);
  std::filesystem::remove(folder.path() / "data");  // now its database cannot be opened
  maintained_host alpha(loaded, "alpha");
  maintained_host beta(loaded, "beta");
  const auto minute = [](int n) {
    return parse_rfc3339("2026-02-20T06:0" + std::to_string(n) + ":00Z").value();
  };
  due_record all;
  for (const int n : {0, 1, 2, 3, 4}) all.missed.add(minute(n));
  all.missed.older = 7;
  for (auto* host : {&alpha, &beta}) {
    CHECK_FALSE(host->maintenance.record(1, all));
    CHECK(missed_runs_of(host->host.metrics) == "0");
  }
  std::filesystem::create_directory(folder.path() / "data");
  folder.write("rows.jsonl", one_row);
  one_host other(loaded, "gamma");
  for (const int done : {1, 3}) CHECK(other.run(minute(done)).outcome == run_outcome::succeeded);
  for (auto* host : {&alpha, &beta}) CHECK(host->maintenance.record(1, all));
  CHECK(missed_runs_of(alpha.host.metrics) == "10");
  CHECK(missed_runs_of(beta.host.metrics) == "0");
}

TEST_CASE("the run of a dead host fails, and its due run is open to others") {
  using state = storage::due_run_state;
  one_brand brand;
  auto& store = brand.store();
  maintained_host own(brand.loaded, "own");
  const auto due = parse_rfc3339("2026-02-20T06:00:00Z").value();
  const auto shown = [](const std::vector<storage::due_run>& open) {
    std::string text;
    for (const auto& run : open) text += std::string(to_text(run.state)) + ' ' + run.host + '\n';
    return text;
  };
  CHECK(record_due_runs(store, 1, {}, due, {"dead", due}).value().claimed);
  const auto run_id = begin_run(store, 1, "dead", due);
  const auto last = [&] { return store.find_last_due_run(1).value()->state; };
  {
    const auto other = connect_storage(*brand.loaded);
    REQUIRE(other);
    const auto lock = (*other)->lock_brand(1, "dead");  // it is alive: its run goes on
    REQUIRE(lock);
    REQUIRE(own.maintenance.load_history({1}));
    CHECK(last() == state::claimed);
  }
  // A starting daemon need not wait until heartbeats are missing.
  const auto history = own.maintenance.load_history({1});
  REQUIRE(history);
  CHECK(last() == state::released);
  CHECK(shown(history->open) == "released dead\n");
  REQUIRE(store.heartbeat(run_id, now()).has_value() == false);

  // A running daemon notices that heartbeats are missing.
  CHECK(record_due_runs(store, 1, {}, due, {"dead", due}).value().claimed);
  begin_run(store, 1, "dead", due);
  own.moment = now();
  CHECK(shown(own.after(0s)) == "claimed dead\n");
  CHECK(shown(own.after(60s)) == "claimed dead\n");
  CHECK(shown(own.after(120s)) == "released dead\n");
}

TEST_CASE("a claim of an older tidemark is open when its run cannot be running any more") {
  one_brand brand;
  auto& store = brand.store();
  maintained_host own(brand.loaded, "own");
  own.moment = now();
  const auto claim = [&](timestamp due_at) {
    run_sql(brand.folder.path() / "data/t.db",
            "INSERT INTO due_runs (brand_id, due_at) VALUES (1, '" + to_sqlite(due_at) + "')");
  };
  const auto minutes_ago = [](int minutes) {
    const auto moment = now().micros - minutes * std::int64_t{60'000'000};
    return timestamp{moment - moment % 60'000'000};
  };
  claim(minutes_ago(3));
  CHECK(own.after(0s).empty());
  const auto run_id = begin_run(store, 1, "older", {});
  REQUIRE(store.heartbeat(run_id, {own.moment.micros + 600'000'000}));
  CHECK(own.after(300s).empty());
  REQUIRE(store.fail_run(run_id, "stopped", now()));
  const auto open = own.after(60s);
  REQUIRE(open.size() == 1);
  CHECK(open[0].host.empty());
}

TEST_CASE("a due run that an older daemon may be working on is neither claimed nor missed") {
  const auto minutes_ago = [](std::int64_t minutes) {
    const auto moment = now().micros - minutes * 60'000'000;
    return timestamp{moment - moment % 60'000'000};
  };
  struct older_claim {
    explicit older_claim(timestamp due) : due_at(due) {
      run_sql(brand.folder.path() / "data/t.db",
              "INSERT INTO due_runs (brand_id, due_at) VALUES (1, '" + to_sqlite(due) + "')");
    }
    std::int64_t misses() {
      due_record record;
      record.missed.add(due_at);
      record.at = now();
      return record_due_runs(store(), 1, record, {}, by(), older_daemons(store())).value().missed;
    }
    bool claims() {
      return record_due_runs(store(), 1, {}, due_at, by(), older_daemons(store())).value().claimed;
    }
    storage::backend& store() { return brand.store(); }
    static step_by by() { return {"own", now()}; }

    one_brand brand;
    timestamp due_at;
  };

  older_claim recent(minutes_ago(3));  // its run may be about to begin
  CHECK(recent.misses() == 0);
  CHECK_FALSE(recent.claims());

  older_claim to_claim(minutes_ago(20)), to_miss(minutes_ago(20));
  for (auto* claim : {&to_claim, &to_miss}) {
    const auto run_id = begin_run(claim->store(), 1, "older");
    CHECK(claim->misses() == 0);
    CHECK_FALSE(claim->claims());
    REQUIRE(claim->store().fail_run(run_id, "stopped", now(), false));
  }
  CHECK(to_claim.claims());
  CHECK(to_miss.misses() == 1);
}

TEST_CASE("a failed heartbeat of an ended run does not prevent other maintenance") {
  one_brand brand;
  maintained_host own(brand.loaded);
  const auto run_id = begin_run(brand.store(), 1);
  own.host.running.started(run_id, 1);
  REQUIRE(brand.store().fail_run(run_id, "by another host", now()));
  const auto due = parse_rfc3339("2026-02-20T06:00:00Z").value();
  CHECK(record_due_runs(brand.store(), 1, {}, due, {"other", due}).value().claimed);
  CHECK(own.after(0s).size() == 1);
  CHECK(own.host.metrics.text().find("tidemark_storage_up 1") != std::string::npos);
}
