// SPDX-License-Identifier: BSL-1.0
#include "daemon_metrics.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <utility>

#include <fmt/core.h>

namespace tidemark::host {

namespace {

/// A number of seconds, to the microsecond.
std::string in_seconds(timestamp moment) {
  char text[32];
  std::snprintf(text, sizeof text, "%lld.%06lld", static_cast<long long>(moment.micros / 1'000'000),
                static_cast<long long>(moment.micros % 1'000'000));
  return text;
}

std::string in_seconds(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6f", seconds);
  return text;
}

/// The text of one metric after the other.
class exposition {
 public:
  void begin(std::string_view name, std::string_view type, std::string_view help) {
    name_ = fmt::format("tidemark_{}", name);
    text += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name_, help, name_, type);
  }
  void sample(const std::string& labels, const std::string& value, std::string_view suffix = {}) {
    text += fmt::format("{}{}{} {}\n", name_, suffix, labels.empty() ? "" : "{" + labels + "}",
                        value);
  }

  std::string text;

 private:
  std::string name_;
};

std::string brand_label(std::int64_t brand_id) {
  return fmt::format(R"(brand="{}")", brand_id);
}

}  // namespace

void daemon_metrics::configured(const std::vector<std::int64_t>& brand_ids) {
  const std::lock_guard held(mutex_);
  for (auto& [id, brand] : brands_) brand.configured = false;
  for (const std::int64_t id : brand_ids) brands_[id].configured = true;
}

void daemon_metrics::run_started(std::int64_t brand_id) {
  const std::lock_guard held(mutex_);
  ++brands_[brand_id].running;
}

void daemon_metrics::run_ended(std::int64_t brand_id, const sync::run_report& report,
                               std::int64_t rows, std::chrono::duration<double> duration,
                               timestamp at) {
  const std::lock_guard held(mutex_);
  auto& brand = brands_[brand_id];
  --brand.running;
  if (report.run_id) {
    ++brand.timed;
    brand.seconds += duration.count();
  }
  ++(report.end == sync::run_end::failed && !report.run_id ? brand.not_begun
                                                           : brand.runs[report.end]);
  brand.rows += rows;
  brand.duplicate_rows += report.figures.duplicate_rows;
  brand.conflicts += report.figures.conflict_video_count;
  brand.rejected_rows += report.figures.rejected_rows;
  if (report.end == sync::run_end::succeeded) brand.succeeded_at = at;
}

void daemon_metrics::run_abandoned(std::int64_t brand_id) {
  const std::lock_guard held(mutex_);
  ++brands_[brand_id].runs[sync::run_end::failed];
}

void daemon_metrics::runs_missed(std::int64_t brand_id, std::int64_t count) {
  const std::lock_guard held(mutex_);
  brands_[brand_id].missed += count;
}

void daemon_metrics::run_skipped(std::int64_t brand_id) {
  const std::lock_guard held(mutex_);
  --brands_[brand_id].running;
}

void daemon_metrics::note_success(std::int64_t brand_id, timestamp at) {
  const std::lock_guard held(mutex_);
  auto& known = brands_[brand_id].succeeded_at;
  known = std::max(known.value_or(at), at);
}

void daemon_metrics::next_due(std::map<std::int64_t, timestamp> due) {
  const std::lock_guard held(mutex_);
  next_due_ = std::move(due);
}

void daemon_metrics::reloaded(bool successful, timestamp at) {
  const std::lock_guard held(mutex_);
  reload_successful_ = successful;
  if (successful) reloaded_at_ = at;
}

void daemon_metrics::verified(const storage::verify_report& report) {
  const std::lock_guard held(mutex_);
  for (const auto& check : report.checks) violations_[check.name] = check.violation_count;
}

void daemon_metrics::storage_answers(bool answers) {
  const std::lock_guard held(mutex_);
  storage_answers_ = answers;
}

std::string daemon_metrics::text() const {
  const std::lock_guard held(mutex_);
  exposition out;
  out.begin("build_info", "gauge", "Version of tidemark, always 1.");
  out.sample("version=\"" TIDEMARK_VERSION "\"", "1");

  out.begin("runs_total", "counter",
            "Runs that ended, by status; not_begun and busy ones are not in the ledger.");
  for (const auto& [id, brand] : brands_) {
    for (const auto end : {sync::run_end::succeeded, sync::run_end::failed, sync::run_end::busy}) {
      const auto count = brand.runs.find(end);
      out.sample(fmt::format(R"({},status="{}")", brand_label(id), to_text(end)),
                 std::to_string(count == brand.runs.end() ? 0 : count->second));
    }
    out.sample(brand_label(id) + ",status=\"not_begun\"", std::to_string(brand.not_begun));
  }
  out.begin("run_duration_seconds", "summary", "How long runs took.");
  for (const auto& [id, brand] : brands_) {
    out.sample(brand_label(id), in_seconds(brand.seconds), "_sum");
    out.sample(brand_label(id), std::to_string(brand.timed), "_count");
  }
  using counter = std::pair<std::int64_t brand_metrics::*, std::array<std::string_view, 3>>;
  const counter counters[] = {
      {&brand_metrics::missed, {"missed_runs_total", "counter", "Due times without a run."}},
      {&brand_metrics::rows, {"rows_total", "counter", "Rows that sources delivered."}},
      {&brand_metrics::duplicate_rows,
       {"duplicate_rows_total", "counter",
        "Rows that lost against another row of the same video."}},
      {&brand_metrics::conflicts,
       {"conflicts_total", "counter", "Videos whose rows of one window differed."}},
      {&brand_metrics::rejected_rows, {"rejected_rows_total", "counter", "Rejected rows."}},
      {&brand_metrics::running, {"runs_in_progress", "gauge", "Runs in progress."}},
  };
  for (const auto& [member, words] : counters) {
    out.begin(words[0], words[1], words[2]);
    for (const auto& [id, brand] : brands_)
      out.sample(brand_label(id), std::to_string(brand.*member));
  }
  out.begin("last_success_timestamp_seconds", "gauge",
            "When a configured brand last had a run that succeeded, on any host.");
  for (const auto& [id, brand] : brands_)
    if (brand.configured && brand.succeeded_at)
      out.sample(brand_label(id), in_seconds(*brand.succeeded_at));
  out.begin("next_due_timestamp_seconds", "gauge", "When a brand's next run is due.");
  for (const auto& [id, due] : next_due_) out.sample(brand_label(id), in_seconds(due));

  out.begin("config_last_reload_successful", "gauge", "Whether the last reload succeeded.");
  out.sample({}, reload_successful_ ? "1" : "0");
  out.begin("config_last_reload_success_timestamp_seconds", "gauge",
            "When the config in use was loaded.");
  out.sample({}, in_seconds(reloaded_at_));
  out.begin("storage_up", "gauge", "Whether the storage answered its last use.");
  out.sample({}, storage_answers_ ? "1" : "0");
  out.begin("verify_violations", "gauge", "Violations that the last verify found, by check.");
  for (const auto& [name, count] : violations_)
    out.sample(fmt::format(R"(check="{}")", name), std::to_string(count));
  return std::move(out.text);
}

}  // namespace tidemark::host
