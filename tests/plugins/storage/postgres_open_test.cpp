// SPDX-License-Identifier: GPL-2.0-only
#include "catch.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "database.hpp"
#include "failure.hpp"
#include "postgres_storage.hpp"
#include "query.hpp"
#include "scratch_postgres.hpp"
#include "session.hpp"

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

struct refusal {
  std::string name;
  std::string url;
  error_kind kind;
  std::string message;
};

}  // namespace

TEST_CASE("what cannot be reached is refused in plain words, without the password") {
  const test::scratch_postgres scratch;
  auto raw = scratch.raw();
  const std::string role = scratch.name() + "_role";
  raw.run("DO $$ BEGIN CREATE ROLE needs_password; EXCEPTION WHEN duplicate_object THEN END $$");
  raw.run("CREATE ROLE " + role + " LOGIN PASSWORD 'open sesame' IN ROLE needs_password");
  const std::string elsewhere = "postgresql://u:s3cret-word@";
  const std::vector<refusal> cases{
      {"nothing", "", error_kind::usage, "`url` is empty"},
      {"a wrong password", scratch.url_as(role + ":s3cret-word"), error_kind::failed,
       "correct user and password"},
      {"no password", scratch.url_as(role), error_kind::failed, "wants a password"},
      {"an unknown user", scratch.url_as("nobody-here:s3cret-word"), error_kind::failed,
       "correct user and password"},
      {"an unknown database", scratch.url() + "&dbname=s3cret_not", error_kind::usage,
       "CREATE DATABASE"},
      {"no server", elsewhere + "127.0.0.1:1/shop", error_kind::failed,
       "database shop on 127.0.0.1:1: there is no connection"},
      {"no socket", elsewhere + "/shop?host=/nowhere", error_kind::failed,
       "database shop on /nowhere: there is no connection"},
      {"no host of that name", elsewhere + "host.invalid/shop", error_kind::failed,
       "host.invalid"},
      {"a password with @", "postgresql://u:s3cret@word@host/shop", error_kind::usage, "%40"},
      {"a password with /", "postgresql://u:12/s3cret@host/shop", error_kind::usage, "%2F"},
      {"a password with %", "postgresql://u:%s3cret@host/shop", error_kind::usage,
       "percent-encoded"},
      {"a password before a port", "postgresql://u:s3cret:5432/shop", error_kind::usage,
       "percent-encoded"},
      {"an unknown setting", elsewhere + "host/shop?s3cret=1", error_kind::usage,
       "cannot be read"},
      {"no URL", "postgres//s3cret", error_kind::usage, "cannot be read"},
      {"a port that is no number", elsewhere + "host:ten/shop", error_kind::usage,
       "cannot be read"},
      {"a port that is none", elsewhere + "127.0.0.1:99999/shop", error_kind::usage,
       "`url` cannot be used (invalid port number: \"99999\"); correct it"},
      {"more hosts than ports", elsewhere + "/shop?host=a,b,c&port=1,2", error_kind::usage,
       "could not match 2 port numbers to 3 hosts"},
      {"an address that is none", elsewhere + "/shop?hostaddr=host", error_kind::usage,
       "could not parse network address"},
      {"an unknown word", elsewhere + "127.0.0.1:1/shop?sslmode=sometimes", error_kind::usage,
       "invalid sslmode value"},
      {"a number that is none", elsewhere + "127.0.0.1:1/shop?keepalives_idle=ten",
       error_kind::usage, "invalid integer value"},
      {"an unknown service", "service=nothere", error_kind::usage,
       "definition of service \"nothere\" not found"},
      {"a setting that the server does not know", scratch.url() + "&options=-c%20colour%3D1",
       error_kind::usage, "correct `options` in `url`"},
  };
  for (const auto& [name, url, kind, message] : cases) {
    INFO(name);
    const auto what = refusal_of(url);
    CHECK(what.kind == kind);
    CHECK_THAT(what.message, Contains(message));
    if (name != "an unknown database") CHECK_THAT(what.message, !Contains("s3cret"));
  }
  raw.run("DROP ROLE " + role);
}

TEST_CASE("a server that says nothing is given up in time") {
  // The listener takes the connection, and never answers.
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(listener, 1) == 0);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  const auto what = refusal_of("postgresql://u@127.0.0.1:" +
                               std::to_string(ntohs(address.sin_port)) + "/d?connect_timeout=1");
  ::close(listener);
  CHECK(what.kind == error_kind::failed);
  CHECK_THAT(what.message, Contains("no answer within 1 s"));
}

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
       "heartbeat_at timestamp with time zone"},
      {"rejected_rows",
       "id bigint!, run_id bigint!, brand_id bigint!, source text!, window_days integer, "
       "position bigint, reason text!, raw text, inserted_at timestamp with time zone!"},
      {"due_runs", "id bigint!, brand_id bigint!, due_at timestamp with time zone!"},
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
        "tidemark|2|f\n");
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
      " AND tiktok_video_id = 'a' AND window_days = 30 ORDER BY snapshot_date DESC, id DESC"
      " LIMIT 1");
  CHECK_THAT(plan, Contains("creator_video_metric_snapshots_latest"));
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
      {"CREATE TABLE video_latest (a INT)", "video_latest"}};
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
  CHECK_THAT(what.message, Contains("version 99") && Contains("up to 2"));
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
    CHECK(scratch.raw().rows("SELECT version FROM \"Our own\".tidemark_schema_version") == "2\n");
  }
}

TEST_CASE("a user who may not make the schema is told what to ask for") {
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

TEST_CASE("a session is told from a proxy that pools transactions") {
  const test::scratch_postgres scratch;
  auto one = scratch.raw();
  auto two = scratch.raw();
  CHECK(postgres::keeps_session(one.handle(), two.handle()));
  // Behind such a proxy both are served by the process that is free.
  CHECK_FALSE(postgres::keeps_session(one.handle(), one.handle()));
  CHECK_THAT(postgres::pooled_transactions("database d").message, Contains("pools transactions"));
}

TEST_CASE("connections that a server ended are replaced") {
  const test::scratch_postgres scratch;
  auto opened = postgres::database::open({scratch.url()});
  REQUIRE(opened);
  auto& db = **opened;
  const auto use = [&] {
    return postgres::no_throw(db.name(), [&]() -> result<void> {
      postgres::transaction own(postgres::transaction::for_writing, db);
      postgres::run(own.handle(), "SELECT 1");
      own.commit();
      return {};
    });
  };
  REQUIRE(use());
  scratch.raw().run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                    " current_database() AND pid <> pg_backend_pid()");
  const auto first = use();
  if (!first) CHECK_THAT(first.error().message, Contains("connection was lost"));
  CHECK(use());
}

TEST_CASE("statements have their time limits, and every session its settings") {
  const test::scratch_postgres scratch;
  auto opened = postgres::database::open(
      {scratch.url(), {.schema = "a\"b", .statement_timeout = std::chrono::milliseconds(50)}});
  if (!opened) FAIL(opened.error().message);
  auto& db = **opened;
  const auto run = [&](const std::string& text) {
    return postgres::no_throw(db.name(), [&]() -> result<std::string> {
      postgres::transaction own(postgres::transaction::for_reading, db);
      return std::string(postgres::run(own.handle(), text).text(0, 0));
    });
  };
  CHECK(run("SELECT current_schemas(false)::text").value() == "{\"a\\\"b\"}");
  CHECK(run("SHOW TimeZone").value() == "UTC");
  CHECK(run("SHOW transaction_read_only").value() == "on");
  const auto slow = run("SELECT pg_sleep(5)");
  REQUIRE(!slow);
  CHECK_THAT(slow.error().message, Contains("`statement_timeout`"));
}

TEST_CASE("a page that filters make slow has a time limit of its own") {
  const test::scratch_postgres scratch;
  auto store = postgres::postgres_storage::open(
      {scratch.url(), {.query_timeout = std::chrono::milliseconds(50)}});
  auto other = postgres::database::open({scratch.url()});
  REQUIRE((store && other));
  videos::period_query query;
  query.brand_id = 1;
  query.search = "tote";
  {
    postgres::transaction holds(postgres::transaction::for_writing, **other);
    postgres::run(holds.handle(), "LOCK TABLE creator_videos");
    const auto slow = (*store)->list_videos(query);
    REQUIRE(!slow);
    CHECK(slow.error().kind == error_kind::busy);
    CHECK_THAT(slow.error().message, Contains("`query_timeout` (50 ms)") && Contains("narrow it"));
  }
  CHECK((*store)->list_videos(query));
}

TEST_CASE("an error says what to do about it") {
  struct state_case {
    std::string sqlstate;
    error_kind kind;
    std::string message;
  };
  const std::vector<state_case> cases{
      {"28P01", error_kind::failed, "correct user and password"},
      {"28000", error_kind::failed, "pg_hba.conf"},
      {"3D000", error_kind::usage, "CREATE DATABASE"},
      {"42501", error_kind::failed, "GRANT"},
      {"53300", error_kind::busy, "no connection left"},
      {"57P03", error_kind::busy, "starting or stopping"},
      {"55P03", error_kind::busy, "lock_timeout"},
      {"40P01", error_kind::busy, "try again"},
      {"40001", error_kind::busy, "try again"},
      {"57014", error_kind::failed, "statement_timeout"},
      {"57P01", error_kind::failed, "connection was lost"},
      {"08006", error_kind::failed, "connection was lost"},
      {"53100", error_kind::failed, "Make room"},
      {"25006", error_kind::failed, "standby"},
      {"XX001", error_kind::failed, "put back a copy"},
      {"23505", error_kind::failed, "the detail (SQLSTATE 23505)"},
      {"", error_kind::failed, "database shop on h: the detail"},
  };
  for (const auto& [sqlstate, kind, message] : cases) {
    INFO(sqlstate);
    const auto what = postgres::error_of(sqlstate, "database shop on h", "the detail\n");
    CHECK(what.kind == kind);
    CHECK_THAT(what.message, Contains(message) && Contains("database shop on h"));
  }
}

TEST_CASE("an error that the server did not say shows no SQLSTATE") {
  struct {
    std::string sqlstate, detail, message;
  } cases[] = {
      {"?????", "could not receive data from server: Connection timed out\n",
       "d: could not receive data from server: Connection timed out; see that the server runs and "
       "can be reached, and run it again"},
      {"", "lost synchronization\n\twith server\n",
       "d: lost synchronization  with server; see that the server runs and can be reached, and run "
       "it again"},
      {"23505", "a key is there", "d: a key is there (SQLSTATE 23505)"},
  };
  for (const auto& [sqlstate, detail, message] : cases) {
    INFO(sqlstate);
    const auto failed = postgres::no_throw("d", [&]() -> result<void> {
      throw odb::pgsql::database_exception(sqlstate, detail);
    });
    REQUIRE(!failed);
    CHECK(failed.error().kind == error_kind::failed);
    CHECK(failed.error().message == message);
  }
  for (const char* text : {"", "?????", "0800", "08006x", "08 06"})
    CHECK_FALSE(postgres::is_sqlstate(text));
  for (const char* text : {"08006", "40P01"}) CHECK(postgres::is_sqlstate(text));
}
