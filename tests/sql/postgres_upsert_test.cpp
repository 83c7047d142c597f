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
program with(policy::rule word, const std::vector<std::size_t>& fields) {
  program rules;
  for (const auto index : {owner, total, label, payload})
    rules.put(index, policy::rule::ignored);
  for (const auto index : fields) rules.put(index, word);
  return rules;
}

sql::postgres_upsert upsert_of(const program& rules, const sql::postgres_target& target) {
  return sql::postgres_upsert_of(sql::rule_table_of(rules), target);
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("records are staged in nullable columns, or written directly to the table") {
  const auto upsert = upsert_of(with(policy::rule::monotonic, {total}), {"metrics"});
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

TEST_CASE("one statement decides, inserts unchanged rows and rewrites only changed ones") {
  program rules = with(policy::rule::monotonic, {total});
  rules.put(label, policy::rule::stamped);
  CHECK(upsert_of(rules, {"metrics"}).apply ==
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
  const auto apply = upsert_of(with(policy::rule::stamped, {label}), {"metrics"}).apply;
  CHECK_FALSE(holds(apply, "moved"));
  CHECK_FALSE(holds(apply, "UPDATE"));
  CHECK(holds(apply, "WHERE t.\"id\" IS NULL\n)"));
}

TEST_CASE("a missing required value keeps the stored one, and prevents an insert") {
  auto table = sql::rule_table_of(with(policy::rule::latest, {owner}));
  std::vector<sql::column> columns(table.columns.begin(), table.columns.end());
  columns[owner].required = true;
  columns[owner].optional = false;
  table.columns = columns;
  const auto apply = sql::postgres_upsert_of(table, {"metrics"}).apply;
  const std::string kept = R"(COALESCE(e."owner", t."owner"))";
  CHECK(holds(apply, "OR (" + kept + R"( IS DISTINCT FROM t."owner"))"));
  CHECK(holds(apply, R"(THEN )" + kept + R"( ELSE t."owner" END)"));
  CHECK(holds(apply, R"(WHERE e.stored_id IS NULL AND e."owner" IS NOT NULL)"));
  CHECK(holds(apply, R"(SELECT e."id", e."part", e."owner", COALESCE(e."total", 0))"));
  CHECK(holds(apply, R"('skipped' AS outcome FROM decided)"
                      R"( WHERE stored_id IS NULL AND ("owner" IS NULL))"));
}

TEST_CASE("a reference is looked up among the rows that are already stored") {
  constexpr std::array<std::string_view, 1> keys{"part"};
  const auto apply = upsert_of(with(policy::rule::latest_known, {owner}),
                                {"metrics", sql::postgres_reference{"owner", "owners", keys}})
                          .apply;
  CHECK(holds(apply, R"(FROM (SELECT i."id", i."part", r."id" AS "owner", i."total",)"
                      R"( i."label", i."payload")" "\n"
                      R"(    FROM pg_temp."incoming_readings" AS i LEFT JOIN)"
                      R"( "metrics"."owners" AS r ON r."part" = i."part") AS e)"));
}

TEST_CASE("counts are given by a column") {
  const auto apply =
      upsert_of(with(policy::rule::monotonic, {total}), {"metrics", {}, "part"}).apply;
  CHECK(holds(apply, R"(ORDER BY e."id" COLLATE "C", e."part")" "\n" R"(  RETURNING "part")"));
  CHECK(holds(apply, R"(e.stored_id)" "\n" R"(  RETURNING t."part")"));
  CHECK(holds(apply, ")\nSELECT \"part\", count(*) FILTER"));
  CHECK(holds(apply, R"(SELECT "part", 'inserted' AS outcome FROM fresh)"));
  CHECK(apply.ends_with("AS outcomes\nGROUP BY \"part\" ORDER BY \"part\""));
}

TEST_CASE("JSON is compared by its bytes") {
  const auto apply = upsert_of(with(policy::rule::latest, {payload}), {"metrics"}).apply;
  CHECK(holds(apply, R"(OR (record_image_ne(ROW(e."payload"), ROW(t."payload"))))"));
}

TEST_CASE("a schema's name is quoted") {
  const auto upsert = upsert_of(with(policy::rule::monotonic, {total}), {"my \"own\""});
  CHECK(holds(upsert.stage, R"(FROM "my ""own"""."readings")"));
}

TEST_CASE("references to inserted and updated rows follow within the same statement") {
  constexpr std::array<std::string_view, 2> columns{"part", "total"};
  sql::postgres_target target{.schema = "metrics", .counted_by = "part"};
  target.follower = {columns, "UPDATE other SET total = w.total FROM written AS w"};
  const auto apply = upsert_of(with(policy::rule::monotonic, {total}), target).apply;
  CHECK(holds(apply, "  RETURNING \"part\", \"total\"\n), moved AS ("));
  CHECK(holds(apply, "  RETURNING t.\"part\", t.\"total\"\n), written AS (\n"
                      "  SELECT \"part\", \"total\" FROM fresh\n"
                      "  UNION ALL SELECT \"part\", \"total\" FROM moved\n), followed AS (\n"
                      "  UPDATE other SET total = w.total FROM written AS w\n)\nSELECT "));
  const auto inserts = upsert_of(with(policy::rule::stamped, {label}), target).apply;
  CHECK(holds(inserts, "  SELECT \"part\", \"total\" FROM fresh\n), followed AS ("));
}
