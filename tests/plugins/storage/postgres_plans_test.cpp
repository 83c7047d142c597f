// SPDX-License-Identifier: GPL-2.0-only
#include "catch.hpp"

#include <memory>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "database.hpp"
#include "latest_videos.hpp"
#include "listing.hpp"
#include "postgres_lists.hpp"
#include "query.hpp"
#include "scratch_postgres.hpp"

using namespace tidemark;

namespace {

constexpr const char* big_tables[] = {"creator_videos", "creator_video_metric_snapshots",
                                      "video_latest"};

/// 200,000 videos with two windows on two days, the second of them for a tenth.
const std::string many_rows = R"(
SET LOCAL session_replication_role = replica;  -- references need no check here
INSERT INTO creators (tiktok_username) SELECT 'creator_' || n FROM generate_series(1, 1000) n;
INSERT INTO creator_videos (brand_id, creator_id, tiktok_video_id, title, gmv_cents, inserted_at,
  updated_at) SELECT 1, 1 + n % 1000, '75' || lpad((n::bigint * 7919 % 200000)::text, 17, '0'),
  'title ' || n, n::bigint * 104729 % 500000, now(), now() FROM generate_series(1, 200000) n;
INSERT INTO creator_video_metric_snapshots (brand_id, creator_video_id, tiktok_video_id,
  snapshot_date, window_days, gmv_cents, source_run_id, inserted_at, updated_at)
  SELECT 1, id, tiktok_video_id, '2026-02-20'::date + d, w, id * 7907 % 90000, 'r', now(), now()
  FROM creator_videos, (VALUES (30), (90)) windows (w), (VALUES (0), (1)) days (d)
  WHERE d = 0 OR id % 10 = 0
  ORDER BY d, tiktok_video_id, w;
)";

/// The database of all cases here, filled once.
postgres::database& filled() {
  static const test::scratch_postgres scratch;
  static const auto db = [] {
    auto opened = postgres::database::open({scratch.url()});
    if (!opened) throw std::runtime_error(opened.error().message);
    postgres::transaction own(postgres::transaction::for_writing, **opened);
    postgres::run(own.handle(), many_rows);
    postgres::fill_latest(own.handle(), "public");
    own.commit();
    const postgres::statement_connection on(**opened);
    postgres::run(on.handle(), "VACUUM ANALYZE");
    return std::move(*opened);
  }();
  return *db;
}

/// A part of a plan.
struct node {
  std::string type, table, index;
  double rows = 0;
};

void collect(const boost::json::object& from, std::vector<node>& into) {
  const auto text = [&](const char* name) {
    const auto* value = from.if_contains(name);
    return value ? std::string(value->as_string()) : std::string();
  };
  into.push_back({text("Node Type"), text("Relation Name"), text("Index Name"),
                  from.at("Plan Rows").to_number<double>()});
  if (const auto* below = from.if_contains("Plans"))
    for (const auto& child : below->as_array()) collect(child.as_object(), into);
}

std::vector<node> plan_of(PGconn* on, const std::string& statement,
                          const std::vector<std::string>& parameters) {
  const auto found = postgres::run(on, "EXPLAIN (FORMAT JSON) " + statement, parameters);
  const auto plan = boost::json::parse(found.text(0, 0));
  std::vector<node> nodes;
  collect(plan.as_array().at(0).at("Plan").as_object(), nodes);
  return nodes;
}

/// What is too slow in a plan over big tables: reading one of them whole, sorting more than a page,
/// or not using `index`. Empty when all is well.
std::string faults_of(const std::vector<node>& plan, const std::string& index) {
  constexpr double page_rows_max = 200;
  std::string faults;
  bool used = false;
  for (const auto& part : plan) {
    used = used || part.index == index;
    if (part.type == "Seq Scan")
      for (const std::string table : big_tables)
        if (part.table == table) faults += "reads all of " + table + "; ";
    if (part.type.ends_with("Sort") && part.rows > page_rows_max)
      faults += "sorts " + std::to_string(static_cast<long>(part.rows)) + " rows; ";
  }
  return used ? faults : faults + "does not use " + index + "; ";
}

struct page_case {
  std::optional<std::int32_t> window_days;
  std::int64_t page;
  std::string index;
};

const std::vector<page_case> pages{{{}, 1, "creator_videos_key"}, {{}, 40, "creator_videos_key"},
                                   {30, 1, "video_latest_pkey"},  {30, 40, "video_latest_pkey"},
                                   {90, 1, "video_latest_pkey"},  {90, 40, "video_latest_pkey"}};

std::string faults_of_page(PGconn* on, const page_case& page) {
  videos::period_query query;
  query.brand_id = 1;
  query.window_days = page.window_days;
  query.page = page.page;
  postgres::listing wanted(query, "public",
                           page.window_days ? postgres::listing::source::window
                                            : postgres::listing::source::all_time);
  const auto text = wanted.page_of_head();
  return faults_of(plan_of(on, text, wanted.parameters()), page.index);
}

}  // namespace

TEST_CASE("a page of a head looks its videos up by their keys, wherever their metrics are from") {
  const postgres::statement_connection own(filled());
  for (const auto& page : pages) {
    INFO("window " << page.window_days.value_or(0) << " page " << page.page);
    CHECK(faults_of_page(own.handle(), page) == "");
  }
}

TEST_CASE("what is stored of videos that may be in a head comes from keys, one look-up each") {
  const postgres::statement_connection own(filled());
  std::string ids = "{";
  for (int i = 0; i < 2000; ++i)
    ids += (i ? "," : "") + ("75" + std::string(13, '0') + std::to_string(1000 + i));
  for (const std::int32_t window_days : {storage::all_time_period, 30}) {
    INFO(window_days);
    CHECK(faults_of(plan_of(own.handle(), postgres::select_listed_values("\"public\".", window_days,
                                                                        false),
                            {"1", ids + "}"}),
                    window_days == 30 ? "video_latest_pkey" : "creator_videos_key") == "");
  }
}

TEST_CASE("the latest snapshot of a video and window comes from an index, without a sort") {
  const postgres::statement_connection own(filled());
  const std::string index = "creator_video_metric_snapshots_by_window";
  const std::string latest = " ORDER BY snapshot_date DESC LIMIT 1";
  struct latest_case {
    const char* name;
    std::string statement;
    std::vector<std::string> parameters;
  };
  for (const auto& [name, statement, parameters] : std::vector<latest_case>{
           {"new videos of a run",
            postgres::latest_of("public", "v.brand_id = $1 AND v.tiktok_video_id IN (SELECT"
                                          " tiktok_video_id FROM creator_videos WHERE id > $2)"),
            {"1", "199990"}},
           {"one video and window",
            "SELECT gmv_cents FROM creator_video_metric_snapshots WHERE brand_id = $1"
            " AND tiktok_video_id = $2 AND window_days = 30" + latest,
            {"1", "7500000000000000042"}},
           {"every video and window",
            "SELECT DISTINCT ON (tiktok_video_id, window_days) tiktok_video_id, window_days,"
            " gmv_cents, views FROM creator_video_metric_snapshots WHERE brand_id = $1"
            " ORDER BY tiktok_video_id DESC, window_days DESC, snapshot_date DESC",
            {"1"}}}) {
    INFO(name);
    CHECK(faults_of(plan_of(own.handle(), statement, parameters), index) == "");
  }
}

TEST_CASE("a page of snapshots is sorted video by video, as the key brings them") {
  const postgres::statement_connection own(filled());
  const auto plan = plan_of(own.handle(),
                            "SELECT * FROM creator_video_metric_snapshots WHERE brand_id = $1"
                            " AND (tiktok_video_id, snapshot_date, window_days) > ($2, $3, $4)"
                            " ORDER BY tiktok_video_id, snapshot_date, window_days LIMIT 2000",
                            {"1", "7500000000000000042", "2026-02-20", "30"});
  bool uses_key = false;
  for (const auto& part : plan) {
    uses_key = uses_key || part.index == "creator_video_metric_snapshots_by_window";
    CHECK(part.type != "Sort");
    CHECK(part.type != "Seq Scan");
  }
  CHECK(uses_key);
}

TEST_CASE("what is stored of a run's snapshots comes from the key, one look-up each") {
  const postgres::statement_connection own(filled());
  const std::string index = "creator_video_metric_snapshots_by_window";
  CHECK(faults_of(plan_of(own.handle(),
                          "SELECT id FROM creator_video_metric_snapshots WHERE brand_id = $1"
                          " AND tiktok_video_id IN ($2, $3, $4) AND window_days IN ($5, $6)"
                          " AND snapshot_date = $7",
                          {"1", "7500000000000000042", "7500000000000000043",
                           "7500000000000000044", "30", "90", "2026-02-20"}),
                  index) == "");
}

TEST_CASE("what the windows show of a page's videos comes from the key, one look-up each") {
  const postgres::statement_connection own(filled());
  std::string ids = "{";
  for (int i = 0; i < 200; ++i)
    ids += (i ? "," : "") + ("75" + std::string(14, '0') + std::to_string(100 + i));
  CHECK(faults_of(plan_of(own.handle(), postgres::highest_shown("public"),
                          {"1", ids + "}", "{30,90}"}),
                  "video_latest_pkey") == "");
}

TEST_CASE("a plan that lost its index is found out") {
  postgres::transaction own(postgres::transaction::for_writing, filled());
  postgres::run(own.handle(), "DROP INDEX creator_videos_key;"
                              "ALTER TABLE video_latest DROP CONSTRAINT video_latest_pkey");
  for (const auto& page : pages) {
    INFO("window " << page.window_days.value_or(0) << " page " << page.page);
    CHECK_THAT(faults_of_page(own.handle(), page),
               Catch::Matchers::Contains("does not use " + page.index) &&
                   Catch::Matchers::Contains("reads all of"));
  }
}
