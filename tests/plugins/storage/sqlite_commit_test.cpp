// SPDX-License-Identifier: GPL-2.0-only
#include <filesystem>
#include <string>
#include <vector>

#include "contract/storage_under_test.hpp"
#include "raw_database.hpp"
#include "scratch_folder.hpp"
#include "sqlite_storage.hpp"

using namespace tidemark;
using contract::seen;

namespace {

contract::delivery some_videos(int count, std::int64_t gmv) {
  std::vector<seen> rows;
  for (int i = 0; i < count; ++i) rows.push_back(seen(std::to_string(i)).by("anna").gmv(gmv));
  return {rows, {{30, rows}}};
}

}  // namespace

TEST_CASE("sqlite finds the snapshots of a day whose runs are not in the ledger any more") {
  const test::scratch_folder folder;
  const auto store = contract::value_of(sqlite::sqlite_storage::open(folder.file("t.db")));
  contract::sync(*store, some_videos(50, 500));
  test::raw_database(folder.file("t.db")).run("DELETE FROM sync_runs");

  const auto figures = contract::sync(*store, some_videos(60, 900));
  CHECK(figures.all_time == storage::upsert_counts{10, 50, 0});
  CHECK(figures.snapshots[0].second == storage::upsert_counts{10, 50, 0});
  CHECK(figures.creators_matched == 1);
  const auto snapshots = contract::all_snapshots(*store, 1);
  REQUIRE(snapshots.size() == 60);
  for (const auto& snapshot : snapshots) CHECK(snapshot.record.gmv_cents.known == 900);
}

TEST_CASE("a day's first run takes its snapshots as new; of other brands and days there are some") {
  const test::scratch_folder folder;
  const auto store = contract::value_of(sqlite::sqlite_storage::open(folder.file("t.db")));
  contract::sync(*store, some_videos(40, 500));
  contract::sync(*store, some_videos(40, 500), {.brand_id = 2});
  const auto next_day = contract::sync(*store, some_videos(40, 400),
                                       {.snapshot_date = contract::day("2026-02-21")});
  CHECK(next_day.snapshots[0].second == storage::upsert_counts{40, 0, 0});
  const auto again = contract::sync(*store, some_videos(40, 400),
                                    {.snapshot_date = contract::day("2026-02-21")});
  CHECK(again.snapshots[0].second == storage::upsert_counts{0, 0, 40});
  CHECK(contract::all_snapshots(*store, 1).size() == 80);
}

TEST_CASE("a large first load ends in a database with a write-ahead log, read by others or not") {
  for (const bool read_by_others : {false, true}) {
    INFO(read_by_others);
    const test::scratch_folder folder;
    const std::string path = folder.file("t.db");
    const auto store = contract::value_of(sqlite::sqlite_storage::open(path));
    test::raw_database other(path);
    if (read_by_others) CHECK(other.rows("SELECT count(*) FROM creator_videos") == "0\n");
    const auto figures = contract::sync(*store, some_videos(20'000, 500));
    CHECK(figures.all_time.inserted == 20'000);
    CHECK(other.rows("SELECT count(*) FROM creator_video_metric_snapshots") == "20000\n");
    CHECK(other.rows("PRAGMA journal_mode") == "wal\n");
    CHECK(!std::filesystem::exists(path + "-journal"));
    // A file at rest is complete without its log.
    CHECK((!std::filesystem::exists(path + "-wal") ||
           std::filesystem::file_size(path + "-wal") == 0));
  }
}
