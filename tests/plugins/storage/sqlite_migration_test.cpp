// SPDX-License-Identifier: GPL-2.0-only
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>

#include "brand_locks.hpp"
#include "older_database.hpp"
#include "raw_database.hpp"
#include "scratch_folder.hpp"
#include "sqlite_storage.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;

namespace {

std::unique_ptr<storage::backend> opened(const std::string& path) {
  return contract::value_of(sqlite::sqlite_storage::open(path));
}

/// A database of version 1 with rows in every table.
std::string older_database(const test::scratch_folder& folder) {
  const std::string path = folder.file("older.db");
  test::raw_database(path).run(test::older_text("version_1/sqlite.sql") +
                               test::older_text("older_rows.sql"));
  return path;
}

/// Every table, column and index, regardless of the statements that made them.
std::string schema_of(const std::string& path) {
  test::raw_database raw(path);
  return raw.rows("SELECT t.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk"
                  " FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
                  " ORDER BY 1, 2") +
         raw.rows("SELECT t.name, i.name, i.\"unique\", c.seqno, c.name, c.desc"
                  " FROM sqlite_master t JOIN pragma_index_list(t.name) i"
                  " JOIN pragma_index_xinfo(i.name) c WHERE t.type = 'table' ORDER BY 1, 2, 4") +
         raw.rows("SELECT name, version, migration FROM tidemark_schema_version");
}

std::string rows_of_due_runs(const std::string& path) {
  return test::raw_database(path).rows(
      "SELECT brand_id, due_at, state, host, run_id, changed_at FROM due_runs ORDER BY 1, 2");
}

}  // namespace

TEST_CASE("a database of version 1 becomes one of today, with all that is in it") {
  const test::scratch_folder folder;
  const auto path = older_database(folder);
  opened(folder.file("fresh.db"));
  CHECK(schema_of(path) != schema_of(folder.file("fresh.db")));
  {
    const auto store = opened(path);
    test::check_older_rows(*store);
  }
  CHECK(schema_of(path) == schema_of(folder.file("fresh.db")));
  CHECK(rows_of_due_runs(path) ==
        "1|2026-02-19 03:00:00|done||NULL|2026-02-19 03:00:00\n"
        "1|2026-02-19 03:00:00.000001|done||NULL|2026-02-19 03:00:00.000001\n"
        "1|2026-02-20 03:00:00|NULL|NULL|NULL|NULL\n"
        "2|2026-02-20 03:00:00|done||NULL|2026-02-20 03:00:00\n"
        "2|2026-02-20 03:00:00.000001|NULL|NULL|NULL|NULL\n"
        "3|2026-02-20 08:59:59.000001|NULL|NULL|NULL|NULL\n");
  CHECK_THROWS(test::raw_database(path).run("UPDATE due_runs SET state = 'asleep'"));
  const auto store = opened(path);
  test::check_older_rows(*store);
  test::check_older_rows_in_use(*store);
}

TEST_CASE("a migration that fails half-way leaves the old schema") {
  const test::scratch_folder folder;
  const auto path = older_database(folder);
  test::raw_database(path).run(
      "CREATE TABLE notes (a); CREATE INDEX corrections_video ON notes (a)");
  const auto before = schema_of(path);
  const auto refused = sqlite::sqlite_storage::open(path);
  REQUIRE(!refused);
  CHECK_THAT(refused.error().message, Contains("corrections_video"));
  CHECK(schema_of(path) == before);
  test::raw_database(path).run("DROP TABLE notes");
  test::check_older_rows(*opened(path));
}

TEST_CASE("a process that dies while it migrates leaves the old schema or the new one") {
  const test::scratch_folder folder;
  opened(folder.file("fresh.db"));
  for (const int delay_ms : {1, 5, 20, 60, 150, 300}) {
    const test::scratch_folder own;
    const auto path = older_database(own);
    test::raw_database(path).run(
        "INSERT INTO creator_video_metric_snapshots (brand_id, tiktok_video_id, snapshot_date,"
        " window_days, source_run_id, inserted_at, updated_at) WITH RECURSIVE n(i) AS (SELECT 1"
        " UNION ALL SELECT i + 1 FROM n WHERE i < 60000) SELECT 7, 'v' || i, '2026-02-20', 30, 'r',"
        " '2026-02-20 09:00:00', '2026-02-20 09:00:00' FROM n");
    const auto before = schema_of(path);
    const pid_t child = ::fork();
    if (child == 0) {
      (void)sqlite::sqlite_storage::open(path);
      ::_exit(0);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const auto after = schema_of(path);
    const bool migrated = after != before;
    INFO(delay_ms << " ms, migrated: " << migrated);
    if (migrated) CHECK(after == schema_of(folder.file("fresh.db")));
    test::check_older_rows(*opened(path));
  }
}

TEST_CASE("the schema is not changed under a run") {
  const test::scratch_folder folder;
  const auto path = older_database(folder);
  const auto before = schema_of(path);
  const sqlite::brand_locks locks(path);
  contract::value_of(locks.take(1, "somebody before")).reset();  // its file stays
  auto lock = contract::value_of(locks.take(70, "host a, process 7"));
  const auto refused = sqlite::sqlite_storage::open(path);
  REQUIRE(!refused);
  CHECK(refused.error().kind == error_kind::busy);
  CHECK_THAT(refused.error().message,
             Contains(path + ": a run of brand 70 is in progress (host a, process 7); the schema "
                             "must be changed first: try again when that run has ended"));
  CHECK(schema_of(path) == before);
  lock.reset();
  test::check_older_rows(*opened(path));
}

TEST_CASE("a new database is made, and one of today opened, beside a run") {
  const test::scratch_folder folder;
  const auto lock = contract::value_of(
      sqlite::brand_locks(folder.file("t.db")).take(1, "host a, process 7"));
  opened(folder.file("t.db"));
  opened(folder.file("t.db"));
}

TEST_CASE("a migration stops before a table of a new name that is not ours") {
  const test::scratch_folder folder;
  const auto path = older_database(folder);
  test::raw_database(path).run("CREATE TABLE Corrections (theirs)");
  const auto before = schema_of(path);
  const auto refused = sqlite::sqlite_storage::open(path);
  REQUIRE(!refused);
  CHECK(refused.error().kind == error_kind::usage);
  CHECK_THAT(refused.error().message, Contains("Corrections") && Contains("did not make"));
  CHECK(schema_of(path) == before);
}

TEST_CASE("a tidemark that was open before a migration works on") {
  const test::scratch_folder folder;
  const auto path = older_database(folder);
  test::raw_database older(path);
  const auto last = [&](int brand_id) {
    return older.rows("SELECT due_at FROM due_runs WHERE brand_id = " + std::to_string(brand_id) +
                      " ORDER BY due_at DESC LIMIT 1");
  };
  CHECK(last(1) == "2026-02-20 03:00:00\n");
  const auto store = opened(path);
  CHECK(last(1) == "2026-02-20 03:00:00\n");

  // It settles its open claim, and claims the next due time: this version reads both correctly.
  using enum storage::due_run_state;
  older.run("INSERT INTO due_runs (brand_id, due_at) VALUES (1, '2026-02-20 03:00:00.000001')");
  CHECK(contract::value_of(store->find_last_due_run(1)) ==
        test::due_of_version_2(1, "2026-02-20 03:00:00", done));
  older.run("INSERT INTO due_runs (brand_id, due_at) VALUES (1, '2026-02-21 03:00:00')");
  const auto claim = test::due_of_version_2(1, "2026-02-21 03:00:00", claimed);
  CHECK(contract::open_due_runs(*store) == std::vector{claim});
  CHECK_THROWS(older.run("INSERT INTO due_runs (brand_id, due_at)"
                         " VALUES (1, '2026-02-21 03:00:00')"));
  older.run("DELETE FROM due_runs WHERE brand_id = 1 AND due_at = '2026-02-21 03:00:00'");
  CHECK(contract::open_due_runs(*store).empty());

  // It begins and ends a run.
  older.run("INSERT INTO sync_runs (brand_id, source_run_id, snapshot_date, status, started_at,"
            " policy_name, policy_hash, host) VALUES (1, 'third', '2026-02-21', 'running',"
            " '2026-02-21 03:00:01', 'videos', 'h', 'old host')");
  older.run("UPDATE sync_runs SET status = 'failed', finished_at = '2026-02-21 03:02:00',"
            " error = 'no rows', heartbeat_at = NULL WHERE source_run_id = 'third'");
  CHECK(contract::all_runs(*store)[0].error == "no rows");

  // It takes what is over here for settled: the latest row is not a whole second.
  auto mine = contract::put(*store, contract::claim_of(1, contract::moment("2026-02-22 03:00:00")));
  CHECK(last(1) == "2026-02-22 03:00:00\n");
  for (const auto state : {done, missed}) {
    const auto over = contract::with_state(mine, state);
    REQUIRE(contract::change_due_run(*store, mine, over));
    CHECK(last(1) == to_text(timestamp{mine.due_at.micros + 1}) + "\n");
    CHECK(contract::value_of(store->find_last_due_run(1)) == over);
    CHECK(contract::open_due_runs(*store).empty());
    mine = contract::put(*store,
                         contract::claim_of(1, {mine.due_at.micros + 86'400'000'000}));
  }
}

TEST_CASE("of several changes that fail together none is made") {
  const test::scratch_folder folder;
  const auto store = opened(folder.file("t.db"));
  test::raw_database(folder.file("t.db"))
      .run("CREATE TRIGGER no_brand_13 BEFORE INSERT ON due_runs WHEN NEW.brand_id = 13"
           " BEGIN SELECT RAISE(ABORT, 'not today'); END");
  const auto first = contract::claim_of(1, contract::due_time);
  const std::vector<storage::due_run_change> wanted{
      {{}, first}, {{}, contract::claim_of(13, contract::due_time)}};
  const auto outcome = store->change_due_runs(wanted);
  REQUIRE(!outcome);
  CHECK_THAT(outcome.error().message, Contains("not today"));
  CHECK_FALSE(contract::found(*store, first));
}

TEST_CASE("lists of a migrated database are whole before its first run and after it") {
  using contract::seen;
  const test::scratch_folder folder;
  const std::string path = older_database(folder);
  const auto store = opened(path);
  const auto by_gmv = [&](std::optional<std::int32_t> window_days = {}) {
    auto query = contract::query_of(1);
    query.window_days = window_days;
    std::string text;
    const auto page = contract::value_of(store->list_videos(query));
    for (const auto& video : page.videos)
      text += video.tiktok_video_id + " " + std::to_string(video.gmv_cents) + ", ";
    return text + "of " + std::to_string(page.total);
  };
  CHECK(by_gmv() == "v 900, w 30, of 2");
  CHECK(by_gmv(30) == "v 300, w 0, of 2");
  contract::sync(*store, {{seen("x").by("anna").gmv(500)}, {{30, {seen("x").gmv(500)}}}});
  CHECK(by_gmv() == "v 900, x 500, w 30, of 3");
  CHECK(by_gmv(30) == "x 500, v 300, w 0, of 3");
  CHECK(by_gmv(90) == "v 900, w 0, x 0, of 3");
  CHECK(test::raw_database(path).rows("SELECT * FROM list_totals ORDER BY 1, 2") ==
        "1|0|3|2026-02-20\n1|30|3|2026-02-20\n");
}
