// SPDX-License-Identifier: BSL-1.0
#include <daemon/daemon_metrics.hpp>

#include <string>

#include "catch.hpp"

using namespace tidemark;
using host::daemon_metrics;

namespace {

/// The text of a sample's value; empty if there is none.
std::string sample(const std::string& text, const std::string& name) {
  const auto found = text.find("\n" + name + " ");
  if (found == text.npos) return {};
  const auto begin = found + name.size() + 2;
  return text.substr(begin, text.find('\n', begin) - begin);
}

sync::run_report report_of(sync::run_end end) {
  sync::run_report report;
  report.end = end;
  report.run_id = 1;
  report.figures.duplicate_rows = 3;
  report.figures.conflict_video_count = 2;
  report.figures.rejected_rows = 1;
  return report;
}

}  // namespace

TEST_CASE("runs are counted by brand and by how they ended") {
  daemon_metrics metrics;
  metrics.configured({1, 2, 3});
  const auto at = *parse_rfc3339("2026-02-20T06:15:00Z");
  for (const auto end :
       {sync::run_end::succeeded, sync::run_end::succeeded, sync::run_end::failed}) {
    metrics.run_started(1);
    metrics.run_ended(1, report_of(end), 100, std::chrono::milliseconds{1500}, at);
  }
  metrics.run_abandoned(1);
  metrics.runs_missed(1, 4);
  metrics.run_started(2);
  metrics.run_started(3);
  metrics.run_skipped(3);
  metrics.next_due({{1, *parse_rfc3339("2026-02-20T07:00:00Z")}});
  const auto text = metrics.text();
  CHECK(sample(text, "tidemark_runs_total{brand=\"1\",status=\"succeeded\"}") == "2");
  CHECK(sample(text, "tidemark_runs_total{brand=\"1\",status=\"failed\"}") == "2");
  CHECK(sample(text, "tidemark_runs_total{brand=\"1\",status=\"busy\"}") == "0");
  CHECK(sample(text, "tidemark_missed_runs_total{brand=\"1\"}") == "4");
  CHECK(sample(text, "tidemark_run_duration_seconds_sum{brand=\"1\"}") == "4.500000");
  CHECK(sample(text, "tidemark_run_duration_seconds_count{brand=\"1\"}") == "3");
  CHECK(sample(text, "tidemark_rows_total{brand=\"1\"}") == "300");
  CHECK(sample(text, "tidemark_duplicate_rows_total{brand=\"1\"}") == "9");
  CHECK(sample(text, "tidemark_conflicts_total{brand=\"1\"}") == "6");
  CHECK(sample(text, "tidemark_rejected_rows_total{brand=\"1\"}") == "3");
  CHECK(sample(text, "tidemark_runs_in_progress{brand=\"1\"}") == "0");
  CHECK(sample(text, "tidemark_runs_in_progress{brand=\"2\"}") == "1");
  CHECK(sample(text, "tidemark_runs_in_progress{brand=\"3\"}") == "0");
  CHECK(sample(text, "tidemark_last_success_timestamp_seconds{brand=\"1\"}") ==
        "1771568100.000000");
  CHECK(sample(text, "tidemark_last_success_timestamp_seconds{brand=\"2\"}").empty());
  CHECK(sample(text, "tidemark_next_due_timestamp_seconds{brand=\"1\"}") == "1771570800.000000");
}

TEST_CASE("a run that could not begin has no duration and is not a failure") {
  daemon_metrics metrics;
  metrics.run_started(1);
  metrics.run_ended(1, {}, 0, {}, *parse_rfc3339("2026-02-20T06:15:00Z"));
  const auto text = metrics.text();
  CHECK(sample(text, "tidemark_runs_total{brand=\"1\",status=\"not_begun\"}") == "1");
  CHECK(sample(text, "tidemark_runs_total{brand=\"1\",status=\"failed\"}") == "0");
  CHECK(sample(text, "tidemark_run_duration_seconds_count{brand=\"1\"}") == "0");
  CHECK(sample(text, "tidemark_runs_in_progress{brand=\"1\"}") == "0");
}

TEST_CASE("the counters of a configured brand exist before its first run") {
  daemon_metrics metrics;
  metrics.configured({1, 2});
  CHECK(sample(metrics.text(), "tidemark_runs_total{brand=\"2\",status=\"failed\"}") == "0");
  metrics.run_abandoned(2);
  metrics.configured({2});
  CHECK(sample(metrics.text(), "tidemark_runs_total{brand=\"2\",status=\"failed\"}") == "1");
}

TEST_CASE("reloads, the storage and verify are gauges") {
  daemon_metrics metrics;
  CHECK(sample(metrics.text(), "tidemark_config_last_reload_successful") == "1");
  CHECK(sample(metrics.text(), "tidemark_storage_up") == "0");
  const auto loaded_at = *parse_rfc3339("2026-02-20T06:15:00Z");
  metrics.reloaded(true, loaded_at);
  metrics.reloaded(false, *parse_rfc3339("2026-02-20T07:00:00Z"));
  metrics.storage_answers(true);
  metrics.verified({{{"duplicate_videos", {}, {}, 0},
                     {"regression", {}, {{{"tiktok_video_id", std::string("7")}}}, 30'000}}});
  const auto text = metrics.text();
  CHECK(sample(text, "tidemark_config_last_reload_successful") == "0");
  CHECK(sample(text, "tidemark_config_last_reload_success_timestamp_seconds") ==
        "1771568100.000000");
  CHECK(sample(text, "tidemark_storage_up") == "1");
  CHECK(sample(text, "tidemark_verify_violations{check=\"duplicate_videos\"}") == "0");
  CHECK(sample(text, "tidemark_verify_violations{check=\"regression\"}") == "30000");
}

TEST_CASE("a success in the ledger counts if it is newer and the brand is configured") {
  daemon_metrics metrics;
  metrics.configured({1});
  metrics.note_success(1, *parse_rfc3339("2026-02-20T06:15:00Z"));
  metrics.note_success(1, *parse_rfc3339("2026-02-19T06:15:00Z"));
  CHECK(sample(metrics.text(), "tidemark_last_success_timestamp_seconds{brand=\"1\"}") ==
        "1771568100.000000");
  metrics.configured({2});
  CHECK(sample(metrics.text(), "tidemark_last_success_timestamp_seconds{brand=\"1\"}").empty());
}

TEST_CASE("every metric has one header, before its samples") {
  daemon_metrics metrics;
  metrics.run_started(1);
  const auto text = metrics.text();
  std::string name;
  std::size_t begin = 0;
  for (std::size_t end; (end = text.find('\n', begin)) != text.npos; begin = end + 1) {
    const auto line = text.substr(begin, end - begin);
    if (line.starts_with("# HELP ")) {
      name = line.substr(7, line.find(' ', 7) - 7);
      CHECK(text.find("# TYPE " + name + ' ') == end + 1);
      CHECK(text.find("# HELP " + name + ' ', end) == text.npos);
    } else if (!line.starts_with('#')) {
      CHECK(line.starts_with(name));
    }
  }
}
