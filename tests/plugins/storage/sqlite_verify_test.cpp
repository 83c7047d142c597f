// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <string>
#include <vector>

#include "contract/storage_under_test.hpp"
#include "raw_database.hpp"
#include "scratch_folder.hpp"
#include "sqlite_storage.hpp"

using namespace tidemark;

namespace {

/// A list of named values as `name=value` words.
std::string text_of(const storage::named_values& values) {
  std::string text;
  for (const auto& [name, value] : values) {
    if (!text.empty()) text += ' ';
    text += name + "=";
    if (const auto* number = std::get_if<std::int64_t>(&value)) text += std::to_string(*number);
    else text += std::get<std::string>(value);
  }
  return text;
}

struct damage {
  std::string name;
  std::string done;  ///< SQL
  std::string check;
  std::string figure;
  std::vector<std::string> violations;
};

const std::vector<damage> damages{
    {"nothing is wrong", "SELECT 1", "regression",
     "count=0 views_below_snapshot=0 items_below_snapshot=0", {}},
    {"a video appears twice",
     "DROP INDEX creator_videos_key; INSERT INTO creator_videos (brand_id, creator_id,"
     " tiktok_video_id, inserted_at, updated_at) SELECT brand_id, creator_id, tiktok_video_id,"
     " inserted_at, updated_at FROM creator_videos WHERE tiktok_video_id = 'a'",
     "duplicate_videos", "count=1", {"brand_id=1 tiktok_video_id=a rows=2"}},
    {"a snapshot appears twice",
     "DROP INDEX creator_video_metric_snapshots_by_window;"
     "INSERT INTO creator_video_metric_snapshots (brand_id, tiktok_video_id, snapshot_date,"
     " window_days, source_run_id, inserted_at, updated_at) SELECT brand_id, tiktok_video_id,"
     " snapshot_date, window_days, source_run_id, inserted_at, updated_at"
     " FROM creator_video_metric_snapshots WHERE tiktok_video_id = 'b' AND window_days = 90",
     "duplicate_snapshots", "count=1",
     {"brand_id=1 tiktok_video_id=b snapshot_date=2026-02-20 window_days=90 rows=2"}},
    {"an all-time gmv is below the latest snapshots",
     "UPDATE creator_videos SET gmv_cents = 4 WHERE tiktok_video_id = 'a'", "regression",
     "count=2 views_below_snapshot=0 items_below_snapshot=0",
     {"brand_id=1 tiktok_video_id=a window_days=30 all_time_gmv_cents=4 snapshot_gmv_cents=5",
      "brand_id=1 tiktok_video_id=a window_days=90 all_time_gmv_cents=4 snapshot_gmv_cents=5"}},
    {"views and items below are figures",
     "UPDATE creator_videos SET impressions = -1, items_sold = -1 WHERE tiktok_video_id = 'a';"
     "UPDATE creator_videos SET impressions = -1 WHERE tiktok_video_id = 'b'",
     "regression", "count=0 views_below_snapshot=4 items_below_snapshot=2", {}},
    {"only the latest snapshot counts",
     "UPDATE creator_videos SET gmv_cents = 4 WHERE tiktok_video_id = 'a';"
     "INSERT INTO creator_video_metric_snapshots (brand_id, tiktok_video_id, snapshot_date,"
     " window_days, gmv_cents, source_run_id, inserted_at, updated_at)"
     " VALUES (1, 'a', '2026-02-21', 90, 4, 'r', '2026-02-21 09:00:00', '2026-02-21 09:00:00')",
     "regression", "count=1 views_below_snapshot=0 items_below_snapshot=0",
     {"brand_id=1 tiktok_video_id=a window_days=30 all_time_gmv_cents=4 snapshot_gmv_cents=5"}},
    {"snapshots older than the record came without a username",
     "UPDATE creator_videos SET gmv_cents = 4, inserted_at = '2026-02-20 09:00:00.000001'",
     "regression", "count=0 views_below_snapshot=0 items_below_snapshot=0", {}},
    {"a creator is missing", "DELETE FROM creators WHERE tiktok_username = 'anna'",
     "dangling_references", "count=1",
     {"table=creator_videos id=1 column=creator_id refers_to=1"}},
    {"a video of a snapshot is missing",
     "UPDATE creator_video_metric_snapshots SET creator_video_id = 77 WHERE id = 1",
     "dangling_references", "count=1",
     {"table=creator_video_metric_snapshots id=1 column=creator_video_id refers_to=77"}},
    {"a snapshot names another video",
     "UPDATE creator_video_metric_snapshots SET creator_video_id = 2 WHERE id = 1",
     "dangling_references", "count=1",
     {"table=creator_video_metric_snapshots id=1 column=creator_video_id refers_to=2"}},
    {"a snapshot names a video of another brand",
     "UPDATE creator_videos SET brand_id = 9 WHERE id = 2", "dangling_references", "count=2",
     {"table=creator_video_metric_snapshots id=3 column=creator_video_id refers_to=2",
      "table=creator_video_metric_snapshots id=4 column=creator_video_id refers_to=2"}},
    {"a run of a rejected row is missing",
     "INSERT INTO rejected_rows (run_id, brand_id, source, reason, inserted_at)"
     " VALUES (55, 1, 'jsonl', 'no id', '2026-02-20 09:00:00')",
     "dangling_references", "count=1", {"table=rejected_rows id=1 column=run_id refers_to=55"}},
    {"a run was left running", "UPDATE sync_runs SET status = 'running'", "stale_runs", "count=1",
     {"run_id=1 brand_id=1 source_run_id=sync-1 started_at=2026-02-20T09:00:00Z"}},
};

}  // namespace

TEST_CASE("verify finds each kind of damage") {
  using contract::seen;
  for (const auto& [name, done, wanted, figure, violations] : damages) {
    INFO(name);
    const test::scratch_folder folder;
    const auto store = contract::value_of(sqlite::sqlite_storage::open(folder.file("t.db")));
    const std::vector<seen> rows{seen("a").by("anna").gmv(5), seen("b").by("ben").gmv(6)};
    contract::sync(*store, {rows, {{30, rows}, {90, rows}}});
    test::raw_database(folder.file("t.db")).run("PRAGMA foreign_keys = OFF; " + done);
    for (const std::optional<std::int64_t> brand : {std::optional<std::int64_t>{}, {1}}) {
      const auto report = contract::value_of(store->verify(brand));
      const auto check =
          std::find_if(report.checks.begin(), report.checks.end(),
                       [&](const auto& candidate) { return candidate.name == wanted; });
      REQUIRE(check != report.checks.end());
      CHECK(text_of(check->figure) == figure);
      std::vector<std::string> found;
      for (const auto& violation : check->violations) found.push_back(text_of(violation));
      CHECK(found == violations);
      CHECK(check->violation_count == static_cast<std::int64_t>(violations.size()));
    }
  }
}

TEST_CASE("verify names its checks in order and counts per window") {
  using contract::seen;
  const test::scratch_folder folder;
  const auto store = contract::value_of(sqlite::sqlite_storage::open(folder.file("t.db")));
  const std::vector<seen> rows{seen("a").by("anna").gmv(5), seen("b").by("ben").gmv(6)};
  contract::sync(*store, {rows, {{90, rows}, {30, {rows[0]}}}});
  const auto report = contract::value_of(store->verify(1));
  std::vector<std::string> names;
  for (const auto& check : report.checks) names.push_back(check.name);
  CHECK(names == std::vector<std::string>{"snapshot_coverage", "latest_snapshot",
                                          "duplicate_videos", "duplicate_snapshots", "regression",
                                          "dangling_references", "stale_runs"});
  CHECK(text_of(report.checks[0].figure) == "30=1 90=2");
  CHECK(text_of(report.checks[1].figure) == "30=2026-02-20 90=2026-02-20");
  CHECK(report.ok());
}
