// SPDX-License-Identifier: GPL-2.0-only
#include "verify.hpp"

#include <map>
#include <string>
#include <utility>

#include <fmt/core.h>

#include <tidemark/storage/checks.hpp>

#include "checks-odb.hxx"
#include "row_conversion.hpp"
#include "tables-odb.hxx"

namespace tidemark::tables {

namespace {

using storage::verify_report;

/// The rows of a view, of one brand or all; `column` is what the view calls the brand.
template <typename View>
auto rows_of(odb::database& db, const std::string& column, std::optional<std::int64_t> brand_id) {
  using query = odb::query<View>;
  return db.query<View>(brand_id ? query(fmt::format("{} = {}", column, *brand_id))
                                 : query(true));
}

void check_windows(odb::database& db, std::optional<std::int64_t> brand_id, verify_report& report) {
  std::map<std::int32_t, std::int64_t> count_of_window;
  std::map<std::int32_t, date> last_day_of_window;
  for (const auto& window : rows_of<window_coverage>(db, "brand_id", brand_id)) {
    count_of_window[window.window_days] = window.snapshots;
    last_day_of_window[window.window_days] = window.latest_date;
  }
  report.checks.push_back(storage::snapshot_coverage(count_of_window));
  report.checks.push_back(storage::latest_snapshot(last_day_of_window));
}

void check_duplicates(odb::database& db, std::optional<std::int64_t> brand_id,
                      verify_report& report) {
  storage::violation_list videos;
  for (const auto& duplicate : rows_of<duplicate_video>(db, "brand_id", brand_id)) {
    videos.add([&] {
      return storage::duplicate_video(duplicate.brand_id, duplicate.tiktok_video_id,
                                      duplicate.rows);
    });
    videos.set_count(duplicate.in_all);
  }
  storage::violation_list snapshots;
  for (const auto& duplicate : rows_of<duplicate_snapshot>(db, "brand_id", brand_id)) {
    snapshots.add([&] {
      return storage::duplicate_snapshot(duplicate.brand_id, duplicate.tiktok_video_id,
                                         duplicate.snapshot_date, duplicate.window_days,
                                         duplicate.rows);
    });
    snapshots.set_count(duplicate.in_all);
  }
  report.checks.push_back(storage::counted_check("duplicate_videos", std::move(videos)));
  report.checks.push_back(storage::counted_check("duplicate_snapshots", std::move(snapshots)));
}

void check_regression(odb::database& db, std::optional<std::int64_t> brand_id,
                      verify_report& report) {
  storage::violation_list below;
  std::int64_t views_below = 0;
  std::int64_t items_below = 0;
  for (const auto& row : rows_of<below_snapshot>(db, "v.brand_id", brand_id)) {
    if (storage::is_regression(row.all_time_gmv_cents, row.snapshot_gmv_cents))
      below.add([&] {
        return storage::gmv_below_snapshot(row.brand_id, row.tiktok_video_id, row.window_days,
                                           row.all_time_gmv_cents, row.snapshot_gmv_cents);
      });
    below.set_count(row.gmv_below_in_all);
    views_below = row.views_below_in_all;
    items_below = row.items_below_in_all;
  }
  report.checks.push_back(storage::regression(std::move(below), views_below, items_below));
}

void check_references(odb::database& db, std::optional<std::int64_t> brand_id,
                      verify_report& report) {
  storage::violation_list dangling;
  for (const auto& reference : rows_of<dangling_reference>(db, "d.brand_id", brand_id)) {
    dangling.add([&] {
      return storage::dangling_reference(reference.in_table, reference.id, reference.in_column,
                                         reference.refers_to);
    });
    dangling.set_count(reference.in_all);
  }
  report.checks.push_back(storage::counted_check("dangling_references", std::move(dangling)));
}

/// Runs that say `running` and whose brand nobody holds.
result<void> check_runs(odb::database& db, std::optional<std::int64_t> brand_id,
                        const brand_is_held& is_held, verify_report& report) {
  using query = odb::query<sync_run>;
  auto wanted = query::status == std::string(to_text(storage::run_status::running));
  if (brand_id) wanted = wanted && query::brand_id == *brand_id;
  storage::violation_list stale;
  for (auto& run : db.query<sync_run>(wanted + "ORDER BY" + query::id)) {
    const auto held = is_held(run.brand_id);
    if (!held) return held.error();
    if (!*held) stale.add([&] { return storage::stale_run(to_entry(run)); });
  }
  report.checks.push_back(storage::counted_check("stale_runs", std::move(stale)));
  return {};
}

}  // namespace

result<verify_report> verify(odb::database& db, std::optional<std::int64_t> brand_id,
                             const brand_is_held& is_held) {
  verify_report report;
  check_windows(db, brand_id, report);
  check_duplicates(db, brand_id, report);
  check_regression(db, brand_id, report);
  check_references(db, brand_id, report);
  if (const auto checked = check_runs(db, brand_id, is_held, report); !checked)
    return checked.error();
  return report;
}

}  // namespace tidemark::tables
