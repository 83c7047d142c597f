// SPDX-License-Identifier: GPL-2.0-only
#include <postgres_storage.hpp>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "contract/listing_contract.hpp"
#include "latest_videos.hpp"
#include "scratch_postgres.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;
using contract::seen;

namespace {

std::string version_1() {
  std::ifstream file(VERSION_1 "/pgsql.sql");
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::unique_ptr<storage::backend> opened(const test::scratch_postgres& scratch) {
  return contract::value_of(postgres::postgres_storage::open({scratch.url()}));
}

/// Every column and index, in whatever order they were made.
std::string schema_of(const test::scratch_postgres& scratch) {
  auto raw = scratch.raw();
  return raw.rows("SELECT table_name, column_name, data_type, collation_name, is_nullable,"
                  " column_default FROM information_schema.columns WHERE table_schema = 'public'"
                  " ORDER BY table_name, column_name") +
         raw.rows("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname");
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

constexpr const char* back_to_version_1 =
    "DROP TABLE video_latest, brand_totals, brand_windows; DROP INDEX creator_videos_gmv,"
    " sync_runs_status;"
    "UPDATE tidemark_schema_version SET version = 1";

}  // namespace

TEST_CASE("a database of version 1 gets the tables of a new one") {
  const test::scratch_postgres fresh, older;
  opened(fresh);
  older.raw().run(version_1());
  CHECK(schema_of(older) != schema_of(fresh));
  opened(older);
  CHECK(schema_of(older) == schema_of(fresh));
  CHECK(older.raw().rows("SELECT version, migration FROM tidemark_schema_version") == "2|f\n");
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

TEST_CASE("a migration stops before a table of a new name that is not ours") {
  const test::scratch_postgres scratch;
  scratch.raw().run(version_1());
  scratch.raw().run("CREATE TABLE brand_totals (theirs INT)");
  const auto before = schema_of(scratch);
  const auto refused = postgres::postgres_storage::open({scratch.url()});
  REQUIRE(!refused);
  CHECK(refused.error().kind == error_kind::usage);
  CHECK_THAT(refused.error().message, Contains("public.brand_totals") && Contains("did not make"));
  CHECK(schema_of(scratch) == before);
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
