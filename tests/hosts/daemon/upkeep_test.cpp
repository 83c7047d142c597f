// SPDX-License-Identifier: BSL-1.0
#include <daemon/upkeep.hpp>

#include <atomic>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <daemon/brand_job.hpp>

#include "catch.hpp"
#include "hosts/config_folder.hpp"

using namespace tidemark;
using namespace tidemark::host;

namespace {

/// A config of one brand in SQLite.
std::shared_ptr<const setup> load(const config_folder& folder) {
  folder.write("tidemark.yaml",
               "policy: " SHIPPED_POLICY "\nplugin_path: [" PLUGINS "]\n"
               "storage: {plugin: sqlite, path: t.db}\n"
               "brands: [{id: 1, sources: [{plugin: jsonl, path: rows.jsonl}]}]\n");
  global_options global;
  global.config = folder.path() / "tidemark.yaml";
  std::ostringstream said;
  auto loaded = load_setup(global, said);
  INFO(said.str());
  REQUIRE(loaded.has_value());
  return std::make_shared<const setup>(std::move(*loaded));
}

/// A host that runs the brand and counts for itself.
struct other_host {
  run_outcome run(event_log& log) {
    return do_job({loaded, 1, std::nullopt, 1, false, {}}, {loaded, log, counted, running, stop})
        .outcome;
  }

  std::shared_ptr<const setup> loaded;
  figures counted;
  running_runs running;
  std::atomic<bool> stop = false;
};

std::string last_success(const figures& counted) {
  const std::string name = "\ntidemark_last_success_timestamp_seconds{brand=\"1\"} ";
  const auto text = counted.text();
  const auto found = text.find(name);
  if (found == text.npos) return {};
  const auto value = found + name.size();
  return text.substr(value, text.find('\n', value) - value);
}

}  // namespace

TEST_CASE("a success of another host is known within a minute, whatever failed before and after") {
  const config_folder folder;
  const auto loaded = load(folder);
  event_log log(log_form::json);
  other_host other{loaded, {}, {}};
  figures counted;
  counted.configured({1});
  running_runs running;
  upkeep own(loaded, log, counted, running);
  timestamp moment = parse_rfc3339("2026-02-20T06:15:00Z").value();
  const auto after = [&](std::chrono::seconds pause) {
    moment.micros += std::chrono::microseconds{pause}.count();
    CHECK(own.work(moment, {1}, {}).empty());
    return last_success(counted);
  };
  using namespace std::chrono_literals;
  CHECK(after(0s).empty());

  CHECK(other.run(log) == run_outcome::failed);  // there are no rows yet
  folder.write("rows.jsonl", "{\"id\":\"7\",\"username\":\"anna\",\"gmv\":\"1.00\"}\n");
  CHECK(other.run(log) == run_outcome::succeeded);
  CHECK(after(15s).empty());
  const auto first = after(45s);
  CHECK(!first.empty());

  std::filesystem::remove(folder.path() / "rows.jsonl");
  CHECK(other.run(log) == run_outcome::failed);
  CHECK(after(60s) == first);
  folder.write("rows.jsonl", "{\"id\":\"7\",\"username\":\"anna\",\"gmv\":\"2.00\"}\n");
  CHECK(other.run(log) == run_outcome::succeeded);
  CHECK(after(60s) > first);
}
