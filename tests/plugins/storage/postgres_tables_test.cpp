// SPDX-License-Identifier: GPL-2.0-only
#include "catch.hpp"

#include <chrono>
#include <memory>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "postgres_storage.hpp"
#include "scratch_postgres.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;

namespace {

std::unique_ptr<storage::backend> opened(const test::scratch_postgres& scratch) {
  auto store = postgres::postgres_storage::open({scratch.url()});
  if (!store) FAIL(store.error().message);
  return std::move(*store);
}

timestamp moment(const char* text) { return parse_wall_time(text).value(); }

storage::run_start start_of(std::int64_t brand_id) {
  return {brand_id, "the same", date{20'500}, moment("2026-02-20 09:00:00"), "videos", "hash",
          "host"};
}

template <typename Row, typename Walk>
std::vector<Row> collect(const Walk& walk, std::size_t most = 1'000'000) {
  std::vector<Row> rows;
  const auto walked = walk([&](const Row& row) {
    rows.push_back(row);
    return rows.size() < most;
  });
  if (!walked) FAIL(walked.error().message);
  return rows;
}

std::vector<storage::ledger_entry> runs(storage::backend& from,
                                        std::optional<std::int64_t> brand = {}) {
  return collect<storage::ledger_entry>(
      [&](const auto& visit) { return from.walk_runs(brand, visit); });
}

/// 5,000 videos of brand 1 with two windows on two days each, and one of brand 2.
const std::string many_rows = R"(
INSERT INTO creators VALUES (1, 'anna');
INSERT INTO creator_videos (brand_id, creator_id, tiktok_video_id, ctr, hash_tags, inserted_at,
  updated_at) SELECT 1, 1, 'V' || n, 2.4, '{a,"b c"}'::text[], now(), now()
  FROM generate_series(1, 2500) n
  UNION ALL SELECT 1, 1, 'v' || n, NULL, NULL, now(), now() FROM generate_series(1, 2500) n
  UNION ALL SELECT 2, 1, 'v1', NULL, NULL, now(), now();
INSERT INTO creator_video_metric_snapshots (brand_id, creator_video_id, tiktok_video_id,
  snapshot_date, window_days, raw_payload, source_run_id, inserted_at, updated_at)
  SELECT brand_id, id, tiktok_video_id, '2026-02-20'::date + d, w,
  '{"bb": 1, "a": 1.00}'::jsonb, 'r', now(), now()
  FROM creator_videos, (VALUES (90), (30)) windows (w), (VALUES (1), (0)) days (d))";

}  // namespace

TEST_CASE("ledger entries begin, live and end, newest first") {
  const test::scratch_postgres scratch;
  const auto store = opened(scratch);
  const auto first = store->begin_run(start_of(1)).value();
  const auto second = store->begin_run(start_of(2)).value();
  const auto at = moment("2026-02-20 09:02:00");
  CHECK(store->heartbeat(first, at));
  CHECK(store->fail_run(first, "the file's \"gone\"", at));
  const auto all = runs(*store);
  REQUIRE(all.size() == 2);
  CHECK(all[0].id == second);
  CHECK(all[0].status == storage::run_status::running);
  CHECK(all[1].status == storage::run_status::failed);
  CHECK(all[1].error == "the file's \"gone\"");
  CHECK(all[1].finished_at == at);
  CHECK(all[1].start.snapshot_date == date{20'500});
  CHECK(runs(*store, 2).size() == 1);
  for (const auto id : {first, second + 1000}) {
    CHECK_FALSE(store->heartbeat(id, at));
    CHECK_FALSE(store->fail_run(id, "again", at));
  }
  CHECK(runs(*store)[1].error == "the file's \"gone\"");
  CHECK(scratch.raw().rows("SELECT heartbeat_at AT TIME ZONE 'UTC' FROM sync_runs ORDER BY id") ==
        "2026-02-20 09:02:00\nNULL\n");
}

TEST_CASE("a connection that died while it idled is replaced") {
  const test::scratch_postgres scratch;
  const auto store = opened(scratch);
  auto raw = scratch.raw();
  const std::string others = " FROM pg_stat_activity WHERE datname = current_database()"
                             " AND pid <> pg_backend_pid()";
  raw.run("SELECT pg_terminate_backend(pid)" + others);
  for (int i = 0; i < 200 && raw.rows("SELECT count(*)" + others) != "0\n"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK(store->begin_run(start_of(1)));
  CHECK(runs(*store).size() == 1);
}

TEST_CASE("runs of processes that died end as failed, under the brand's lock only") {
  const test::scratch_postgres scratch;
  const auto store = opened(scratch);
  const auto first = store->begin_run(start_of(1)).value();
  const auto second = store->begin_run(start_of(1)).value();
  store->begin_run(start_of(2)).value();
  const auto at = moment("2026-02-21 09:00:00");
  const auto other = store->lock_brand(2, "a test").value();
  CHECK_FALSE(store->fail_abandoned_runs(1, *other, at));
  const auto stale = store->verify({}).value().checks.back();
  CHECK(stale.name == "stale_runs");
  CHECK(stale.violations.size() == 2);  // brand 2 is held
  const auto lock = store->lock_brand(1, "a test").value();
  CHECK(store->verify({}).value().checks.back().ok());
  CHECK(store->fail_abandoned_runs(1, *lock, at).value() == std::vector{first, second});
  CHECK(store->fail_abandoned_runs(1, *lock, at).value().empty());
  CHECK(runs(*store)[0].status == storage::run_status::running);
}

TEST_CASE("rejected rows are kept all or not, and walked by page") {
  const test::scratch_postgres scratch;
  const auto store = opened(scratch);
  const auto run = store->begin_run(start_of(1)).value();
  const auto at = moment("2026-02-20 09:00:00");
  std::vector<storage::quarantined_row> rows(
      2'300, {99, run, 1, "a.jsonl", 90, 17, "no id", "\\xFF'\"\xC3\xA4\n", at});
  rows.back().run_id = run + 1;
  const auto unknown = store->quarantine(rows);
  REQUIRE(!unknown);
  CHECK_THAT(unknown.error().message,
             Contains("cannot quarantine a row of run " + std::to_string(run + 1)));
  const auto walk = [&](const auto& visit) { return store->walk_rejected({}, visit); };
  CHECK(collect<storage::quarantined_row>(walk).empty());
  rows.back().run_id = run;
  rows.back().window_days.reset();
  rows.back().raw.reset();
  REQUIRE(store->quarantine(rows));
  const auto kept = collect<storage::quarantined_row>(walk);
  REQUIRE(kept.size() == rows.size());
  for (std::size_t i = 1; i < kept.size(); ++i) REQUIRE(kept[i - 1].id < kept[i].id);
  CHECK(kept[0].raw == rows[0].raw);
  CHECK(kept[0].inserted_at == at);
  CHECK(!kept.back().raw);
  CHECK(!kept.back().window_days);
  CHECK(collect<storage::quarantined_row>(walk, 3).size() == 3);
  CHECK(store->retain({}, moment("2026-02-20 09:00:01")).value().rejected_rows == 2'300);
}

TEST_CASE("of many hosts that change due runs at once each is changed by one") {
  const test::scratch_postgres scratch;
  std::vector<std::unique_ptr<storage::backend>> hosts;
  for (int i = 0; i < 4; ++i) hosts.push_back(opened(scratch));
  // Every host claims, then takes over from the one that claimed, in either order.
  for (const bool claimed : {false, true}) {
    std::vector<int> changed(hosts.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < hosts.size(); ++i)
      threads.emplace_back([&, i] {
        for (int n = 0; n < 50; n += 2) {
          std::vector<storage::due_run_change> changes;
          for (const int due : {n, n + 1}) {
            storage::due_run after{1, {due * 1'000'000}, storage::due_run_state::claimed, "",
                                   {}, {}};
            if (claimed) changes.push_back({after, after});
            else changes.push_back({{}, after});
            changes.back().after.state = claimed ? storage::due_run_state::done : after.state;
            if (claimed) changes.back().after.host = std::to_string(i);
          }
          if (i % 2 != 0) std::swap(changes[0], changes[1]);
          for (const bool made : hosts[i]->change_due_runs(changes).value()) changed[i] += made;
        }
      });
    for (auto& thread : threads) thread.join();
    CHECK(std::accumulate(changed.begin(), changed.end(), 0) == 50);
  }
}

TEST_CASE("walks bring every row once, in byte order, page after page") {
  const test::scratch_postgres scratch;
  const auto store = opened(scratch);
  scratch.raw().run(many_rows);
  const auto walk = [&](const auto& visit) { return store->walk_videos(1, visit); };
  const auto videos = collect<storage::stored_video>(walk);
  REQUIRE(videos.size() == 5'000);
  for (std::size_t i = 1; i < videos.size(); ++i)
    REQUIRE(videos[i - 1].record.tiktok_video_id < videos[i].record.tiktok_video_id);
  CHECK(videos[0].record.tiktok_video_id == "V1");
  CHECK(videos[0].username == "anna");
  CHECK(videos[0].record.ctr == percent{24'000});
  CHECK(videos[0].record.hash_tags == tags{"a", "b c"});
  CHECK(collect<storage::stored_video>(walk, 2'001).size() == 2'001);

  const auto snapshots = collect<storage::stored_snapshot>(
      [&](const auto& visit) { return store->walk_snapshots(1, {}, visit); });
  REQUIRE(snapshots.size() == 20'000);
  for (std::size_t i = 0; i < snapshots.size(); ++i) {
    REQUIRE(snapshots[i].record.tiktok_video_id == videos[i / 4].record.tiktok_video_id);
    REQUIRE(to_text(snapshots[i].record.snapshot_date) ==
            (i % 4 < 2 ? "2026-02-20" : "2026-02-21"));
    REQUIRE(snapshots[i].record.window_days == (i % 2 == 0 ? 30 : 90));
  }
  CHECK(snapshots[0].record.raw_payload == json{"{\"a\":1.00,\"bb\":1}"});
  CHECK(collect<storage::stored_snapshot>([&](const auto& visit) {
          return store->walk_snapshots(1, "v7", visit);
        }).size() == 4);
}

TEST_CASE("videos are found in the order in which they are asked for") {
  const test::scratch_postgres scratch;
  const auto store = opened(scratch);
  scratch.raw().run(many_rows);
  std::vector<std::string> ids{"v2", "absent", "V1", "v2", "a\"\\,{}"};
  const auto found = store->find_videos(1, ids).value();
  REQUIRE(found.size() == ids.size());
  for (const std::size_t i : {0u, 2u, 3u}) CHECK(found[i].value().record.tiktok_video_id == ids[i]);
  CHECK(!found[1]);
  CHECK(!found[4]);
  ids.assign(4'500, "absent");
  ids.back() = "v9";
  CHECK(store->find_videos(1, ids).value().back());
  CHECK(store->find_videos(2, ids).value().back() == std::nullopt);
}

TEST_CASE("retention keeps the latest snapshot of each video and window") {
  const test::scratch_postgres scratch;
  const auto store = opened(scratch);
  auto raw = scratch.raw();
  raw.run("INSERT INTO creator_video_metric_snapshots (brand_id, tiktok_video_id, snapshot_date,"
          " window_days, source_run_id, inserted_at, updated_at) SELECT 1, v, d::date, 30, 'r',"
          " now(), now() FROM (VALUES ('a', '2026-01-01'), ('a', '2026-01-02'),"
          " ('a', '2026-03-01'), ('b', '2026-01-01'), ('b', '2026-01-02')) rows (v, d)");
  CHECK(store->retain(parse_date("2026-02-01"), {}).value().snapshots == 3);
  CHECK(raw.rows("SELECT tiktok_video_id, snapshot_date FROM creator_video_metric_snapshots"
                 " ORDER BY 1") == "a|2026-03-01\nb|2026-01-02\n");
}

TEST_CASE("verify finds damage here too") {
  const test::scratch_postgres scratch;
  const auto store = opened(scratch);
  auto raw = scratch.raw();
  raw.run(many_rows);
  CHECK(store->verify({}).value().ok());
  raw.run("DROP INDEX creator_videos_key; INSERT INTO creator_videos (brand_id, creator_id,"
          " tiktok_video_id, inserted_at, updated_at) SELECT 1, 1, 'v1', now(), now();"
          "UPDATE creator_videos SET gmv_cents = -1 WHERE tiktok_video_id = 'V2';"
          "UPDATE creator_video_metric_snapshots SET gmv_cents = 5 WHERE tiktok_video_id = 'V2';"
          "UPDATE creator_video_metric_snapshots SET creator_video_id = 1"
          " WHERE tiktok_video_id = 'v3' AND window_days = 30 AND snapshot_date = '2026-02-20'");
  const std::vector<std::size_t> expected{0, 0, 1, 0, 2, 1, 0};
  for (const std::optional<std::int64_t> brand : {std::optional<std::int64_t>{}, {1}}) {
    const auto report = store->verify(brand).value();
    REQUIRE(report.checks.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      INFO(report.checks[i].name);
      CHECK(report.checks[i].violations.size() == expected[i]);
      CHECK(report.checks[i].violation_count == static_cast<std::int64_t>(expected[i]));
    }
  }
  CHECK(store->verify(2).value().ok());
}
