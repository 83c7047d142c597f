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
  const auto loaded = load_one_brand(folder);  // there is no folder for its database yet
  kept_up alpha(loaded);
  kept_up beta(loaded);
  const auto first = parse_rfc3339("2026-02-20T06:00:00Z").value();
  const auto second = parse_rfc3339("2026-02-20T06:01:00Z").value();
  for (auto* host : {&alpha, &beta}) {
    host->upkeep.note_missed({{1, 3, first}, {1, 1, second}});
    CHECK(missed_runs_of(host->host.counted) == "0");
  }
  std::filesystem::create_directory(folder.path() / "data");
  folder.write("rows.jsonl", one_row);
  one_host other(loaded);
  CHECK(other.run(second).outcome == run_outcome::succeeded);  // this one could do the second
  for (auto* host : {&alpha, &beta}) CHECK(host->after(0s).empty());
  CHECK(missed_runs_of(alpha.host.counted) == "3");
  CHECK(missed_runs_of(beta.host.counted) == "0");
  for (auto* host : {&alpha, &beta}) host->after(15s);
  CHECK(missed_runs_of(alpha.host.counted) == "3");
}
