// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <vector>

#include <config/config.hpp>

#include "catch.hpp"
#include "hosts/config/config_folder.hpp"

namespace host = tidemark::host;

namespace {

/// A config with `brand` among the keys of its brand and `rest` at its end.
std::string config_with(const std::string& brand, const std::string& rest) {
  return "policy: p.yaml\nstorage: {plugin: sqlite, path: t.db}\nbrands:\n"
         "  - id: 7\n    sources: [{plugin: jsonl, path: a}]\n" +
         (brand.empty() ? "" : "    " + brand + "\n") + rest;
}

struct row {
  std::string name;
  std::string brand;
  std::string rest;
  std::string expected;
};

void check_rows(const std::vector<row>& rows) {
  const config_folder folder;
  for (const auto& row : rows) {
    INFO(row.name);
    CHECK_THAT(shown(folder.load(config_with(row.brand, row.rest))),
               Catch::Matchers::StartsWith(row.expected));
  }
}

std::string due_after(const host::brand_schedule& schedule, const char* moment) {
  return tidemark::to_rfc3339(schedule.times.next_after(*tidemark::parse_rfc3339(moment)));
}

}  // namespace

TEST_CASE("the daemon's part of a config is read, with defaults for missing keys") {
  const config_folder folder;
  const auto plain = folder.load(config_with("", "")).value;
  CHECK_FALSE(plain.brands.at(0).schedule);
  CHECK(plain.daemon.address == "127.0.0.1");
  CHECK(plain.daemon.port == 8080);
  CHECK(plain.daemon.workers == 2);
  CHECK(plain.daemon.shutdown_timeout.count() == 30'000);
  CHECK(plain.daemon.auth_token.empty());
  CHECK_FALSE(plain.retention.snapshots_days);
  CHECK_FALSE(plain.retention.rejected_days);

  folder.write("token", "s3cret-of-16-and\n");
  const auto loaded = folder.load(config_with(
      "schedule: 15 6 * * mon-fri\n    time_zone: Europe/Berlin\n    jitter: 5m\n"
      "    catch_up: last",
      "daemon: {listen: \"[::1]:0\", workers: 8, shutdown_timeout: 1500ms,"
      " auth_token: \"${file:token}\"}\n"
      "retention: {snapshots_days: 400, rejected_days: 30}\n"));
  CHECK(shown(loaded).empty());
  const auto& value = loaded.value;
  REQUIRE(value.brands.at(0).schedule);
  const auto& schedule = *value.brands[0].schedule;
  CHECK(schedule.brand_id == 7);
  CHECK(due_after(schedule, "2026-02-20T06:00:00Z") == "2026-02-23T05:15:00Z");
  CHECK(schedule.jitter == std::chrono::minutes{5});
  CHECK(schedule.on_missed == host::catch_up::last);
  CHECK(value.daemon.address == "::1");
  CHECK(value.daemon.port == 0);
  CHECK(value.daemon.workers == 8);
  CHECK(value.daemon.shutdown_timeout.count() == 1'500);
  CHECK(value.daemon.auth_token == "s3cret-of-16-and");
  CHECK(value.retention.snapshots_days == 400);
  CHECK(value.retention.rejected_days == 30);
}

TEST_CASE("an impossible schedule is refused with its place in the file") {
  check_rows({
      {"too few fields", "schedule: 06:00", "",
       "f:6:15: error: the schedule \"06:00\" is not understood; write five fields"},
      {"a wrong field", "schedule: 0 24 * * *", "",
       "f:6:15: error: the hour \"24\" is not understood; write *, values from 0 to 23"},
      {"a day that never comes", "schedule: 0 0 30 2 *", "",
       "f:6:15: error: the schedule \"0 0 30 2 *\" names no day of any year"},
      {"an unknown zone", "schedule: \"@daily\"\n    time_zone: Europe/Berlyn", "",
       "f:7:16: error: time_zone: the time zone \"Europe/Berlyn\" is not known here"},
      {"a zone without a schedule", "time_zone: Europe/Berlin", "",
       "f:6:5: error: \"time_zone\" has no effect without \"schedule\"; add schedule: @daily"},
      {"jitter without a unit", "schedule: \"@daily\"\n    jitter: 30", "",
       "f:7:13: error: \"jitter\": expected a duration such as 500ms, 30s, 5m, 1h or 7d, at most "
       "1d, "
       "found \"30\""},
      {"jitter as long as the pause", "schedule: \"*/5 * * * *\"\n    jitter: 300s", "",
       "f:7:13: error: the jitter must be shorter than the time between two runs, which is 5m"},
      {"jitter over a day", "schedule: \"@daily\"\n    jitter: 25h", "",
       "f:7:13: error: \"jitter\": expected a duration"},
      {"an unknown way to catch up", "schedule: \"@daily\"\n    catch_up: all", "",
       "f:7:15: error: \"catch_up\": expected none (missed runs are not repeated) or last (the "
       "last "
       "missed run"},
  });
}

TEST_CASE("errors in daemon and retention name their place in the file") {
  const std::string listen =
      "f:6:18: error: \"listen\": expected an IP address and a port, such as 127.0.0.1:8080 or "
      "[::1]:8080, found ";
  check_rows({
      {"an unknown key", "", "daemon: {port: 80}", "f:6:10: error: unknown key \"port\""},
      {"not a map", "", "daemon: 8080",
       "f:6:9: error: \"daemon\": expected a map with the keys "
       "listen, workers, shutdown_timeout, auth_token"},
      {"without a port", "", "daemon: {listen: 127.0.0.1}", listen + "\"127.0.0.1\""},
      {"a name", "", "daemon: {listen: \"localhost:80\"}", listen + "\"localhost:80\""},
      {"a large port", "", "daemon: {listen: \"127.0.0.1:65536\"}", listen},
      {"IPv6 without brackets", "", "daemon: {listen: \"::1:80\"}", listen},
      {"IPv4 in brackets", "", "daemon: {listen: \"[127.0.0.1]:80\"}", listen},
      {"no workers", "", "daemon: {workers: 0}",
       "f:6:19: error: \"workers\": expected a positive integer of at most 64, found \"0\""},
      {"an endless timeout", "", "daemon: {shutdown_timeout: 2d}",
       "f:6:28: error: \"shutdown_timeout\": expected a duration"},
      {"a token that no header can carry", "", "daemon: {auth_token: \"a token of some words\"}",
       "f:6:22: error: \"auth_token\": a header field cannot carry this token; use ASCII"},
      {"a token that can be guessed", "", "daemon: {auth_token: secret}",
       "f:6:22: warning: \"auth_token\": a token of fewer than 16 characters can be guessed"},
      {"an open door", "", "daemon: {listen: \"0.0.0.0:8080\"}",
       "f:6:18: warning: \"listen\": anyone who can reach this address can read all metrics and "
       "start "
       "runs; set daemon.auth_token"},
      {"a door with a lock", "", "daemon: {listen: \"[::]:80\", auth_token: s3cret-of-16-and}", ""},
      {"an empty token", "", "daemon: {auth_token: \"\"}",
       "f:6:22: error: expected a token, found an empty text"},
      {"no days", "", "retention: {snapshots_days: -1}",
       "f:6:29: error: \"snapshots_days\": expected a positive integer of at most 36500"},
      {"an unknown key of retention", "", "retention: {snapshot_days: 3}",
       "f:6:13: error: unknown key \"snapshot_days\"; did you mean \"snapshots_days\"?"},
  });
}

TEST_CASE("a token is never shown") {
  const config_folder folder;
  const auto text = shown(folder.load(
      config_with("", "daemon: {auth_token: s3cret, workers: s3cret0}\n")));
  CHECK_THAT(text, !Catch::Matchers::Contains("auth_token: s3cret"));
  CHECK_THAT(text, Catch::Matchers::Contains("auth_token: ***"));
}
