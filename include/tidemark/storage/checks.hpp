// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <tidemark/storage/ledger.hpp>
#include <tidemark/storage/verify_report.hpp>
#include <tidemark/storage/violation_list.hpp>
#include <tidemark/value/date.hpp>
#include <tidemark/value/timestamp.hpp>

/// The checks of `verify` in one form for all storages (plugins/storage/README.md, "Checks of
/// verify"): a storage counts and finds, these functions name.
namespace tidemark::storage {

/// `snapshot_coverage`: how many snapshots there are, per window in days.
inline check snapshot_coverage(const std::map<std::int32_t, std::int64_t>& count_of_window) {
  check result{"snapshot_coverage", {}, {}, 0};
  for (const auto& [window_days, count] : count_of_window)
    result.figure.emplace_back(std::to_string(window_days), count);
  return result;
}

/// `latest_snapshot`: the last day with a snapshot, per window in days.
inline check latest_snapshot(const std::map<std::int32_t, date>& last_day_of_window) {
  check result{"latest_snapshot", {}, {}, 0};
  for (const auto& [window_days, day] : last_day_of_window)
    result.figure.emplace_back(std::to_string(window_days), to_text(day));
  return result;
}

/// A check whose figure is the number of its violations.
inline check counted_check(std::string_view name, violation_list violations) {
  const auto count = violations.count();
  return {std::string(name), {{"count", count}}, violations.take_kept(), count};
}

/// A key that `rows` rows of `creator_videos` have; for check `duplicate_videos`.
inline named_values duplicate_video(std::int64_t brand_id, std::string_view tiktok_video_id,
                                    std::int64_t rows) {
  return {{"brand_id", brand_id}, {"tiktok_video_id", std::string(tiktok_video_id)},
          {"rows", rows}};
}

/// A key that `rows` snapshots have; for check `duplicate_snapshots`.
inline named_values duplicate_snapshot(std::int64_t brand_id, std::string_view tiktok_video_id,
                                       date snapshot_date, std::int32_t window_days,
                                       std::int64_t rows) {
  return {{"brand_id", brand_id}, {"tiktok_video_id", std::string(tiktok_video_id)},
          {"snapshot_date", to_text(snapshot_date)},
          {"window_days", std::int64_t{window_days}}, {"rows", rows}};
}

/// Whether an all-time gmv that is below that of a latest snapshot means that something was lost. A
/// snapshot of 0 does not: its row may have lacked a gmv, and refunds may have made the all-time
/// value negative.
constexpr bool is_regression(std::int64_t all_time_gmv_cents, std::int64_t snapshot_gmv_cents) {
  return all_time_gmv_cents < snapshot_gmv_cents && snapshot_gmv_cents != 0;
}

/// An all-time gmv below that of the video's latest snapshot of a window; for check `regression`.
inline named_values gmv_below_snapshot(std::int64_t brand_id, std::string_view tiktok_video_id,
                                       std::int32_t window_days, std::int64_t all_time_gmv_cents,
                                       std::int64_t snapshot_gmv_cents) {
  return {{"brand_id", brand_id}, {"tiktok_video_id", std::string(tiktok_video_id)},
          {"window_days", std::int64_t{window_days}},
          {"all_time_gmv_cents", all_time_gmv_cents},
          {"snapshot_gmv_cents", snapshot_gmv_cents}};
}

/// `regression`. Views and items below a latest snapshot are counted, per video and window, and are
/// no violation: another window's whole row won.
inline check regression(violation_list violations, std::int64_t views_below_snapshot,
                        std::int64_t items_below_snapshot) {
  check result = counted_check("regression", std::move(violations));
  result.figure.emplace_back("views_below_snapshot", views_below_snapshot);
  result.figure.emplace_back("items_below_snapshot", items_below_snapshot);
  return result;
}

/// Row `id` of `table`, whose `column` names row `refers_to`, which is not there or not of the same
/// video; for check `dangling_references`.
inline named_values dangling_reference(std::string_view table, std::int64_t id,
                                       std::string_view column, std::int64_t refers_to) {
  return {{"table", std::string(table)}, {"id", id}, {"column", std::string(column)},
          {"refers_to", refers_to}};
}

/// A run left `running` whose brand nobody holds; for check `stale_runs`.
inline named_values stale_run(const ledger_entry& run) {
  return {{"run_id", run.id}, {"brand_id", run.start.brand_id},
          {"source_run_id", run.start.source_run_id},
          {"started_at", to_rfc3339(run.start.started_at)}};
}

}  // namespace tidemark::storage
