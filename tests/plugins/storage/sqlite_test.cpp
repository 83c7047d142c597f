// SPDX-License-Identifier: GPL-2.0-only
#include <memory>
#include <string>
#include <vector>

#include "contract/storage_contract.hpp"
#include "raw_database.hpp"
#include "scratch_folder.hpp"
#include "sqlite_storage.hpp"

using namespace tidemark;
using contract::seen;

TEST_CASE("sqlite keeps the storage contract") {
  std::vector<std::unique_ptr<test::scratch_folder>> folders;
  const auto reopen = [&] {
    return contract::value_of(sqlite::sqlite_storage::open(folders.back()->file("tidemark.db")));
  };
  const auto open_fresh = [&] {
    folders.push_back(std::make_unique<test::scratch_folder>());
    return reopen();
  };
  contract::storage_contract({open_fresh, reopen});
}

TEST_CASE("tables have the columns of the contract, ! where NULL is not allowed") {
  struct table {
    std::string name;
    std::string columns;
  };
  const std::vector<table> tables{
      {"creators", "id! tiktok_username!"},
      {"creator_videos",
       "id! brand_id! creator_id! tiktok_video_id! video_url title posted_at gmv_cents!=0 "
       "impressions!=0 items_sold!=0 affiliate_orders!=0 likes!=0 comments!=0 shares!=0 "
       "est_commission_cents gpm_cents ctr duration hash_tags thumbnail_url inserted_at! "
       "updated_at!"},
      {"creator_video_metric_snapshots",
       "id! brand_id! creator_video_id tiktok_video_id! snapshot_date! window_days! gmv_cents!=0 "
       "views!=0 items_sold!=0 gpm_cents ctr source_run_id! raw_payload inserted_at! updated_at!"},
      {"sync_runs",
       "id! brand_id! source_run_id! snapshot_date! status! started_at! finished_at policy_name! "
       "policy_hash! host! stats error heartbeat_at due_at retracted_at "
       "batch_digest"},
      {"rejected_rows",
       "id! run_id! brand_id! source! window_days position reason! raw inserted_at!"},
      {"due_runs", "id! brand_id! due_at! state host run_id changed_at"},
      {"corrections",
       "id! brand_id! tiktok_video_id! field! before after reason! author! run_id held! "
       "released_at inserted_at!"},
  };
  const test::scratch_folder folder;
  REQUIRE(sqlite::sqlite_storage::open(folder.file("t.db")));
  test::raw_database raw(folder.file("t.db"));
  for (const auto& [name, columns] : tables)
    CHECK(raw.rows("SELECT group_concat(name || iif(\"notnull\", '!', '') || "
                   "coalesce('=' || dflt_value, ''), ' ') FROM pragma_table_info('" +
                   name + "')") == columns + "\n");
  CHECK_THROWS(raw.run("INSERT INTO sync_runs (brand_id, source_run_id, snapshot_date, status,"
                       " started_at, policy_name, policy_hash, host)"
                       " VALUES (1, 'r', '2026-02-20', 'asleep', 't', 'p', 'h', 'h')"));
  CHECK_THROWS(raw.run("INSERT INTO due_runs (brand_id, due_at, state)"
                       " VALUES (1, '2026-02-20 03:00:00', 'asleep')"));
}

TEST_CASE("the latest snapshot of a video and window is found without a sort") {
  const test::scratch_folder folder;
  REQUIRE(sqlite::sqlite_storage::open(folder.file("t.db")));
  const auto plan = test::raw_database(folder.file("t.db")).rows(
      "EXPLAIN QUERY PLAN SELECT gmv_cents FROM creator_video_metric_snapshots WHERE brand_id = 1"
      " AND tiktok_video_id = 'a' AND window_days = 30 ORDER BY snapshot_date DESC"
      " LIMIT 1");
  CHECK_THAT(plan, Catch::Matchers::Contains("creator_video_metric_snapshots_by_window"));
  CHECK_THAT(plan, !Catch::Matchers::Contains("TEMP B-TREE"));
}

TEST_CASE("values are stored in the forms that the contract names") {
  const test::scratch_folder folder;
  {
    const auto store = contract::value_of(sqlite::sqlite_storage::open(folder.file("t.db")));
    contract::run_setting setting;
    setting.at.micros += 5;
    contract::sync(*store,
                   {{seen("a").by("anna").posted("2026-02-19 08:07:06").ctr(24'000).hash_tags(
                         {"a\"b", "\xC3\xA9"}),
                     seen("b").by("anna")},
                    {{30, {seen("a").gmv(-5).payload("{\"gmv\":\"-0.05\"}")}}}},
                   setting);
  }
  test::raw_database raw(folder.file("t.db"));
  CHECK(raw.rows("SELECT posted_at, ctr, typeof(ctr), hash_tags, gmv_cents, likes, inserted_at"
                 " FROM creator_videos WHERE tiktok_video_id = 'a'") ==
        "2026-02-19 08:07:06|2.4|real|[\"a\\\"b\",\"\xC3\xA9\"]|0|0|2026-02-20 09:00:00.000005\n");
  CHECK(raw.rows("SELECT posted_at, ctr, hash_tags, title, video_url FROM creator_videos"
                 " WHERE tiktok_video_id = 'b'") ==
        "NULL|NULL|NULL|NULL|https://www.tiktok.com/@anna/video/b\n");
  CHECK(raw.rows("SELECT snapshot_date, window_days, gmv_cents, raw_payload, creator_video_id"
                 " FROM creator_video_metric_snapshots") ==
        "2026-02-20|30|-5|{\"gmv\":\"-0.05\"}|1\n");
}

TEST_CASE("a repeated run uses up no ids and rewrites no row") {
  const test::scratch_folder folder;
  const auto store = contract::value_of(sqlite::sqlite_storage::open(folder.file("t.db")));
  const std::vector<seen> rows{seen("a").by("anna").gmv(5), seen("b").by("ben").gmv(6)};
  const contract::delivery brought{rows, {{30, rows}}};
  contract::sync(*store, brought);
  test::raw_database raw(folder.file("t.db"));
  const auto state = [&] {
    return raw.rows("SELECT * FROM creators") + raw.rows("SELECT * FROM creator_videos") +
           raw.rows("SELECT * FROM creator_video_metric_snapshots") +
           raw.rows("SELECT * FROM sqlite_sequence WHERE name <> 'sync_runs'");
  };
  const auto before = state();
  contract::run_setting later;
  later.at = contract::moment("2026-02-20 10:00:00");
  const auto figures = contract::sync(*store, brought, later);
  CHECK(figures.all_time == storage::upsert_counts{0, 0, 2});
  CHECK(state() == before);
}

TEST_CASE("a damaged value is an error that shows it, not a wrong one") {
  const test::scratch_folder folder;
  const auto store = contract::value_of(sqlite::sqlite_storage::open(folder.file("t.db")));
  contract::sync(*store, {{seen("a").by("anna")}});
  for (const char* column : {"posted_at", "hash_tags", "updated_at"}) {
    test::raw_database raw(folder.file("t.db"));
    raw.run("BEGIN; UPDATE creator_videos SET " + std::string(column) + " = 'soon'; COMMIT");
    const auto found = store->find_videos(1, std::vector<std::string>{"a"});
    INFO(column);
    REQUIRE(!found);
    CHECK_THAT(found.error().message, Catch::Matchers::Contains("\"soon\""));
    raw.run("UPDATE creator_videos SET posted_at = NULL, hash_tags = NULL,"
            " updated_at = inserted_at");
  }
}

TEST_CASE("a visitor of one database may use another") {
  const test::scratch_folder folder;
  const auto from = contract::value_of(sqlite::sqlite_storage::open(folder.file("from.db")));
  const auto to = contract::value_of(sqlite::sqlite_storage::open(folder.file("to.db")));
  contract::sync(*from, {{seen("a").by("anna"), seen("b").by("ben")}});
  int copied = 0;
  contract::succeeds(from->walk_videos(1, [&](const storage::stored_video& video) {
    contract::sync(*to, {{seen(video.record.tiktok_video_id).by(video.username)}});
    ++copied;
    return true;
  }));
  CHECK(copied == 2);
  CHECK(contract::all_videos(*to, 1).size() == 2);
}

TEST_CASE("a row without username leaves the creator, even under `latest`") {
  const test::scratch_folder folder;
  const auto store = contract::value_of(sqlite::sqlite_storage::open(folder.file("t.db")));
  auto rules = contract::shipped_programs();
  constexpr auto creator = *find_field<videos::creator_video>("creator_id");
  rules.creator_videos.put(creator, policy::rule::latest);
  contract::sync(*store, {{seen("a").by("anna").gmv(5)}}, {}, rules);
  contract::sync(*store, {{seen("a").gmv(6)}}, {}, rules);
  CHECK(contract::video(*store, "a").username == "anna");
  CHECK(contract::video(*store, "a").record.gmv_cents.known == 6);
}

TEST_CASE("a snapshot finds a video that its own run does not bring") {
  const test::scratch_folder folder;
  const auto store = contract::value_of(sqlite::sqlite_storage::open(folder.file("t.db")));
  contract::sync(*store, {{seen("a").by("anna"), seen("b").by("ben")}});
  const auto figures = contract::sync(*store, {{}, {{30, {seen("b").gmv(5), seen("c").gmv(5)}}}});
  CHECK(contract::snapshot(*store, "b").record.creator_video_id ==
        contract::video(*store, "b").id);
  CHECK(!contract::snapshot(*store, "c").record.creator_video_id);
  CHECK(figures.unattributed_rows == 1);
}
