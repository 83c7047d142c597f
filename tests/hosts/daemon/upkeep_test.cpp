// SPDX-License-Identifier: BSL-1.0
#include <daemon/upkeep.hpp>

#include <filesystem>
#include <string>

#include <daemon/due_claims.hpp>

#include "one_brand.hpp"

using namespace tidemark;
using namespace tidemark::host;

namespace {

std::string last_success(const figures& counted) {
  const std::string name = "\ntidemark_last_success_timestamp_seconds{brand=\"1\"} ";
  const auto text = counted.text();
  const auto found = text.find(name);
  if (found == text.npos) return {};
  const auto value = found + name.size();
  return text.substr(value, text.find('\n', value) - value);
}

}  // namespace

namespace {

/// Upkeep of one host, which has done nothing else.
struct kept_up {
  explicit kept_up(std::shared_ptr<const setup> with)
      : host(std::move(with)),
        upkeep(host.loaded, host.log, host.counted, host.running, host.untold) {
    host.counted.configured({1});
  }

  /// Does what there is to do, `pause` later.
  std::vector<stray_run> after(std::chrono::seconds pause) {
    moment.micros += std::chrono::microseconds{pause}.count();
    return upkeep.work(moment, scope, {});
  }

  one_host host;
  tidemark::host::upkeep upkeep;
  claim_scope scope{{1}, {}, {}, {}};
  timestamp moment = parse_rfc3339("2026-02-20T06:15:00Z").value();
};

constexpr const char* one_row = "{\"id\":\"7\",\"username\":\"anna\",\"gmv\":\"1.00\"}\n";

std::string missed_runs_of(const figures& counted) {
  const std::string name = "\ntidemark_missed_runs_total{brand=\"1\"} ";
  const auto text = counted.text();
  const auto value = text.find(name) + name.size();
  return text.substr(value, text.find('\n', value) - value);
}

using namespace std::chrono_literals;

}  // namespace

TEST_CASE("a success of another host is known within a minute, whatever failed before and after") {
  const config_folder folder;
  std::filesystem::create_directory(folder.path() / "data");
  const auto loaded = load_one_brand(folder);
  one_host other(loaded);
  kept_up own(loaded);
  const auto success_after = [&](std::chrono::seconds pause) {
    CHECK(own.after(pause).empty());
    return last_success(own.host.counted);
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

TEST_CASE("what was missed while the storage was away is counted by one host, when it is back") {
  const config_folder folder;
  std::filesystem::create_directory(folder.path() / "data");
  const auto loaded = load_one_brand(folder);
  std::filesystem::remove(folder.path() / "data");  // now its database cannot be opened
  kept_up alpha(loaded);
  kept_up beta(loaded);
  const auto minute = [](int n) {
    return parse_rfc3339("2026-02-20T06:0" + std::to_string(n) + ":00Z").value();
  };
  missed_runs all = missed_runs::of(1, minute(0));
  for (const int n : {1, 2, 3}) all.add(minute(n));
  all.older = 7;
  for (auto* host : {&alpha, &beta}) {
    host->upkeep.note_missed({all, missed_runs::of(1, minute(4))});
    CHECK(missed_runs_of(host->host.counted) == "0");
  }
  std::filesystem::create_directory(folder.path() / "data");
  folder.write("rows.jsonl", one_row);
  one_host other(loaded);
  for (const int done : {1, 4}) CHECK(other.run(minute(done)).outcome == run_outcome::succeeded);
  for (auto* host : {&alpha, &beta}) CHECK(host->after(0s).empty());
  CHECK(missed_runs_of(alpha.host.counted) == "10");
  CHECK(missed_runs_of(beta.host.counted) == "0");
  for (auto* host : {&alpha, &beta}) host->after(15s);
  CHECK(missed_runs_of(alpha.host.counted) == "10");
}

TEST_CASE("what another host has the last of is missed for what that one has left out") {
  one_brand brand;
  kept_up own(brand.loaded);
  own.host.counted.configured({1});
  const auto minute = [](int n) {
    return parse_rfc3339("2026-02-20T06:0" + std::to_string(n) + ":00Z").value();
  };
  missed_runs all = missed_runs::of(1, minute(0));
  for (const int n : {1, 2}) all.add(minute(n));
  all.older = 7;
  CHECK(brand.store().claim_due_run(1, minute(2)).value());
  own.upkeep.note_missed({all});
  CHECK(missed_runs_of(own.host.counted) == "2");
}

TEST_CASE("a heartbeat of a run that has ended keeps nothing else from being done") {
  one_brand brand;
  kept_up own(brand.loaded);
  const auto run_id = begin_run(brand.store(), 1);
  own.host.running.begun(run_id, 1);
  REQUIRE(brand.store().fail_run(run_id, "by another host", now()));
  CHECK(brand.store().claim_due_run(1, parse_rfc3339("2026-02-20T06:00:00Z").value()).value());
  own.after(0s);
  CHECK(own.after(60s).size() == 1);
  CHECK(own.host.counted.text().find("tidemark_storage_up 1") != std::string::npos);
}
