// SPDX-License-Identifier: BSL-1.0
// The heads of lists. That they equal lists over all videos is tested by random runs
// (storages_agree_test.cpp).
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "changeable_database.hpp"
#include "every_storage.hpp"

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
  const std::string name = GENERATE("sqlite", "postgres");
  INFO(name);
  changeable_database in(name);
  auto& store = *in.store;
  sync(store, three_videos);
  CHECK(by_gmv(store) == "a 30, b 20, c 10, of 3");
  CHECK(by_gmv(store, 30) == "b 2, a 0, c 0, of 3");
  CHECK(by_gmv(store, 90) == "a 3, b 0, c 0, of 3");
  CHECK(by_gmv(store, 7) == "a 0, b 0, c 0, of 3");

  // Order and total are those that tidemark wrote, until a forced run.
  in.execute("UPDATE creator_videos SET gmv_cents = 99 WHERE tiktok_video_id = 'c'");
  CHECK(by_gmv(store) == "a 30, b 20, c 99, of 3");
  auto query = query_of(1);
  query.min_gmv_cents = 1;
  CHECK(listed(store, query) == "c 99, a 30, b 20, of 3");
  in.execute("DELETE FROM creator_video_metric_snapshots WHERE tiktok_video_id = 'a';"
             "DELETE FROM creator_videos WHERE tiktok_video_id = 'a'");
  auto lock = value_of(store.lock_brand(1, "a test"));
  auto batch = batch_of(three_videos, {});
  batch.run_id = value_of(store.begin_run(start_of_run({})));
  batch.forced = true;
  auto figures = figures_for(three_videos);
  succeeds(store.commit_run(std::move(batch), shipped_programs(), *lock, figures));
  CHECK(by_gmv(store) == "c 99, a 30, b 20, of 3");
}

TEST_CASE("a page beyond the head is found all the same") {
  const std::string name = GENERATE("sqlite", "postgres");
  INFO(name);
  changeable_database in(name, {.kept = 2, .rebuilt_below = 1});
  auto& store = *in.store;
  sync(store, three_videos);
  auto query = query_of(1);
  query.per_page = 2;
  CHECK(listed(store, query) == "a 30, b 20, of 3");
  query.page = 2;
  CHECK(listed(store, query) == "c 10, of 3");
  query.page = 3;
  CHECK(listed(store, query) == "of 3");
  query.page = std::numeric_limits<std::int64_t>::max();
  CHECK(listed(store, query) == "of 3");
}

TEST_CASE("heads follow what a run changes") {
  const std::string name = GENERATE("sqlite", "postgres");
  INFO(name);
  changeable_database in(name, {.kept = 2, .rebuilt_below = 1});
  auto& store = *in.store;
  sync(store, {{seen("a").by("anna").gmv(30), seen("b").by("bo").gmv(20),
                 seen("c").by("bo").gmv(10), seen("d").by("bo").gmv(5)},
                {{90, {}}, {30, {seen("a").gmv(9), seen("b").gmv(8), seen("unnamed").gmv(70)}}}});
  auto query = query_of(1);
  query.per_page = 2;
  const auto first_two = [&](std::optional<std::int32_t> window_days = {}) {
    query.window_days = window_days;
    return listed(store, query);
  };
  CHECK(first_two() == "a 30, b 20, of 4");
  CHECK(first_two(30) == "a 9, b 8, of 4");

  SECTION("a video rises into a head") {
    sync(store, {{seen("d").gmv(25)}, {{90, {}}, {30, {seen("d").gmv(8)}}}});
    CHECK(first_two() == "a 30, d 25, of 4");
    CHECK(first_two(30) == "a 9, b 8, of 4");
  }
  SECTION("a new video brings the snapshots that were stored before it") {
    sync(store, {{seen("unnamed").by("anna").gmv(1)}, {{90, {}}, {30, {}}}});
    CHECK(first_two() == "a 30, b 20, of 5");
    CHECK(first_two(30) == "unnamed 70, a 9, of 5");
  }
  SECTION("a video falls out of a head, and one that no run brought takes its place") {
    sync(store, {{}, {{90, {}}, {30, {seen("a").gmv(0), seen("b").gmv(-1)}}}},
         {.snapshot_date = day("2026-02-21")});
    CHECK(first_two(30) == "a 0, c 0, of 4");
  }
  SECTION("an earlier day changes nothing") {
    sync(store, {{}, {{90, {}}, {30, {seen("c").gmv(100)}}}},
         {.snapshot_date = day("2026-02-01")});
    CHECK(first_two(30) == "c 100, a 9, of 4");
    sync(store, {{}, {{90, {}}, {30, {seen("a").gmv(900)}}}},
         {.snapshot_date = day("2026-02-01")});
    CHECK(first_two(30) == "c 100, a 9, of 4");
  }
}

TEST_CASE("a run of an earlier day follows the days that are stored, not the ledger") {
  const std::string name = GENERATE("sqlite", "postgres");
  INFO(name);
  changeable_database in(name);
  auto& store = *in.store;
  const std::vector<seen> later{seen("a").by("anna").gmv(10), seen("b").by("bo").gmv(20)};
  sync(store, {later, {{90, {}}, {30, later}}});
  in.execute("DELETE FROM sync_runs");
  sync(store, {{}, {{90, {}}, {30, {seen("a").gmv(90)}}}}, {.snapshot_date = day("2026-02-01")});
  CHECK(by_gmv(store, 30) == "b 20, a 10, of 2");
}

TEST_CASE("a head that another program removed is made again by the next change") {
  const std::string name = GENERATE("sqlite", "postgres");
  INFO(name);
  changeable_database in(name);
  auto& store = *in.store;
  sync(store, three_videos);
  in.execute(GENERATE("DELETE FROM list_heads WHERE sort = 'gmv'", "DELETE FROM list_heads"));
  CHECK(by_gmv(store) == "a 30, b 20, c 10, of 3");
  sync(store, {{seen("c").gmv(25)}, {{90, {}}, {30, {}}}});
  CHECK(by_gmv(store) == "a 30, c 25, b 20, of 3");
}

namespace {

/// The ids of the pages of one video each, by gmv, and the total that each page says.
std::string pages_of(storage::backend& from, std::optional<std::int32_t> window_days) {
  auto query = query_of(1);
  query.window_days = window_days;
  query.per_page = 1;
  std::string text;
  for (query.page = 1; query.page <= 4; ++query.page) {
    const auto page = value_of(from.list_videos(query));
    for (const auto& video : page.videos) text += video.tiktok_video_id + " ";
    text += "of " + std::to_string(page.total) + ", ";
  }
  return text;
}

delivery of_both(const std::vector<seen>& rows) { return {rows, {{90, {}}, {30, rows}}}; }

}  // namespace

TEST_CASE("lists forget videos that another program deleted") {
  const std::string name = GENERATE("sqlite", "postgres");
  const std::string deletes =
      GENERATE("DELETE FROM creator_video_metric_snapshots; DELETE FROM creator_videos",
               "UPDATE creator_video_metric_snapshots SET creator_video_id = NULL;"
               "DELETE FROM creator_videos");
  INFO(name << ": " << deletes);
  changeable_database in(name, {.kept = 4, .rebuilt_below = 1});
  auto& store = *in.store;
  const std::vector<seen> some{seen("b").by("bo").gmv(50), seen("c").by("bo").gmv(40),
                               seen("d").by("bo").gmv(30)};
  auto all = some;
  all.push_back(seen("a").by("bo").gmv(60));
  all.push_back(seen("e").by("bo").gmv(20));
  all.push_back(seen("f").by("bo").gmv(10));
  sync(store, of_both(all));
  in.execute(deletes);
  sync(store, of_both(some), {.snapshot_date = day("2026-02-21")});
  for (const std::optional<std::int32_t> window_days : {{}, std::optional(30)})
    CHECK(pages_of(store, window_days) == "b of 3, c of 3, d of 3, of 3, ");
}

TEST_CASE("lists forget a video of a head that another program deleted") {
  const std::string name = GENERATE("sqlite", "postgres");
  const std::string deletes =
      GENERATE("DELETE FROM creator_video_metric_snapshots WHERE tiktok_video_id = 'b';"
               "DELETE FROM creator_videos WHERE tiktok_video_id = 'b'",
               "UPDATE creator_video_metric_snapshots SET creator_video_id = NULL"
               " WHERE tiktok_video_id = 'b';"
               "DELETE FROM creator_videos WHERE tiktok_video_id = 'b'");
  INFO(name << ": " << deletes);
  changeable_database in(name, {.kept = 4, .rebuilt_below = 1});
  auto& store = *in.store;
  sync(store, of_both({seen("a").by("bo").gmv(60), seen("b").by("bo").gmv(50),
                       seen("c").by("bo").gmv(40), seen("d").by("bo").gmv(30)}));
  in.execute(deletes);
  SECTION("a run without it") { sync(store, of_both({seen("d").gmv(35)})); }
  SECTION("a run with its row, but no username to store it under") {
    sync(store, of_both({seen("b").gmv(51), seen("d").gmv(35)}));
  }
  for (const std::optional<std::int32_t> window_days : {{}, std::optional(30)})
    CHECK(pages_of(store, window_days) == "a of 3, c of 3, d of 3, of 3, ");
}

TEST_CASE("a video that another program deleted is counted once when it comes back") {
  const std::string name = GENERATE("sqlite", "postgres");
  INFO(name);
  changeable_database in(name, {.kept = 2, .rebuilt_below = 1});
  auto& store = *in.store;
  const std::vector<seen> all{seen("a").by("bo").gmv(60), seen("b").by("bo").gmv(50),
                              seen("c").by("bo").gmv(40), seen("d").by("bo").gmv(30)};
  sync(store, of_both(all));
  const std::size_t place = GENERATE(std::size_t{0}, std::size_t{3});  // in a head, and behind it
  const auto& back = all[place];
  const std::string of_it = " WHERE tiktok_video_id = '" + back.row().tiktok_video_id + "'";
  in.execute("DELETE FROM creator_video_metric_snapshots" + of_it + ";"
             "DELETE FROM creator_videos" + of_it);
  if (name == "postgres" && place == 0) in.execute("DELETE FROM video_latest" + of_it);
  SECTION("alone") { sync(store, of_both({back})); }
  SECTION("on a later day") {
    sync(store, of_both(all), {.snapshot_date = day("2026-02-21")});
  }
  for (const std::optional<std::int32_t> window_days : {{}, std::optional(30)})
    CHECK(pages_of(store, window_days) == "a of 4, b of 4, c of 4, d of 4, ");
}

TEST_CASE("heads that another program removed are made again by the same rows") {
  const std::string name = GENERATE("sqlite", "postgres");
  INFO(name);
  changeable_database in(name);
  auto& store = *in.store;
  sync(store, three_videos);
  in.execute("DELETE FROM list_heads");
  if (name == "sqlite") in.execute(GENERATE("SELECT 1", "DELETE FROM list_totals"));
  sync(store, three_videos);
  CHECK(in.rows("SELECT count(*) FROM list_heads WHERE window_days IN (0, 30, 90)") == "32\n");
}

TEST_CASE("PostgreSQL makes the heads of a window that no run brings any more") {
  changeable_database in("postgres");
  auto& store = *in.store;
  sync(store, three_videos);
  in.execute("DELETE FROM list_heads WHERE window_days = 30");
  sync(store, {{seen("c").gmv(25)}, {{90, {seen("c").gmv(25)}}}});
  CHECK(in.rows("SELECT count(*) FROM list_heads WHERE window_days = 30") == "10\n");
  CHECK(by_gmv(store, 30) == "b 2, a 0, c 0, of 3");
}

TEST_CASE("PostgreSQL leaves the derived tables of a brand without windows as they are") {
  changeable_database in("postgres");
  auto& store = *in.store;
  sync(store, {{seen("a").by("bo").gmv(1)}, {{90, {}}, {30, {}}}});
  const std::string written = "SELECT xmin FROM brand_totals";
  const auto before = in.rows(written);
  sync(store, {{seen("a").gmv(2)}, {{90, {}}, {30, {}}}});
  CHECK(in.rows(written) == before);
  CHECK(by_gmv(store) == "a 2, of 1");
}

TEST_CASE("derived rows of a window that another program removed are made again") {
  changeable_database in("postgres");
  auto& store = *in.store;
  sync(store, of_both({seen("a").by("bo").gmv(60), seen("b").by("bo").gmv(50)}));
  sync(store, {{seen("a").gmv(60)}, {{90, {seen("a").gmv(1)}}, {30, {}}}});
  in.execute(GENERATE("DELETE FROM brand_windows WHERE window_days = 30",
                      "DELETE FROM video_latest WHERE window_days = 30"));
  SECTION("a later day") {
    sync(store, of_both({seen("a").gmv(70)}), {.snapshot_date = day("2026-02-21")});
    CHECK(pages_of(store, 30) == "a of 2, b of 2, of 2, of 2, ");
  }
  SECTION("an earlier day, and then that of the snapshots") {
    sync(store, of_both({seen("a").gmv(1)}), {.snapshot_date = day("2026-02-01")});
    sync(store, of_both({seen("b").gmv(80)}));
    CHECK(pages_of(store, 30) == "b of 2, a of 2, of 2, of 2, ");
  }
}

TEST_CASE("derived tables of PostgreSQL that another program emptied are made again") {
  changeable_database in("postgres", {.kept = 4, .rebuilt_below = 1});
  auto& store = *in.store;
  const std::vector<seen> rows{seen("a").by("bo").gmv(60), seen("b").by("bo").gmv(50)};
  sync(store, of_both(rows));
  in.execute(GENERATE("TRUNCATE video_latest, brand_totals, brand_windows",
                      "TRUNCATE video_latest", "TRUNCATE brand_totals", "TRUNCATE brand_windows",
                      "UPDATE creator_video_metric_snapshots SET creator_video_id = NULL;"
                      "DELETE FROM creator_videos;"
                      "TRUNCATE video_latest, brand_totals, brand_windows, list_heads"));
  SECTION("a later day") {
    sync(store, of_both(rows), {.snapshot_date = day("2026-02-21")});
  }
  SECTION("an earlier day") {
    sync(store, of_both({seen("a").by("bo").gmv(1), seen("b").by("bo").gmv(2)}),
         {.snapshot_date = day("2026-02-01")});
  }
  SECTION("the same rows") { sync(store, of_both(rows)); }
  CHECK(pages_of(store, 30) == "a of 2, b of 2, of 2, of 2, ");
  sync(store, of_both(rows));
  CHECK(pages_of(store, 30) == "a of 2, b of 2, of 2, of 2, ");
}
