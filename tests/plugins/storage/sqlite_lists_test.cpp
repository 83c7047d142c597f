// SPDX-License-Identifier: GPL-2.0-only
// The heads of lists. That they equal lists over all videos is tested by random runs
// (tests/contract/storages_agree_test.cpp).
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "contract/storage_under_test.hpp"
#include "older_database.hpp"
#include "raw_database.hpp"
#include "scratch_folder.hpp"
#include "sqlite_storage.hpp"

using namespace tidemark;
using namespace tidemark::contract;

namespace {

std::string listed(storage::backend& from, videos::period_query query) {
  std::string text;
  const auto page = value_of(from.list_videos(query));
  for (const auto& video : page.videos)
    text += video.tiktok_video_id + " " + std::to_string(video.gmv_cents) + ", ";
  return text + "of " + std::to_string(page.total);
}

std::string by_gmv(storage::backend& from, std::optional<std::int32_t> window_days = {}) {
  auto query = query_of(1);
  query.window_days = window_days;
  return listed(from, query);
}

const delivery three_videos{
    {seen("a").by("anna").gmv(30), seen("b").by("bo").gmv(20), seen("c").by("bo").gmv(10)},
    {{90, {seen("a").gmv(3)}}, {30, {seen("b").gmv(2)}}}};

}  // namespace

TEST_CASE("a page without filters comes from the head of its list") {
  const test::scratch_folder folder;
  const auto store = value_of(sqlite::sqlite_storage::open(folder.file("t.db")));
  sync(*store, three_videos);
  CHECK(by_gmv(*store) == "a 30, b 20, c 10, of 3");
  CHECK(by_gmv(*store, 30) == "b 2, a 0, c 0, of 3");
  CHECK(by_gmv(*store, 90) == "a 3, b 0, c 0, of 3");
  CHECK(by_gmv(*store, 7) == "a 0, b 0, c 0, of 3");

  // Order and total are those that tidemark wrote, until a forced run.
  test::raw_database raw(folder.file("t.db"));
  raw.run("UPDATE creator_videos SET gmv_cents = 99 WHERE tiktok_video_id = 'c'");
  CHECK(by_gmv(*store) == "a 30, b 20, c 99, of 3");
  auto query = query_of(1);
  query.min_gmv_cents = 1;
  CHECK(listed(*store, query) == "c 99, a 30, b 20, of 3");
  raw.run("DELETE FROM creator_video_metric_snapshots WHERE tiktok_video_id = 'a';"
          "DELETE FROM creator_videos WHERE tiktok_video_id = 'a'");
  auto lock = value_of(store->lock_brand(1, "a test"));
  auto batch = batch_of(three_videos, {});
  batch.run_id = value_of(store->begin_run(start_of_run({})));
  batch.forced = true;
  auto figures = figures_for(three_videos);
  succeeds(store->commit_run(std::move(batch), shipped_programs(), *lock, figures));
  CHECK(by_gmv(*store) == "c 99, a 30, b 20, of 3");
  CHECK(raw.rows("SELECT DISTINCT videos FROM list_totals") == "3\n");
}

TEST_CASE("a page behind the head is found all the same") {
  const test::scratch_folder folder;
  const auto store = value_of(
      sqlite::sqlite_storage::open(folder.file("t.db"), {.kept = 2, .rebuilt_below = 1}));
  sync(*store, three_videos);
  auto query = query_of(1);
  query.per_page = 2;
  CHECK(listed(*store, query) == "a 30, b 20, of 3");
  query.page = 2;
  CHECK(listed(*store, query) == "c 10, of 3");
  query.page = 3;
  CHECK(listed(*store, query) == "of 3");
  query.page = std::numeric_limits<std::int64_t>::max();
  CHECK(listed(*store, query) == "of 3");
}

TEST_CASE("heads follow what a run changes") {
  const test::scratch_folder folder;
  const auto store = value_of(
      sqlite::sqlite_storage::open(folder.file("t.db"), {.kept = 2, .rebuilt_below = 1}));
  sync(*store, {{seen("a").by("anna").gmv(30), seen("b").by("bo").gmv(20),
                 seen("c").by("bo").gmv(10), seen("d").by("bo").gmv(5)},
                {{90, {}}, {30, {seen("a").gmv(9), seen("b").gmv(8), seen("unnamed").gmv(70)}}}});
  auto query = query_of(1);
  query.per_page = 2;
  const auto first_two = [&](std::optional<std::int32_t> window_days = {}) {
    query.window_days = window_days;
    return listed(*store, query);
  };
  CHECK(first_two() == "a 30, b 20, of 4");
  CHECK(first_two(30) == "a 9, b 8, of 4");

  SECTION("a video rises into a head") {
    sync(*store, {{seen("d").gmv(25)}, {{90, {}}, {30, {seen("d").gmv(8)}}}});
    CHECK(first_two() == "a 30, d 25, of 4");
    CHECK(first_two(30) == "a 9, b 8, of 4");
  }
  SECTION("a new video brings the snapshots that were stored before it") {
    sync(*store, {{seen("unnamed").by("anna").gmv(1)}, {{90, {}}, {30, {}}}});
    CHECK(first_two() == "a 30, b 20, of 5");
    CHECK(first_two(30) == "unnamed 70, a 9, of 5");
  }
  SECTION("a video falls out of a head, and one that no run brought takes its place") {
    sync(*store, {{}, {{90, {}}, {30, {seen("a").gmv(0), seen("b").gmv(-1)}}}},
         {.snapshot_date = day("2026-02-21")});
    CHECK(first_two(30) == "a 0, c 0, of 4");
  }
  SECTION("an earlier day changes nothing") {
    sync(*store, {{}, {{90, {}}, {30, {seen("c").gmv(100)}}}},
         {.snapshot_date = day("2026-02-01")});
    CHECK(first_two(30) == "c 100, a 9, of 4");
    sync(*store, {{}, {{90, {}}, {30, {seen("a").gmv(900)}}}},
         {.snapshot_date = day("2026-02-01")});
    CHECK(first_two(30) == "c 100, a 9, of 4");
  }
}

TEST_CASE("lists of a migrated database are whole before its first run and after it") {
  const test::scratch_folder folder;
  const std::string path = folder.file("t.db");
  test::raw_database(path).run(test::older_text("version_1/sqlite.sql") +
                               test::older_text("older_rows.sql"));
  const auto store = value_of(sqlite::sqlite_storage::open(path));
  CHECK(by_gmv(*store) == "v 900, w 30, of 2");
  CHECK(by_gmv(*store, 30) == "v 300, w 0, of 2");
  sync(*store, {{seen("x").by("anna").gmv(500)}, {{30, {seen("x").gmv(500)}}}});
  CHECK(by_gmv(*store) == "v 900, x 500, w 30, of 3");
  CHECK(by_gmv(*store, 30) == "x 500, v 300, w 0, of 3");
  CHECK(by_gmv(*store, 90) == "v 900, w 0, x 0, of 3");
  CHECK(test::raw_database(path).rows("SELECT * FROM list_totals ORDER BY 1, 2") ==
        "1|0|3\n1|30|3\n");
}
