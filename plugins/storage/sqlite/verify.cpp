// SPDX-License-Identifier: GPL-2.0-only
#include <map>
#include <utility>

#include <tidemark/storage/checks.hpp>

#include "checks-odb-sqlite.hxx"
#include "checks-odb.hxx"
#include "failure.hpp"
#include "ledger.hpp"
#include "ledger_rows.hpp"
#include "sqlite_storage.hpp"

namespace tidemark::sqlite {

namespace {

/// The rows of a view, of one brand or all; `column` is what the view calls the brand.
template <typename View>
auto rows_of(database& db, const char* column, std::optional<std::int64_t> brand_id) {
  using query = odb::sqlite::query<View>;
  return db.odb().query<View>(brand_id ? query(column) + "=" + query::_val(*brand_id)
                                       : query(true));
}

void check_windows(database& db, std::optional<std::int64_t> brand_id, verify_report& report) {
  std::map<std::int32_t, std::int64_t> count_of_window;
  std::map<std::int32_t, date> last_day_of_window;
  for (const auto& one : rows_of<tables::window_coverage>(db, "brand_id", brand_id)) {
    count_of_window[one.window_days] = one.snapshots;
    last_day_of_window[one.window_days] = one.latest_date;
  }
  report.checks.push_back(storage::snapshot_coverage(count_of_window));
  report.checks.push_back(storage::latest_snapshot(last_day_of_window));
}

void check_duplicates(database& db, std::optional<std::int64_t> brand_id, verify_report& report) {
  std::vector<storage::named_values> videos;
  for (const auto& one : rows_of<tables::duplicate_video>(db, "brand_id", brand_id))
    videos.push_back(storage::duplicate_video(one.brand_id, one.tiktok_video_id, one.rows));
  std::vector<storage::named_values> snapshots;
  for (const auto& one : rows_of<tables::duplicate_snapshot>(db, "brand_id", brand_id))
    snapshots.push_back(storage::duplicate_snapshot(
        one.brand_id, one.tiktok_video_id, one.snapshot_date, one.window_days, one.rows));
  report.checks.push_back(storage::counted_check("duplicate_videos", std::move(videos)));
  report.checks.push_back(storage::counted_check("duplicate_snapshots", std::move(snapshots)));
}

void check_regression(database& db, std::optional<std::int64_t> brand_id, verify_report& report) {
  std::vector<storage::named_values> below;
  std::int64_t views_below = 0;
  std::int64_t items_below = 0;
  for (const auto& one : rows_of<tables::below_snapshot>(db, "v.brand_id", brand_id)) {
    views_below += one.views_below;
    items_below += one.items_below;
    if (storage::is_regression(one.all_time_gmv_cents, one.snapshot_gmv_cents))
      below.push_back(storage::gmv_below_snapshot(one.brand_id, one.tiktok_video_id,
                                                  one.window_days, one.all_time_gmv_cents,
                                                  one.snapshot_gmv_cents));
  }
  report.checks.push_back(storage::regression(std::move(below), views_below, items_below));
}

void check_references(database& db, std::optional<std::int64_t> brand_id, verify_report& report) {
  std::vector<storage::named_values> dangling;
  for (const auto& one : rows_of<tables::dangling_reference>(db, "d.brand_id", brand_id))
    dangling.push_back(
        storage::dangling_reference(one.in_table, one.id, one.in_column, one.refers_to));
  report.checks.push_back(storage::counted_check("dangling_references", std::move(dangling)));
}

/// Runs that say `running` and whose brand nobody holds.
result<void> check_runs(database& db, const brand_locks& locks,
                        std::optional<std::int64_t> brand_id, verify_report& report) {
  using query = odb::sqlite::query<tables::sync_run>;
  auto wanted = query::status == std::string(to_text(storage::run_status::running));
  if (brand_id) wanted = wanted && query::brand_id == *brand_id;
  std::vector<storage::named_values> stale;
  for (auto& run : db.odb().query<tables::sync_run>(wanted + "ORDER BY" + query::id)) {
    const auto held = locks.held(run.brand_id);
    if (!held) return held.error();
    if (!*held) stale.push_back(storage::stale_run(tables::to_entry(run)));
  }
  report.checks.push_back(storage::counted_check("stale_runs", std::move(stale)));
  return {};
}

}  // namespace

result<verify_report> sqlite_storage::verify(std::optional<std::int64_t> brand_id) {
  return no_throw(database_->path(), [&]() -> result<verify_report> {
    verify_report report;
    transaction own(transaction::for_reading, *database_);
    check_windows(*database_, brand_id, report);
    check_duplicates(*database_, brand_id, report);
    check_regression(*database_, brand_id, report);
    check_references(*database_, brand_id, report);
    if (const auto checked = check_runs(*database_, locks_, brand_id, report); !checked)
      return checked.error();
    own.commit();
    return report;
  });
}

}  // namespace tidemark::sqlite
