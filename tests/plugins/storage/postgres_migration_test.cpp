// SPDX-License-Identifier: GPL-2.0-only
#include <postgres_storage.hpp>

#include <memory>
#include <string>
#include <thread>

#include "advisory_key.hpp"
#include "contract/listing_contract.hpp"
#include "latest_videos.hpp"
#include "older_database.hpp"
#include "scratch_postgres.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;
using contract::seen;

namespace {

std::unique_ptr<storage::backend> opened(const test::scratch_postgres& scratch) {
  return contract::value_of(postgres::postgres_storage::open({scratch.url()}));
}

/// A version of the schema that databases may have, and what makes one with rows in every table.
struct older_version {
  const char* name;
  std::vector<std::string> files;
};

const older_version version_1{"version 1", {"version_1/pgsql.sql", "older_rows.sql"}};
const older_version version_2{
    "version 2", {"version_2/pgsql.sql", "older_rows.sql", "version_2/derived_rows.sql"}};

void make(const test::scratch_postgres& scratch, const older_version& version) {
  auto raw = scratch.raw();
  raw.run("SET TimeZone = 'UTC'");
  for (const auto& file : version.files) raw.run(test::older_text(file));
}

/// Every column, constraint and index, regardless of the order in which they were made.
std::string schema_of(const test::scratch_postgres& scratch) {
  auto raw = scratch.raw();
  return raw.rows("SELECT table_name, column_name, data_type, collation_name, is_nullable,"
                  " column_default FROM information_schema.columns WHERE table_schema = 'public'"
                  " ORDER BY table_name, column_name") +
         raw.rows("SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
                  " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2") +
         raw.rows("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
                  " ORDER BY indexname") +
         raw.rows("SELECT name, version, migration FROM tidemark_schema_version");
}

std::string rows_of_due_runs(const test::scratch_postgres& scratch) {
  auto raw = scratch.raw();
  raw.run("SET TimeZone = 'UTC'");
  return raw.rows("SELECT brand_id, due_at, state, host, run_id, changed_at FROM due_runs"
                  " ORDER BY 1, 2");
}

std::string derived_rows(const test::scratch_postgres& scratch) {
  auto raw = scratch.raw();
  return raw.rows("SELECT brand_id, window_days, tiktok_video_id, gmv_cents, views, items_sold,"
                  " gpm_cents, ctr, snapshot_date FROM video_latest ORDER BY 1, 2, 3") +
         raw.rows("SELECT brand_id, videos FROM brand_totals ORDER BY 1") +
         raw.rows("SELECT brand_id, window_days, latest_date FROM brand_windows ORDER BY 1, 2");
}

/// Runs of several days, windows and brands, out of order, with videos that become known late.
void fill(storage::backend& store) {
  contract::fill_for_listing(store);
  const seen late = seen("late").gmv(7).views(3);
  contract::sync(store, {{}, {{90, {late}}}}, {.snapshot_date = contract::day("2026-02-12")});
  contract::sync(store, {{seen("late").by("anna").gmv(9)}, {{30, {seen("late").gmv(5).ctr(1)}}}},
                 {.snapshot_date = contract::day("2026-02-11")});
  contract::sync(store, {{}, {{7, {seen("v01").gmv(1)}}}},
                 {.snapshot_date = contract::day("2026-02-13")});
  contract::sync(store, {{}, {{7, {seen("nobody's").gmv(1)}}}}, {.brand_id = 3});
}

constexpr const char* back_to_version_1 = R"(
DROP TABLE corrections, list_heads, video_latest, brand_totals, brand_windows;
DROP INDEX sync_runs_status, due_runs_state,
  creator_video_metric_snapshots_by_window;
ALTER TABLE sync_runs DROP COLUMN due_at, DROP COLUMN retracted_at, DROP COLUMN batch_digest;
ALTER TABLE due_runs DROP COLUMN state, DROP COLUMN host, DROP COLUMN run_id,
  DROP COLUMN changed_at;
CREATE UNIQUE INDEX creator_video_metric_snapshots_key ON creator_video_metric_snapshots
  (brand_id, tiktok_video_id, snapshot_date, window_days);
CREATE INDEX creator_video_metric_snapshots_latest ON creator_video_metric_snapshots
  (brand_id, tiktok_video_id, window_days, snapshot_date DESC, id DESC);
UPDATE tidemark_schema_version SET version = 1)";

}  // namespace

TEST_CASE("a database of an earlier version becomes one of today, with all that is in it") {
  const test::scratch_postgres fresh;
  opened(fresh);
  for (const auto* version : {&version_1, &version_2}) {
    INFO(version->name);
    const test::scratch_postgres older;
    make(older, *version);
    CHECK(schema_of(older) != schema_of(fresh));
    {
      const auto store = opened(older);
      test::check_older_rows(*store);
    }
    CHECK(schema_of(older) == schema_of(fresh));
    CHECK_THAT(schema_of(fresh), Contains("tidemark|3|f\n"));
    CHECK(rows_of_due_runs(older) ==
          "1|2026-02-19 03:00:00+00|done||NULL|2026-02-19 03:00:00+00\n"
          "1|2026-02-19 03:00:00.000001+00|done||NULL|2026-02-19 03:00:00.000001+00\n"
          "1|2026-02-20 03:00:00+00|NULL|NULL|NULL|NULL\n"
          "2|2026-02-20 03:00:00+00|done||NULL|2026-02-20 03:00:00+00\n"
          "2|2026-02-20 03:00:00.000001+00|NULL|NULL|NULL|NULL\n"
          "3|2026-02-20 08:59:59.000001+00|NULL|NULL|NULL|NULL\n");
    const auto store = opened(older);
    test::check_older_rows(*store);
    test::check_older_rows_in_use(*store);
  }
}

TEST_CASE("a migration derives from stored rows what runs would have kept") {
  const test::scratch_postgres scratch;
  fill(*opened(scratch));
  const auto kept = derived_rows(scratch);
  CHECK_THAT(kept, Contains("1|90|late|7|3|0|NULL|NULL|2026-02-12\n") &&
                       Contains("1|30|late|5|0|0|NULL|0.0001|2026-02-11\n") &&
                       Contains("1|7|late|0|0|0|NULL|NULL|NULL\n") &&
                       Contains("3|7|2026-02-20\n"));
  scratch.raw().run(back_to_version_1);
  const auto store = opened(scratch);
  CHECK(derived_rows(scratch) == kept);
  for (const std::optional<std::int32_t> window : {0, 7, 30, 90, 91}) {
    auto query = contract::query_of(1);
    query.window_days = window == 0 ? std::nullopt : window;
    contract::check_listing(*store, query);
  }
}

TEST_CASE("a migration that fails half-way leaves the old schema") {
  for (const auto* version : {&version_1, &version_2}) {
    INFO(version->name);
    const test::scratch_postgres scratch;
    make(scratch, *version);
    scratch.raw().run("CREATE TABLE notes (a INT); CREATE INDEX corrections_video ON notes (a)");
    const auto before = schema_of(scratch);
    const auto refused = postgres::postgres_storage::open({scratch.url()});
    REQUIRE(!refused);
    CHECK_THAT(refused.error().message, Contains("corrections_video"));
    CHECK(schema_of(scratch) == before);
    scratch.raw().run("DROP TABLE notes");
    test::check_older_rows(*opened(scratch));
  }
}

TEST_CASE("a migration whose connection is ended leaves the old schema") {
  const test::scratch_postgres scratch;
  make(scratch, version_2);
  const auto before = schema_of(scratch);
  auto reader = scratch.raw();
  reader.run("BEGIN; SELECT 1 FROM due_runs");  // keeps it from altering this table
  std::optional<error> refused;
  std::thread host([&] {
    const auto outcome = postgres::postgres_storage::open({scratch.url()});
    if (!outcome) refused = outcome.error();
  });
  auto raw = scratch.raw();
  const std::string waits = " FROM pg_locks WHERE NOT granted AND relation = 'due_runs'::regclass";
  for (int i = 0; i < 600 && raw.rows("SELECT count(*)" + waits) == "0\n"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  raw.run("SELECT pg_terminate_backend(pid)" + waits);
  host.join();
  reader.run("COMMIT");
  REQUIRE(refused);
  CHECK_THAT(refused->message, Contains("the connection was lost"));
  CHECK(schema_of(scratch) == before);
  test::check_older_rows(*opened(scratch));
}

TEST_CASE("the schema is not changed under a run") {
  const test::scratch_postgres scratch;
  make(scratch, version_2);
  const auto before = schema_of(scratch);
  auto other = scratch.raw();
  const auto lock = [&](const char* schema) {
    other.run("SELECT pg_advisory_lock(" +
              std::to_string(postgres::advisory_key(schema, "brand 2")) + ")");
  };
  other.run("SET application_name = 'host a, process 7'");
  lock("public");
  const auto refused = postgres::postgres_storage::open({scratch.url()});
  REQUIRE(!refused);
  CHECK(refused.error().kind == error_kind::busy);
  CHECK_THAT(refused.error().message,
             Contains(": a run of brand 2 is in progress (host a, process 7); the schema must be "
                      "changed first: try again when that run has ended"));
  CHECK(schema_of(scratch) == before);
  other.run("SELECT pg_advisory_unlock_all()");
  lock("another");  // of other tables
  test::check_older_rows(*opened(scratch));
  lock("public");
  opened(scratch);  // nothing needs to be changed
}

TEST_CASE("a tidemark that was open before a migration works on") {
  const test::scratch_postgres scratch;
  make(scratch, version_2);
  auto older = scratch.raw();
  older.run("SET TimeZone = 'UTC'");
  older.run("PREPARE last AS SELECT \"due_runs\".\"id\", \"due_runs\".\"brand_id\","
            " \"due_runs\".\"due_at\" FROM \"due_runs\" WHERE \"due_runs\".\"brand_id\" = 1"
            " ORDER BY \"due_runs\".\"due_at\" DESC LIMIT 1");
  older.run("PREPARE begin_run AS INSERT INTO sync_runs (brand_id, source_run_id, snapshot_date,"
            " status, started_at, policy_name, policy_hash, host) VALUES (1, 'third', '2026-02-21',"
            " 'running', '2026-02-21 03:00:01', 'videos', 'h', 'old host') RETURNING id");
  older.run("PREPARE fail AS UPDATE sync_runs SET status = 'failed', error = 'no rows',"
            " finished_at = '2026-02-21 03:02:00', heartbeat_at = NULL"
            " WHERE source_run_id = 'third'");
  older.run("PREPARE claim (timestamptz) AS INSERT INTO due_runs (brand_id, due_at) VALUES (1, $1)"
            " ON CONFLICT DO NOTHING");
  older.run("PREPARE release (timestamptz) AS DELETE FROM due_runs WHERE brand_id = 1"
            " AND due_at = $1");
  const auto last = [&] {
    const auto row = older.rows("EXECUTE last");
    return row.substr(row.rfind('|') + 1);
  };
  CHECK(last() == "2026-02-20 03:00:00+00\n");
  const auto store = opened(scratch);
  CHECK(last() == "2026-02-20 03:00:00+00\n");

  // It settles its open claim, and claims the next due time: this version reads both correctly.
  using enum storage::due_run_state;
  older.run("EXECUTE claim('2026-02-20 03:00:00.000001')");
  CHECK(contract::value_of(store->find_last_due_run(1)) ==
        test::due_of_version_2(1, "2026-02-20 03:00:00", done));
  older.run("EXECUTE claim('2026-02-21 03:00:00')");
  const auto claim = test::due_of_version_2(1, "2026-02-21 03:00:00", claimed);
  CHECK(contract::open_due_runs(*store) == std::vector{claim});
  older.run("EXECUTE release('2026-02-21 03:00:00')");
  CHECK(contract::open_due_runs(*store).empty());

  older.run("EXECUTE begin_run");
  older.run("EXECUTE fail");
  CHECK(contract::all_runs(*store)[0].error == "no rows");

  // It takes what is over here for settled: the latest row is not a whole second.
  auto mine = contract::put(*store, contract::claim_of(1, contract::moment("2026-02-22 03:00:00")));
  CHECK(last() == "2026-02-22 03:00:00+00\n");
  older.run("EXECUTE claim('2026-02-22 03:00:00')");
  CHECK(contract::found(*store, mine) == mine);
  for (const auto state : {done, missed}) {
    const auto over = contract::with_state(mine, state);
    REQUIRE(contract::change_due_run(*store, mine, over));
    CHECK(last() == to_text(timestamp{mine.due_at.micros + 1}) + "+00\n");
    CHECK(contract::value_of(store->find_last_due_run(1)) == over);
    CHECK(contract::open_due_runs(*store).empty());
    mine = contract::put(*store, contract::claim_of(1, {mine.due_at.micros + 86'400'000'000}));
  }
}

TEST_CASE("of several changes that fail together none is made") {
  const test::scratch_postgres scratch;
  const auto store = opened(scratch);
  scratch.raw().run("ALTER TABLE due_runs ADD CONSTRAINT not_today CHECK (brand_id <> 13)");
  const auto first = contract::claim_of(1, contract::due_time);
  const std::vector<storage::due_run_change> wanted{
      {{}, first}, {{}, contract::claim_of(13, contract::due_time)}};
  const auto outcome = store->change_due_runs(wanted);
  REQUIRE(!outcome);
  CHECK_THAT(outcome.error().message, Contains("not_today"));
  CHECK_FALSE(contract::found(*store, first));
}

TEST_CASE("a migration stops before a table of a new name that is not ours") {
  struct foreign_case {
    const older_version* version;
    std::string table;
  };
  for (const auto& [version, table] : std::vector<foreign_case>{{&version_1, "brand_totals"},
                                                                {&version_1, "corrections"},
                                                                {&version_2, "corrections"}}) {
    INFO(version->name << ", " << table);
    const test::scratch_postgres scratch;
    make(scratch, *version);
    scratch.raw().run("CREATE TABLE " + table + " (theirs INT)");
    const auto before = schema_of(scratch);
    const auto refused = postgres::postgres_storage::open({scratch.url()});
    REQUIRE(!refused);
    CHECK(refused.error().kind == error_kind::usage);
    CHECK_THAT(refused.error().message, Contains("public." + table) && Contains("did not make"));
    CHECK(schema_of(scratch) == before);
  }
}

TEST_CASE("a run that changes nothing rewrites no derived row") {
  const test::scratch_postgres scratch;
  const auto store = opened(scratch);
  fill(*store);
  const auto places = [&] {
    auto raw = scratch.raw();
    return raw.rows("SELECT ctid, xmin, xmax, tiktok_video_id FROM video_latest ORDER BY 1") +
           raw.rows("SELECT ctid, xmin, xmax FROM brand_totals ORDER BY 1") +
           raw.rows("SELECT ctid, xmin, xmax FROM brand_windows ORDER BY 1");
  };
  const auto before = places();
  const seen again = seen("v01").gmv(1);
  contract::sync(*store, {{again}, {{7, {again}}}}, {.snapshot_date = contract::day("2026-02-13")});
  CHECK(places() == before);
  const seen higher = seen("v01").gmv(2);
  contract::sync(*store, {{}, {{7, {higher}}}}, {.snapshot_date = contract::day("2026-02-13")});
  CHECK(places() != before);
}
