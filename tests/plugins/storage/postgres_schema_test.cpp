// SPDX-License-Identifier: GPL-2.0-only
#include "catch.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "database.hpp"
#include "scratch_postgres.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;

namespace {

/// The error of opening `url`; the test fails where it opens.
error refusal_of(const std::string& url, const std::string& schema = "public") {
  const auto opened = postgres::database::open({url, {.schema = schema}});
  REQUIRE(!opened);
  return opened.error();
}

void opens(const std::string& url, const std::string& schema = "public") {
  const auto opened = postgres::database::open({url, {.schema = schema}});
  if (!opened) FAIL(opened.error().message);
}

}  // namespace

TEST_CASE("the tables have the columns and types of the contract") {
  const std::vector<std::pair<std::string, std::string>> wanted{
      {"creators", "id bigint!, tiktok_username text!"},
      {"creator_videos",
       "id bigint!, brand_id bigint!, creator_id bigint!, tiktok_video_id text!, video_url text, "
       "title text, posted_at timestamp with time zone, gmv_cents bigint!=0, "
       "impressions bigint!=0, items_sold bigint!=0, affiliate_orders bigint!=0, likes bigint!=0, "
       "comments bigint!=0, shares bigint!=0, est_commission_cents bigint, gpm_cents bigint, "
       "ctr numeric(9,4), duration bigint, hash_tags text[], thumbnail_url text, "
       "inserted_at timestamp with time zone!, updated_at timestamp with time zone!"},
      {"creator_video_metric_snapshots",
       "id bigint!, brand_id bigint!, creator_video_id bigint, tiktok_video_id text!, "
       "snapshot_date date!, window_days integer!, gmv_cents bigint!=0, views bigint!=0, "
       "items_sold bigint!=0, gpm_cents bigint, ctr numeric(9,4), source_run_id text!, "
       "raw_payload jsonb, inserted_at timestamp with time zone!, "
       "updated_at timestamp with time zone!"},
      {"sync_runs",
       "id bigint!, brand_id bigint!, source_run_id text!, snapshot_date date!, status text!, "
       "started_at timestamp with time zone!, finished_at timestamp with time zone, "
       "policy_name text!, policy_hash text!, host text!, stats jsonb, error text, "
       "heartbeat_at timestamp with time zone, due_at timestamp with time zone, "
       "retracted_at timestamp with time zone, batch_digest text"},
      {"rejected_rows",
       "id bigint!, run_id bigint!, brand_id bigint!, source text!, window_days integer, "
       "position bigint, reason text!, raw text, inserted_at timestamp with time zone!"},
      {"due_runs",
       "id bigint!, brand_id bigint!, due_at timestamp with time zone!, state text, host text, "
       "run_id bigint, changed_at timestamp with time zone"},
      {"corrections",
       "id bigint!, brand_id bigint!, tiktok_video_id text!, field text!, before jsonb, "
       "after jsonb, reason text!, author text!, run_id bigint, held boolean!, "
       "released_at timestamp with time zone, inserted_at timestamp with time zone!"},
      {"video_latest",
       "brand_id bigint!, window_days integer!, tiktok_video_id text!, gmv_cents bigint!=0, "
       "views bigint!=0, items_sold bigint!=0, gpm_cents bigint, ctr numeric(9,4), "
       "snapshot_date date"},
      {"brand_totals", "brand_id bigint!, videos bigint!"},
      {"brand_windows", "brand_id bigint!, window_days integer!, latest_date date!"},
  };
  const test::scratch_postgres scratch;
  opens(scratch.url());
  auto raw = scratch.raw();
  for (const auto& [name, columns] : wanted)
    CHECK(raw.rows("SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod) ||"
                   " CASE WHEN attnotnull THEN '!' ELSE '' END ||"
                   " coalesce('=' || substring(pg_get_expr(d.adbin, d.adrelid) FROM '^[0-9]+'),"
                   " ''), ', ' ORDER BY attnum) FROM pg_attribute a LEFT JOIN pg_attrdef d ON"
                   " d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE attrelid = '" +
                   name + "'::regclass AND attnum > 0") == columns + "\n");
  CHECK(raw.rows("SELECT name, version, migration FROM tidemark_schema_version") ==
        "tidemark|3|f\n");
  raw.run("INSERT INTO creators (tiktok_username) VALUES ('a'), ('B'), ('b')");
  CHECK(raw.rows("SELECT tiktok_username FROM creators ORDER BY 1") == "B\na\nb\n");
  opens(scratch.url());  // and once more, with everything there
}

TEST_CASE("the latest snapshot of a video and window is found without a sort") {
  const test::scratch_postgres scratch;
  opens(scratch.url());
  auto raw = scratch.raw();
  raw.run("SET enable_seqscan = off; SET enable_bitmapscan = off");
  const auto plan = raw.rows(
      "EXPLAIN SELECT gmv_cents FROM creator_video_metric_snapshots WHERE brand_id = 1"
      " AND tiktok_video_id = 'a' AND window_days = 30 ORDER BY snapshot_date DESC"
      " LIMIT 1");
  CHECK_THAT(plan, Contains("creator_video_metric_snapshots_by_window"));
  CHECK_THAT(plan, !Contains("Sort"));
}

TEST_CASE("tables of our names that are not ours are left as they are, and named") {
  const std::vector<std::pair<std::string, std::string>> foreign{
      {"CREATE TABLE creators (name TEXT)", "creators"},
      {"CREATE VIEW creator_videos AS SELECT 1 AS id", "creator_videos"},
      {"CREATE TABLE other (a INT); CREATE INDEX due_runs ON other (a)", "due_runs"},
      {"CREATE TABLE tidemark_schema_version (name TEXT, version BIGINT)",
       "tidemark_schema_version"},
      {"CREATE TABLE tidemark_schema_version (a INT)", "tidemark_schema_version"},
      {"CREATE TABLE video_latest (a INT)", "video_latest"},
      {"CREATE TABLE corrections (a INT)", "corrections"}};
  for (const auto& [text, table] : foreign) {
    INFO(text);
    const test::scratch_postgres scratch;
    auto raw = scratch.raw();
    raw.run(text);
    const std::string all = "SELECT relname, relkind FROM pg_class WHERE relnamespace ="
                            " 'public'::regnamespace ORDER BY 1";
    const auto before = raw.rows(all);
    const auto what = refusal_of(scratch.url());
    CHECK(what.kind == error_kind::usage);
    CHECK_THAT(what.message, Contains("public." + table) && Contains("did not make"));
    CHECK(raw.rows(all) == before);
    opens(scratch.url(), "metrics");  // a schema of its own is beside them
    CHECK(raw.rows(all) == before);
  }
}

TEST_CASE("a schema of a later tidemark is refused") {
  const test::scratch_postgres scratch;
  opens(scratch.url());
  scratch.raw().run("UPDATE tidemark_schema_version SET version = 99");
  const auto what = refusal_of(scratch.url());
  CHECK(what.kind == error_kind::usage);
  CHECK_THAT(what.message, Contains("version 99") && Contains("up to 3"));
}

TEST_CASE("a schema that another program left half changed is refused, and left as it is") {
  const test::scratch_postgres scratch;
  opens(scratch.url());
  scratch.raw().run("UPDATE tidemark_schema_version SET version = 2, migration = true");
  const auto what = refusal_of(scratch.url());
  CHECK(what.kind == error_kind::usage);
  CHECK_THAT(what.message,
             Contains("half changed to version 2") && Contains("restore a backup"));
  CHECK(scratch.raw().rows("SELECT version, migration FROM tidemark_schema_version") == "2|t\n");
}

TEST_CASE("hosts that make the schema at once all open it") {
  for (int round = 0; round < 5; ++round) {
    const test::scratch_postgres scratch;
    std::vector<pid_t> children;
    for (int i = 0; i < 6; ++i) {
      const pid_t child = ::fork();
      if (child == 0)
        ::_exit(postgres::database::open({scratch.url(), {.schema = "Our own"}}) ? 0 : 1);
      children.push_back(child);
    }
    for (const pid_t child : children) {
      int status = -1;
      ::waitpid(child, &status, 0);
      CHECK(status == 0);
    }
    CHECK(scratch.raw().rows("SELECT version FROM \"Our own\".tidemark_schema_version") == "3\n");
  }
}

TEST_CASE("a user who may not make the schema learns what to ask for") {
  const test::scratch_postgres scratch;
  auto raw = scratch.raw();
  const std::string role = scratch.name() + "_role";
  raw.run("CREATE ROLE " + role + " LOGIN; CREATE SCHEMA owned AUTHORIZATION " + role);
  raw.run("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
  for (const char* schema : {"public", "absent"}) {
    const auto what = refusal_of(scratch.url_as(role), schema);
    CHECK(what.kind == error_kind::failed);
    CHECK_THAT(what.message, Contains("permission denied") && Contains("GRANT"));
  }
  opens(scratch.url_as(role), "owned");
  raw.run("DROP OWNED BY " + role + "; DROP ROLE " + role);
}

TEST_CASE("a migration waits for another no longer than lock_timeout") {
  const test::scratch_postgres scratch;
  auto other = scratch.raw();
  other.run("BEGIN; CREATE TABLE tidemark_schema_version (a INT)");  // not committed
  const auto opened = postgres::database::open(
      {scratch.url(), {.lock_timeout = std::chrono::milliseconds(100)}});
  REQUIRE(!opened);
  CHECK(opened.error().kind == error_kind::busy);
  CHECK_THAT(opened.error().message, Contains("lock_timeout"));
}
