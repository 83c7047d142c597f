// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <boost/hana/adapt_struct.hpp>

#include <tidemark/sql/postgres_upsert.hpp>

namespace {

struct reading {
  std::string id;
  std::int32_t part = 0;
  std::optional<std::int64_t> owner;
  tidemark::counter total;
  std::optional<std::string> label;
  std::optional<tidemark::json> payload;
};

}  // namespace

BOOST_HANA_ADAPT_STRUCT(reading, id, part, owner, total, label, payload);

template <>
struct tidemark::record_traits<reading> {
  static constexpr std::string_view name = "readings";
  static constexpr std::array<std::string_view, 2> key{"id", "part"};
};

namespace {

using namespace tidemark;
using program = engine::program<reading>;

constexpr std::size_t owner = 2;
constexpr std::size_t total = 3;
constexpr std::size_t label = 4;
constexpr std::size_t payload = 5;

/// A program in which all fields are ignored but those of `rule`.
program with(field_mask program::* rule, const std::vector<std::size_t>& fields) {
  program rules;
  for (const auto index : fields) (rules.*rule).add(index);
  for (const auto index : {owner, total, label, payload})
    if (!(rules.*rule).has(index)) rules.ignored.add(index);
  return rules;
}

sql::postgres_upsert upsert_of(const program& rules, const sql::postgres_target& target) {
  return sql::postgres_upsert_of(sql::rule_table_of(rules), target);
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("records are staged where every column may be NULL, or go right into the table") {
  const auto upsert = upsert_of(with(&program::monotonic, {total}), {"metrics"});
  CHECK(upsert.stage ==
        R"(CREATE TEMPORARY TABLE pg_temp."incoming_readings" ON COMMIT DROP AS)" "\n"
        R"(SELECT "id", "part", "owner", "total", "label", "payload")"
        R"( FROM "metrics"."readings" WITH NO DATA)");
  CHECK(upsert.copy_staged ==
        R"(COPY pg_temp."incoming_readings" ("id", "part", "owner", "total", "label", "payload"))"
        R"( FROM STDIN (FORMAT binary))");
  CHECK(upsert.analyze == R"(ANALYZE pg_temp."incoming_readings" ("id", "part"))");
  CHECK(upsert.copy_direct ==
        R"(COPY "metrics"."readings" ("id", "part", "owner", "total", "label", "payload", )"
        R"("inserted_at", "updated_at") FROM STDIN (FORMAT binary))");
}

TEST_CASE("one statement decides, inserts as it came and rewrites only what changes") {
  program rules = with(&program::monotonic, {total});
  rules.ignored = {};
  rules.ignored.add(owner);
  rules.ignored.add(payload);
  rules.stamped.add(label);
  CHECK(upsert_of(rules, {"metrics"}).decide ==
        R"(WITH decided AS MATERIALIZED ()" "\n"
        R"(  SELECT t."id" AS stored_id, e."id", e."part", e."owner", e."total", e."label",)"
        R"( e."payload")" "\n"
        R"(  FROM pg_temp."incoming_readings" AS e)" "\n"
        R"(  LEFT JOIN "metrics"."readings" AS t ON t."id" = e."id" AND t."part" = e."part")" "\n"
        R"(  WHERE t."id" IS NULL)" "\n"
        R"(   OR (e."total" > t."total"))" "\n"
        R"(), fresh AS ()" "\n"
        R"(  INSERT INTO "metrics"."readings" ("id", "part", "owner", "total", "label",)"
        R"( "payload", "inserted_at", "updated_at"))" "\n"
        R"(  SELECT e."id", e."part", e."owner", COALESCE(e."total", 0), e."label",)"
        R"( e."payload", $1::timestamptz, $1::timestamptz)" "\n"
        R"(  FROM decided AS e WHERE e.stored_id IS NULL)" "\n"
        R"(  ORDER BY e."id" COLLATE "C", e."part")" "\n"
        R"(  RETURNING 1)" "\n"
        R"(), moved AS ()" "\n"
        R"(  UPDATE "metrics"."readings" AS t SET)" "\n"
        R"(  "total" = CASE WHEN e."total" > t."total" THEN COALESCE(e."total", 0))"
        R"( ELSE t."total" END,)" "\n"
        R"(  "label" = e."label",)" "\n"
        R"(  "updated_at" = $1::timestamptz)" "\n"
        R"(  FROM decided AS e WHERE t."id" = e.stored_id)" "\n"
        R"(  RETURNING 1)" "\n"
        R"())" "\n"
        R"(SELECT count(*) FILTER (WHERE outcome = 'inserted') AS inserted,)" "\n"
        R"(  count(*) FILTER (WHERE outcome = 'updated') AS updated,)" "\n"
        R"(  count(*) FILTER (WHERE outcome = 'skipped') AS skipped)" "\n"
        R"(FROM (SELECT 'inserted' AS outcome FROM fresh)" "\n"
        R"(  UNION ALL SELECT 'updated' AS outcome FROM moved) AS outcomes)");
}

TEST_CASE("a record that no rule changes is only inserted") {
  const auto decide = upsert_of(with(&program::stamped, {label}), {"metrics"}).decide;
  CHECK_FALSE(holds(decide, "moved"));
  CHECK_FALSE(holds(decide, "UPDATE"));
  CHECK(holds(decide, "WHERE t.\"id\" IS NULL\n)"));
}

TEST_CASE("what a record must have to be inserted keeps its stored value otherwise") {
  const auto decide =
      upsert_of(with(&program::latest, {owner}), {"metrics", "owner"}).decide;
  const std::string kept = R"(COALESCE(e."owner", t."owner"))";
  CHECK(holds(decide, "OR (" + kept + R"( IS DISTINCT FROM t."owner"))"));
  CHECK(holds(decide, R"(THEN )" + kept + R"( ELSE t."owner" END)"));
  CHECK(holds(decide, R"(WHERE e.stored_id IS NULL AND e."owner" IS NOT NULL)"));
  CHECK(holds(decide, R"(SELECT e."id", e."part", e."owner", COALESCE(e."total", 0))"));
  CHECK(holds(decide, R"('skipped' AS outcome FROM decided)"
                      R"( WHERE stored_id IS NULL AND "owner" IS NULL)"));
}

TEST_CASE("a reference is looked up among the rows that are stored by then") {
  constexpr std::array<std::string_view, 1> keys{"part"};
  const auto decide = upsert_of(with(&program::latest_known, {owner}),
                                {"metrics", {}, sql::postgres_reference{"owner", "owners", keys}})
                          .decide;
  CHECK(holds(decide, R"(FROM (SELECT i."id", i."part", r."id" AS "owner", i."total",)"
                      R"( i."label", i."payload")" "\n"
                      R"(    FROM pg_temp."incoming_readings" AS i LEFT JOIN)"
                      R"( "metrics"."owners" AS r ON r."part" = i."part") AS e)"));
}

TEST_CASE("counts are given by a column") {
  const auto decide =
      upsert_of(with(&program::monotonic, {total}), {"metrics", {}, {}, "part"}).decide;
  CHECK(holds(decide, R"(ORDER BY e."id" COLLATE "C", e."part")" "\n" R"(  RETURNING "part")"));
  CHECK(holds(decide, R"(e.stored_id)" "\n" R"(  RETURNING t."part")"));
  CHECK(holds(decide, ")\nSELECT \"part\", count(*) FILTER"));
  CHECK(holds(decide, R"(SELECT "part", 'inserted' AS outcome FROM fresh)"));
  CHECK(decide.ends_with("AS outcomes\nGROUP BY \"part\" ORDER BY \"part\""));
}

TEST_CASE("JSON is compared by its bytes") {
  const auto decide = upsert_of(with(&program::latest, {payload}), {"metrics"}).decide;
  CHECK(holds(decide, R"(OR (record_image_ne(ROW(e."payload"), ROW(t."payload"))))"));
}

TEST_CASE("a schema's name is quoted") {
  const auto upsert = upsert_of(with(&program::monotonic, {total}), {"my \"own\""});
  CHECK(holds(upsert.stage, R"(FROM "my ""own"""."readings")"));
}

TEST_CASE("what was written is followed within the same statement, by inserted and updated rows") {
  constexpr std::array<std::string_view, 2> columns{"part", "total"};
  sql::postgres_target target{.schema = "metrics", .counted_by = "part"};
  target.follower = {columns, "UPDATE other SET total = w.total FROM written AS w"};
  const auto decide = upsert_of(with(&program::monotonic, {total}), target).decide;
  CHECK(holds(decide, "  RETURNING \"part\", \"total\"\n), moved AS ("));
  CHECK(holds(decide, "  RETURNING t.\"part\", t.\"total\"\n), written AS (\n"
                      "  SELECT \"part\", \"total\" FROM fresh\n"
                      "  UNION ALL SELECT \"part\", \"total\" FROM moved\n), followed AS (\n"
                      "  UPDATE other SET total = w.total FROM written AS w\n)\nSELECT "));
  const auto inserts = upsert_of(with(&program::stamped, {label}), target).decide;
  CHECK(holds(inserts, "  SELECT \"part\", \"total\" FROM fresh\n), followed AS ("));
}
