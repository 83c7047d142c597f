// SPDX-License-Identifier: GPL-2.0-only
#include "catch.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <tidemark/sql/postgres_upsert.hpp>

#include "binary_copy.hpp"
#include "query.hpp"
#include "scratch_postgres.hpp"
#include "sql/random_upserts.hpp"

using namespace tidemark;
using namespace tidemark::test;

namespace {

/// Inserted, updated, skipped.
using counts = std::array<std::int64_t, 3>;

constexpr const char* create_table = R"(CREATE SCHEMA own; CREATE TABLE own.samples (
  id BIGSERIAL PRIMARY KEY, name TEXT NOT NULL, part INTEGER NOT NULL,
  count_a BIGINT NOT NULL DEFAULT 0, count_b BIGINT NOT NULL DEFAULT 0,
  whole_a INTEGER NOT NULL, whole_b BIGINT, whole_c BIGINT, rate_a NUMERIC(9,4),
  rate_b NUMERIC(9,4), day_a DATE NOT NULL, day_b DATE, time_a TIMESTAMPTZ, time_b TIMESTAMPTZ,
  text_a TEXT NOT NULL, text_b TEXT, texts TEXT[], payload JSONB,
  inserted_at TIMESTAMPTZ NOT NULL, updated_at TIMESTAMPTZ NOT NULL, UNIQUE (name, part));
CREATE TABLE own.owners (id BIGINT PRIMARY KEY, name TEXT NOT NULL))";

constexpr const char* select_rows = R"(SELECT name, part, count_a, count_b, whole_a, whole_b,
  whole_c, trim_scale(rate_a), trim_scale(rate_b), day_a, day_b, time_a AT TIME ZONE 'UTC',
  time_b AT TIME ZONE 'UTC', text_a, text_b, array_to_json(texts),
  replace(payload::text, ' ', ''), extract(epoch FROM inserted_at)::bigint,
  extract(epoch FROM updated_at)::bigint FROM own.samples)";

/// A table `samples` and the statements of one program.
class sample_table {
 public:
  sample_table(PGconn* on, const sql::rule_table& rules, const sql::postgres_target& target)
      : on_(on), upsert_(sql::postgres_upsert_of(rules, target)) {
    postgres::run(on_, "ROLLBACK");  // what an earlier case left
    postgres::run(on_, "TRUNCATE own.samples RESTART IDENTITY; TRUNCATE own.owners");
  }

  void insert(const std::vector<sample>& batch, std::int64_t moment) {
    postgres::binary_copy copy(on_, upsert_.copy_direct);
    for (const auto& record : batch) copy.put_inserted(record, timestamp{moment * 1'000'000});
    copy.finish();
  }

  /// The counts of each group, in order; 0 where there is no group.
  std::map<std::int64_t, counts> upsert(const std::vector<sample>& batch, std::int64_t moment) {
    postgres::run(on_, "BEGIN");
    postgres::run(on_, upsert_.stage);
    {
      postgres::binary_copy copy(on_, upsert_.copy_staged);
      for (const auto& record : batch) copy.put_record(record);
      copy.finish();
    }
    postgres::run(on_, upsert_.analyze);
    const auto decided = postgres::run(on_, upsert_.decide);
    const auto rows =
        postgres::run(on_, upsert_.apply, {to_text(timestamp{moment * 1'000'000}) + "Z"});
    postgres::run(on_, "COMMIT");
    std::map<std::int64_t, counts> result;
    const bool grouped = upsert_.apply.ends_with("ORDER BY \"part\"");
    for (int r = 0; r < rows.count(); ++r) {
      const int first = grouped ? 1 : 0;
      result[grouped ? rows.integer(r, 0) : 0] = {
          rows.integer(r, first), rows.integer(r, first + 1), rows.integer(r, first + 2)};
    }
    // All that was decided was written, or skipped because a required column is missing.
    std::int64_t written = 0;
    for (const auto& [group, count] : result) written += count[0] + count[1] + count[2];
    REQUIRE(decided.count() == written);
    return result;
  }

  text_rows rows() {
    const auto all = postgres::run(on_, select_rows);
    text_rows result;
    for (int r = 0; r < all.count(); ++r) {
      fields row;
      for (int c = 0; c < static_cast<int>(field_count<sample>) + 2; ++c)
        row.push_back(all.is_null(r, c) ? std::nullopt
                                        : std::optional(std::string(all.text(r, c))));
      result[{*row[0], std::stoi(*row[1])}] = row;
    }
    return result;
  }

 private:
  PGconn* on_;
  sql::postgres_upsert upsert_;
};

/// Random records, no key twice.
std::vector<sample> random_batch() {
  std::map<std::pair<std::string, int>, sample> batch;
  for (int i = *rc::gen::inRange(0, 7); i > 0; --i) {
    const sample record = random_record();
    batch.insert_or_assign({record.name, record.part}, record);
  }
  std::vector<sample> result;
  for (const auto& [key, record] : batch) result.push_back(record);
  return result;
}

/// What the engine makes of one record of a table whose column `whole_b` is or is not required.
std::string keep_required(kept_rows& stored, const program& rules, sample record, bool required,
                          const std::string& moment) {
  if (required && !record.whole_b) {
    const auto known = stored.find({record.name, record.part});
    if (known == stored.end()) return "skipped";
    record.whole_b = known->second.record.whole_b;
  }
  return keep(stored, rules, record, moment);
}

}  // namespace

TEST_CASE("the statements of any policy do to any batch what the engine does") {
  const scratch_postgres scratch;
  auto raw = scratch.raw();
  raw.run(create_table);
  std::map<std::string, int> outcomes;
  const bool equal = rc::check("upsert equals decide", [&] {
    const program rules = random_program();
    const bool required = *rc::gen::arbitrary<bool>();
    sql::postgres_target target{"own"};
    auto columns = sql::columns<sample>;
    columns[*find_field<sample>("whole_b")].required = required;
    columns[*find_field<sample>("whole_b")].optional = !required;
    auto rule_table = sql::rule_table_of(rules);
    rule_table.columns = columns;
    if (*rc::gen::arbitrary<bool>()) target.counted_by = "part";
    sample_table table(raw.handle(), rule_table, target);
    kept_rows stored;
    if (*rc::gen::arbitrary<bool>()) {
      auto first = random_batch();
      if (required) std::erase_if(first, [](const sample& row) { return !row.whole_b; });
      for (const auto& record : first) keep(stored, rules, record, "0");
      table.insert(first, 0);
    }
    for (int i = 1; i <= 8; ++i) {
      const auto batch = random_batch();
      std::map<std::int64_t, counts> expected;
      if (!target.counted_by) expected[0] = {};
      for (const auto& record : batch) {
        const auto outcome = keep_required(stored, rules, record, required, std::to_string(i));
        outcomes[outcome]++;
        if (outcome == "unchanged") continue;
        auto& counted = expected[target.counted_by ? record.part : 0];
        ++counted[outcome == "inserted" ? 0 : outcome == "updated" ? 1 : 2];
      }
      RC_ASSERT(table.upsert(batch, i) == expected);
    }
    RC_ASSERT(table.rows() == texts_of(stored));
  });
  CHECK(equal);
  // The property means nothing unless every outcome occurred.
  for (const char* outcome : {"inserted", "updated", "unchanged", "skipped"})
    CHECK(outcomes[outcome] > 0);
}

TEST_CASE("new rows get their ids in the order of their keys' bytes") {
  const scratch_postgres scratch;
  auto raw = scratch.raw();
  raw.run(create_table);
  raw.run("ALTER TABLE own.samples ALTER COLUMN name TYPE TEXT COLLATE \"C\"");
  program rules;
  sample_table table(raw.handle(), sql::rule_table_of(rules), {"own"});
  std::vector<sample> batch(4);
  const std::vector<std::string> names{"b", "\xC3\xA9", "B", "a"};
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].name = names[i];
  table.upsert(batch, 1);
  CHECK(raw.rows("SELECT name FROM own.samples ORDER BY id") == "B\na\nb\n\xC3\xA9\n");
  table.upsert(batch, 2);  // nothing changes, and no id is used up
  CHECK(raw.rows("SELECT last_value FROM own.samples_id_seq") == "4\n");
}

TEST_CASE("a reference is found when its row is there, and missing otherwise") {
  constexpr std::array<std::string_view, 1> keys{"name"};
  const scratch_postgres scratch;
  auto raw = scratch.raw();
  raw.run(create_table);
  program rules;
  constexpr auto whole_b = *find_field<sample>("whole_b");
  rules.put(whole_b, policy::rule::latest_known);
  sql::postgres_target target{"own"};
  target.reference = sql::postgres_reference{"whole_b", "owners", keys};
  sample_table table(raw.handle(), sql::rule_table_of(rules), target);
  raw.run("INSERT INTO own.owners VALUES (7, 'a')");
  std::vector<sample> batch(2);
  batch[0].name = "a";
  batch[1].name = "b";
  batch[1].whole_b = 99;  // not read
  CHECK(table.upsert(batch, 1)[0] == counts{2, 0, 0});
  CHECK(raw.rows("SELECT name, whole_b FROM own.samples ORDER BY 1") == "a|7\nb|NULL\n");
  raw.run("INSERT INTO own.owners VALUES (8, 'b'); DELETE FROM own.owners WHERE id = 7");
  CHECK(table.upsert(batch, 2)[0] == counts{0, 1, 0});
  CHECK(raw.rows("SELECT name, whole_b FROM own.samples ORDER BY 1") == "a|7\nb|8\n");
}
