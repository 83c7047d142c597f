// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/hana/adapt_struct.hpp>

#include <tidemark/sql/sqlite_upsert.hpp>

namespace {

struct reading {
  std::string id;
  tidemark::counter total;
  std::optional<std::int64_t> rate;
  std::optional<std::string> label;
  std::int32_t days = 0;
};

}  // namespace

BOOST_HANA_ADAPT_STRUCT(reading, id, total, rate, label, days);

template <>
struct tidemark::record_traits<reading> {
  static constexpr std::string_view name = "readings";
  static constexpr std::array<std::string_view, 1> key{"id"};
};

namespace {

using namespace tidemark;
using program = engine::program<reading>;

constexpr std::size_t total = 1;
constexpr std::size_t rate = 2;
constexpr std::size_t label = 3;
constexpr std::size_t days = 4;

program with(policy::rule word, std::size_t index) {
  program rules;
  rules.put(index, word);
  return rules;
}

program gated(std::size_t index, policy::null_rule on_null, std::size_t by) {
  program rules = with(policy::rule::gated, index);
  rules.gate_count = 1;
  rules.gates[0].on_null = on_null;
  rules.gates[0].incoming = rules.gates[0].stored = static_cast<field_index>(by);
  rules.gates[0].fields.add(index);
  return rules;
}

struct take_case {
  std::string name;
  program rules;
  std::size_t index;
  std::string expected;
};

}  // namespace

TEST_CASE("each rule word becomes its condition") {
  using policy::null_rule;
  const std::vector<take_case> cases{
      {"a counter rises when the incoming one is larger",
       with(policy::rule::monotonic, total), total,
       R"(?2 > stored."total")"},
      {"a value beats a stored missing", with(policy::rule::monotonic, rate), rate,
       R"((?3 > stored."rate" OR (stored."rate" IS NULL AND ?3 IS NOT NULL)))"},
      {"a counter falls when the incoming one is smaller",
       with(policy::rule::monotonic_down, total),
       total, R"(?2 < stored."total")"},
      {"a text has no order, so it never rises", with(policy::rule::monotonic, label), label, ""},
      {"a gate on a counter fails for a missing value", gated(label, null_rule::keep, total), label,
       R"(?2 >= stored."total" AND ?4 IS NOT NULL AND ?4 IS NOT stored."label")"},
      {"a gate on a nullable passes a stored missing", gated(total, null_rule::replace, rate),
       total,
       R"((?3 >= stored."rate" OR (stored."rate" IS NULL AND ?3 IS NOT NULL)))"
       R"( AND COALESCE(?2, 0) IS NOT stored."total")"},
      {"a gate on a text never opens", gated(total, null_rule::replace, label), total, ""},
      {"the first known value is taken once", with(policy::rule::first_known, rate), rate,
       R"(stored."rate" IS NULL AND ?3 IS NOT NULL)"},
      {"a stored counter is known already", with(policy::rule::first_known, total), total, ""},
      {"the latest known counter is compared unchanged", with(policy::rule::latest_known, total),
       total, R"(?2 IS NOT NULL AND ?2 IS NOT stored."total")"},
      {"a value that is never missing needs no test", with(policy::rule::latest_known, days), days,
       R"(?5 IS NOT stored."days")"},
      {"the latest counter is written as 0 when missing", with(policy::rule::latest, total), total,
       R"(COALESCE(?2, 0) IS NOT stored."total")"},
      {"the latest value may be missing", with(policy::rule::latest, rate), rate,
       R"(?3 IS NOT stored."rate")"},
      {"stamped waits for others", with(policy::rule::stamped, label), label, ""},
      {"ignored never takes", with(policy::rule::ignored, label), label, ""},
  };
  for (const auto& [name, rules, index, expected] : cases) {
    INFO(name);
    CHECK(sql::take_text(sql::rule_table_of(rules), sql::sqlite_dialect{}, index) == expected);
  }
}

TEST_CASE("a gate decides ties as on_tie says") {
  using policy::comparison;
  using policy::tie_rule;
  const std::string takes = " AND ?4 IS NOT stored.\"label\"";
  struct row {
    comparison op;
    tie_rule on_tie;
    std::string opens;
  };
  for (const auto& [op, on_tie, opens] : std::vector<row>{
           {comparison::ge, tie_rule::stored, ">"}, {comparison::gt, tie_rule::incoming, ">="},
           {comparison::le, tie_rule::stored, "<"}, {comparison::lt, tie_rule::incoming, "<="}}) {
    program rules = gated(label, policy::null_rule::replace, total);
    rules.gates[0].op = op;
    rules.gates[0].on_tie = on_tie;
    CHECK(sql::take_text(sql::rule_table_of(rules), sql::sqlite_dialect{}, label) ==
          "?2 " + opens + " stored.\"total\"" + takes);
  }
  for (const auto op : {comparison::ge, comparison::gt}) {
    program rules = gated(label, policy::null_rule::replace, total);
    rules.gates[0].op = op;
    rules.gates[0].on_tie = tie_rule::larger;
    CHECK(sql::take_text(sql::rule_table_of(rules), sql::sqlite_dialect{}, label) ==
          "(?2 > stored.\"total\"" + takes +
              ") OR (?2 = stored.\"total\" AND ?4 IS NOT NULL AND (stored.\"label\" IS NULL OR "
              "?4 > stored.\"label\"))");
  }
}

TEST_CASE("a gate has its operator") {
  for (std::size_t op = 0; op < policy::comparison_words.size(); ++op) {
    program rules = gated(label, policy::null_rule::replace, total);
    rules.gates[0].op = static_cast<policy::comparison>(op);
    CHECK(sql::take_text(sql::rule_table_of(rules), sql::sqlite_dialect{}, label) ==
          "?2 " + std::string(policy::comparison_words[op]) +
              R"( stored."total" AND ?4 IS NOT stored."label")");
  }
}

TEST_CASE("an upsert inserts unchanged values and rewrites only what changes") {
  program rules = with(policy::rule::monotonic, total);
  rules.put(label, policy::rule::stamped);
  rules.put(rate, policy::rule::ignored);
  rules.put(days, policy::rule::ignored);
  const auto table = sql::rule_table_of(rules);
  const auto upsert = sql::sqlite_upsert_of(table);
  CHECK(upsert.decide == R"(SELECT "id", ((?2 > stored."total")) IS TRUE)" "\n"
                         R"(FROM "readings" AS stored)" "\n"
                         R"(WHERE stored."id" = ?1)");
  CHECK(upsert.update ==
        R"(UPDATE "readings" AS stored SET)" "\n"
        R"(  "total" = CASE WHEN ?2 > stored."total" THEN COALESCE(?2, 0) ELSE stored."total" END,)"
        "\n"
        R"(  "label" = ?4,)" "\n"
        R"(  "updated_at" = ?6)" "\n"
        R"(WHERE stored."id" = ?7)");
  CHECK(sql::sqlite_insert_of(table, 2) ==
        R"(INSERT INTO "readings" ("id", "total", "rate", "label", "days", )"
        R"("inserted_at", "updated_at"))" "\n"
        R"(VALUES (?1, COALESCE(?2, 0), ?3, ?4, ?5, ?11, ?11),)" "\n"
        R"(  (?6, COALESCE(?7, 0), ?8, ?9, ?10, ?11, ?11))");
}

TEST_CASE("if the incoming value of a required column is missing, the stored one is used") {
  auto table = sql::rule_table_of(with(policy::rule::latest, rate));
  std::vector<sql::column> columns(table.columns.begin(), table.columns.end());
  columns[rate].required = true;
  columns[rate].optional = false;
  table.columns = columns;
  const auto upsert = sql::sqlite_upsert_of(table);
  const std::string offered = R"(COALESCE(?3, stored."rate"))";
  CHECK(upsert.decide.starts_with("SELECT \"id\", ((" + offered +
                                  R"( IS NOT stored."rate")) IS TRUE)"));
  CHECK(upsert.update.find("THEN " + offered + " ELSE") != std::string::npos);
  CHECK(sql::sqlite_insert_of(table, 1).find("COALESCE(?2, 0), ?3,") != std::string::npos);
}

TEST_CASE("a record without rules that change it has no update") {
  program rules = with(policy::rule::stamped, label);
  for (const auto index : {total, rate, days}) rules.put(index, policy::rule::ignored);
  const auto upsert = sql::sqlite_upsert_of(sql::rule_table_of(rules));
  CHECK(upsert.decide.starts_with("SELECT \"id\", 0\n"));
  CHECK(upsert.update.empty());
}

TEST_CASE("a quote in a name is doubled") { CHECK(sql::quoted("a\"b") == "\"a\"\"b\""); }
