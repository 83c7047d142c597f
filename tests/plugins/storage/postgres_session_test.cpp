// SPDX-License-Identifier: GPL-2.0-only
#include "catch.hpp"

#include <chrono>
#include <string>
#include <thread>

#include "contract/storage_under_test.hpp"
#include "database.hpp"
#include "failure.hpp"
#include "postgres_storage.hpp"
#include "query.hpp"
#include "scratch_postgres.hpp"
#include "session.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;

TEST_CASE("a session is distinguished from a proxy that pools transactions") {
  const test::scratch_postgres scratch;
  auto first = scratch.raw();
  auto two = scratch.raw();
  CHECK(postgres::keeps_session(first.handle(), two.handle()));
  // Behind such a proxy both are served by the process that is free.
  CHECK_FALSE(postgres::keeps_session(first.handle(), first.handle()));
  CHECK_THAT(postgres::pooled_transactions("database d").message, Contains("pools transactions"));
}

TEST_CASE("connections that a server ended are replaced") {
  const test::scratch_postgres scratch;
  auto opened = postgres::database::open({scratch.url()});
  REQUIRE(opened);
  auto& db = **opened;
  const auto use = [&] {
    return postgres::catch_errors(db.name(), [&]() -> result<void> {
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
    return postgres::catch_errors(db.name(), [&]() -> result<std::string> {
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

TEST_CASE("arrays hold NULLs whatever the server's array_nulls") {
  const test::scratch_postgres scratch;
  scratch.raw().run("ALTER DATABASE " + scratch.name() + " SET array_nulls = off");
  const auto store = contract::value_of(postgres::postgres_storage::open({scratch.url()}));
  contract::sync(*store, {{contract::seen("a").by("anna").gmv(1)}, {}});  // without gpm and ctr
  CHECK(contract::video(*store, "a").record.gmv_cents == counter{1});
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

TEST_CASE("a reader of a walk may pause for longer than a statement may take") {
  const test::scratch_postgres scratch;
  const auto store = contract::value_of(postgres::postgres_storage::open(
      {scratch.url(), {.statement_timeout = std::chrono::milliseconds(500)}}));
  // More than the server can send before it has to wait for the reader.
  scratch.raw().run("INSERT INTO creators (tiktok_username) VALUES ('anna');"
                    "INSERT INTO creator_videos (brand_id, creator_id, tiktok_video_id, title,"
                    " inserted_at, updated_at) SELECT 1, 1, n, repeat('x', 10000), now(), now()"
                    " FROM generate_series(1, 300) n");
  int count = 0;
  contract::succeeds(
      store->walk_listed(contract::query_of(1), [&](const videos::listed_video&) {
        if (++count == 1) std::this_thread::sleep_for(std::chrono::seconds(1));
        return true;
      }));
  CHECK(count == 300);
}

TEST_CASE("the server does not wait to send rows to a reader of a walk who pauses") {
  const test::scratch_postgres scratch;
  const auto store = contract::value_of(postgres::postgres_storage::open({scratch.url()}));
  scratch.raw().run("INSERT INTO creators (tiktok_username) VALUES ('anna');"
                    "INSERT INTO creator_videos (brand_id, creator_id, tiktok_video_id, title,"
                    " inserted_at, updated_at) SELECT 1, 1, n, repeat('x', 500), now(), now()"
                    " FROM generate_series(1, 3000) n");
  std::string while_paused;
  contract::succeeds(
      store->walk_listed(contract::query_of(1), [&](const videos::listed_video&) {
        std::this_thread::sleep_for(std::chrono::seconds(1));
        while_paused = scratch.raw().rows("SELECT state, wait_event FROM pg_stat_activity WHERE"
                                          " query LIKE 'FETCH %' AND datname = current_database()");
        return false;
      }));
  CHECK(while_paused == "idle in transaction|ClientRead\n");
}
