// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <map>

#include <tidemark/storage/checks.hpp>

#include "memory_storage.hpp"
#include "catch_errors.hpp"

namespace tidemark::memory {

namespace {

/// The totals of the snapshots of some brands.
struct snapshot_survey {
  std::map<std::int32_t, std::int64_t> count_of_window;
  std::map<std::int32_t, date> last_day_of_window;
  storage::violation_list regressions;
  std::int64_t views_below_snapshot = 0;
  std::int64_t items_below_snapshot = 0;

  void add(const video_history& history) {
    std::map<std::int32_t, const kept_snapshot*> latest;
    for (const auto& snapshot : history.snapshots) {
      ++count_of_window[snapshot.record.window_days];
      latest[snapshot.record.window_days] = &snapshot;  // they are ordered by day
    }
    for (const auto& [window_days, snapshot] : latest) {
      const auto day = snapshot->record.snapshot_date;
      const auto at = last_day_of_window.try_emplace(window_days, day).first;
      at->second = std::max(at->second, day);
      if (history.all_time) compare(*history.all_time, *snapshot);
    }
  }

 private:
  void compare(const kept_video& video, const kept_snapshot& snapshot) {
    if (snapshot.inserted_at < video.inserted_at) return;  // it came without a username
    const auto& best = video.record;
    const auto& seen = snapshot.record;
    if (storage::is_regression(*best.gmv_cents.known, *seen.gmv_cents.known))
      regressions.add([&] {
        return storage::gmv_below_snapshot(best.brand_id, best.tiktok_video_id, seen.window_days,
                                           *best.gmv_cents.known, *seen.gmv_cents.known);
      });
    views_below_snapshot += best.impressions < seen.views;
    items_below_snapshot += best.items_sold < seen.items_sold;
  }
};

verify_report report_of(snapshot_survey survey, storage::violation_list stale_runs) {
  // Here the containers themselves keep keys unique and references valid.
  return {{storage::snapshot_coverage(survey.count_of_window),
           storage::latest_snapshot(survey.last_day_of_window),
           storage::counted_check("duplicate_videos", {}),
           storage::counted_check("duplicate_snapshots", {}),
           storage::regression(std::move(survey.regressions), survey.views_below_snapshot,
                               survey.items_below_snapshot),
           storage::counted_check("dangling_references", {}),
           storage::counted_check("stale_runs", std::move(stale_runs))}};
}

}  // namespace

result<verify_report> memory_storage::verify(std::optional<std::int64_t> brand_id) {
  return catch_errors([&]() -> result<verify_report> {
    snapshot_survey survey;
    for (auto* brand : brands_of(brand_id))
      for (const auto* history : brand->in_order()) survey.add(*history);
    storage::violation_list stale_runs;
    for (const auto& run : runs_.all()) {
      const auto run_brand = run.entry.start.brand_id;
      if (brand_id && run_brand != *brand_id) continue;
      if (run.is_running() && !locks_.held(run_brand))
        stale_runs.add([&] { return storage::stale_run(run.entry); });
    }
    return report_of(std::move(survey), std::move(stale_runs));
  });
}

}  // namespace tidemark::memory
