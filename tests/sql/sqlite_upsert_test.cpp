// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <sqlite3.h>

#include <boost/hana/adapt_struct.hpp>
#include <rapidcheck.h>

#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tidemark/engine/decide.hpp>
#include <tidemark/record/field_text.hpp>
#include <tidemark/sql/sqlite_upsert.hpp>

namespace {

/// A record with a field of every type, and two of each that has an order, so that gates can stand
/// between different fields.
struct sample {
  std::string name;
  std::int32_t part = 0;
  tidemark::counter count_a;
  tidemark::counter count_b;
  std::int32_t whole_a = 0;
  std::optional<std::int64_t> whole_b;
  std::optional<std::int64_t> whole_c;
  std::optional<tidemark::percent> rate_a;
  std::optional<tidemark::percent> rate_b;
  tidemark::date day_a;
  std::optional<tidemark::date> day_b;
  std::optional<tidemark::timestamp> time_a;
  std::optional<tidemark::timestamp> time_b;
  std::string text_a;
  std::optional<std::string> text_b;
  std::optional<tidemark::tags> texts;
  std::optional<tidemark::json> payload;
};

}  // namespace

BOOST_HANA_ADAPT_STRUCT(sample, name, part, count_a, count_b, whole_a, whole_b, whole_c, rate_a,
                        rate_b, day_a, day_b, time_a, time_b, text_a, text_b, texts, payload);

template <>
struct tidemark::record_traits<sample> {
  static constexpr std::string_view name = "samples";
  static constexpr std::array<std::string_view, 2> key{"name", "part"};
};

namespace {

using namespace tidemark;
using program = engine::program<sample>;
using policy::rule;

/// A record's fields as texts: what both sides are compared by.
using fields = std::vector<std::optional<std::string>>;

fields fields_of(const sample& record) {
  fields result;
  for_each_field<sample>([&](auto i) { result.push_back(field_text(field<i>(record))); });
  return result;
}

constexpr const char* create_table = R"(CREATE TABLE samples (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, part INTEGER NOT NULL,
  count_a INTEGER NOT NULL DEFAULT 0, count_b INTEGER NOT NULL DEFAULT 0,
  whole_a INTEGER NOT NULL, whole_b INTEGER, whole_c INTEGER, rate_a REAL, rate_b REAL,
  day_a TEXT NOT NULL, day_b TEXT, time_a TEXT, time_b TEXT, text_a TEXT NOT NULL, text_b TEXT,
  texts TEXT, payload TEXT, inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL,
  UNIQUE (name, part)))";

/// A table `samples` and the upsert of one program.
class sample_table {
 public:
  explicit sample_table(const program& rules) {
    sqlite3_open(":memory:", &db_);
    if (sqlite3_exec(db_, create_table, nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(db_));
    const auto table = sql::rule_table_of(rules);
    const auto upsert = sql::sqlite_upsert_of(table);
    decide_ = prepare(upsert.decide);
    insert_ = prepare(sql::sqlite_insert_of(table, 1));
    update_ = prepare(upsert.update);
  }
  sample_table(const sample_table&) = delete;
  sample_table& operator=(const sample_table&) = delete;
  ~sample_table() {
    for (sqlite3_stmt* one : {decide_, insert_, update_}) sqlite3_finalize(one);
    sqlite3_close(db_);
  }

  /// "inserted", "updated" or "unchanged".
  std::string upsert(const sample& record, const std::string& moment) {
    bind(decide_, record, moment, 0);
    if (const auto found = run(decide_)) {
      if (!found->changes) return "unchanged";
      bind(update_, record, moment, found->id);
      run(update_);
      return "updated";
    }
    bind(insert_, record, moment, 0);
    run(insert_);
    return "inserted";
  }

  /// All rows by key: the fields as texts, then `inserted_at` and `updated_at`.
  std::map<std::pair<std::string, int>, fields> rows() {
    std::map<std::pair<std::string, int>, fields> result;
    sqlite3_stmt* all = nullptr;
    sqlite3_prepare_v2(db_, "SELECT * FROM samples", -1, &all, nullptr);
    while (sqlite3_step(all) == SQLITE_ROW) {
      fields row;
      for (int c = 1; c < sqlite3_column_count(all); ++c) row.push_back(column(all, c));
      result[{*row[0], std::stoi(*row[1])}] = row;
    }
    sqlite3_finalize(all);
    return result;
  }

 private:
  static std::optional<std::string> column(sqlite3_stmt* row, int c) {
    if (sqlite3_column_type(row, c) == SQLITE_NULL) return std::nullopt;
    if (sqlite3_column_type(row, c) == SQLITE_FLOAT)
      return to_text(percent{std::llround(sqlite3_column_double(row, c) * 10'000)});
    return std::string(reinterpret_cast<const char*>(sqlite3_column_text(row, c)),
                       static_cast<std::size_t>(sqlite3_column_bytes(row, c)));
  }

  sqlite3_stmt* prepare(const std::string& text) {
    sqlite3_stmt* result = nullptr;
    if (sqlite3_prepare_v2(db_, text.c_str(), -1, &result, nullptr) != SQLITE_OK)
      throw std::runtime_error(text + ": " + sqlite3_errmsg(db_));
    return result;
  }

  /// Binds what the statement has of the fields, the moment and the id.
  static void bind(sqlite3_stmt* to, const sample& record, const std::string& moment,
                   sqlite3_int64 id) {
    constexpr int count = static_cast<int>(field_count<sample>);
    for_each_field<sample>([&](auto i) { bind(to, static_cast<int>(i) + 1, field<i>(record)); });
    sqlite3_bind_text(to, count + 1, moment.c_str(), -1, SQLITE_TRANSIENT);
    sqlite3_bind_int64(to, count + 2, id);
  }

  template <typename T>
  static void bind(sqlite3_stmt* to, int at, const T& value) {
    if (!is_present(value)) {
      sqlite3_bind_null(to, at);
    } else if constexpr (type_of<T>() == field_type::percent) {
      sqlite3_bind_double(to, at, static_cast<double>(order_of(value)) / 10'000);
    } else if constexpr (type_of<T>() <= field_type::counter) {
      sqlite3_bind_int64(to, at, order_of(value));
    } else {
      const std::string text = *field_text(value);
      sqlite3_bind_text64(to, at, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }
  }

  struct stored_row {
    sqlite3_int64 id = 0;
    bool changes = false;
  };

  /// The first row, if there is one.
  std::optional<stored_row> run(sqlite3_stmt* one) {
    const int code = sqlite3_step(one);
    std::optional<stored_row> row;
    if (code == SQLITE_ROW)
      row = {sqlite3_column_int64(one, 0), sqlite3_column_int64(one, 1) == 1};
    sqlite3_reset(one);
    if (code != SQLITE_ROW && code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db_));
    return row;
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* decide_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  sqlite3_stmt* update_ = nullptr;
};

// --- random programs

/// The fields that a gate may compare with the field at `index`.
std::vector<field_index> comparable_with(std::size_t index) {
  std::vector<field_index> result;
  for (std::size_t i = 0; i < field_count<sample>; ++i)
    if (field_types<sample>[i] == field_types<sample>[index])
      result.push_back(static_cast<field_index>(i));
  return result;
}

void add_gated(program& rules, std::size_t index) {
  if (rules.gate_count < 3 && *rc::gen::arbitrary<bool>()) rules.gate_count++;
  if (rules.gate_count == 0) rules.gate_count = 1;
  const auto g = static_cast<std::uint8_t>(*rc::gen::inRange(0, int{rules.gate_count}));
  rules.gates[g].fields.add(index);
  rules.gate_of[index] = g;
}

void choose_gates(program& rules) {
  for (std::size_t g = 0; g < rules.gate_count; ++g) {
    engine::gate& one = rules.gates[g];
    const auto incoming = *rc::gen::suchThat(
        rc::gen::inRange<std::size_t>(0, field_count<sample>),
        [](std::size_t i) { return has_order(field_types<sample>[i]); });
    one.incoming = static_cast<field_index>(incoming);
    one.stored = *rc::gen::elementOf(comparable_with(incoming));
    one.op = static_cast<policy::comparison>(*rc::gen::inRange(0, 4));
    one.on_null = static_cast<policy::null_rule>(*rc::gen::inRange(0, 2));
    auto& mask = one.on_null == policy::null_rule::keep ? rules.gated_keep : rules.gated_replace;
    mask = mask | one.fields;
  }
}

program random_program() {
  program rules;
  for (std::size_t i = 0; i < field_count<sample>; ++i) {
    if (key_fields<sample>.has(i)) continue;
    std::vector<rule> words{rule::gated,  rule::gated,   rule::first_known, rule::latest_known,
                            rule::latest, rule::stamped, rule::ignored};
    if (has_order(field_types<sample>[i]))
      words.insert(words.end(), {rule::monotonic, rule::monotonic, rule::monotonic_down});
    switch (*rc::gen::elementOf(words)) {
      case rule::monotonic: rules.monotonic.add(i); break;
      case rule::monotonic_down: rules.monotonic_down.add(i); break;
      case rule::gated: add_gated(rules, i); break;
      case rule::first_known: rules.first_known.add(i); break;
      case rule::latest_known: rules.latest_known.add(i); break;
      case rule::latest: rules.latest.add(i); break;
      case rule::stamped: rules.stamped.add(i); break;
      case rule::ignored:
      case rule::key: rules.ignored.add(i); break;
    }
  }
  choose_gates(rules);
  return rules;
}

// --- random records: few values, so that ties, equal values and repeats are common

constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
constexpr auto highest = std::numeric_limits<std::int64_t>::max();

void fill(std::int32_t& value) { value = *rc::gen::element(0, 1, 30, 90, -7); }
void fill(std::int64_t& value) {
  value = *rc::gen::element<std::int64_t>(0, 1, 2, -1, -2, 100, lowest, highest, 1LL << 53,
                                          (1LL << 53) + 1);
}
void fill(percent& value) {
  value.units = *rc::gen::element<std::int64_t>(0, 1, -1, 24'000, 24'001, 20'000, 333,
                                                percent::units_max, -percent::units_max);
}
void fill(date& value) {
  value.days = *rc::gen::element(0, -1, 20'500, 20'501, -719'162, 2'932'896);
}
void fill(timestamp& value) {
  value.micros = *rc::gen::element<std::int64_t>(
      0, -1'000'000, 1'771'578'900'000'000, 1'771'578'901'000'000, 1'771'578'900'000'001,
      timestamp::seconds_min * 1'000'000, timestamp::seconds_max * 1'000'000);
}
void fill(std::string& value) {
  value = *rc::gen::element<std::string>("", "a", "A", "'; DROP TABLE samples; --", "%_\\\"", "7",
                                         "7.0", "null", "\xC3\xA9\xF0\x9F\x8E\xAC", "a\nb\tc");
}
void fill(tags& value) {
  value = *rc::gen::element(tags{}, tags{""}, tags{"a", "b"}, tags{"a,b"}, tags{"\"\\"});
}
void fill(json& value) {
  value.text = *rc::gen::element<std::string>("{}", "{\"a\":1}", "[1.0]", "1");
}
void fill(counter& value) {
  if (*rc::gen::inRange(0, 3) == 0) value.known.reset();
  else fill(value.known.emplace());
}
template <typename T>
void fill(std::optional<T>& value) {
  if (*rc::gen::inRange(0, 3) == 0) value.reset();
  else fill(value.emplace());
}

sample random_record() {
  sample record;
  for_each_field<sample>([&](auto i) { fill(field<i>(record)); });
  record.name = *rc::gen::element<std::string>("1", "2", "\xC3\xA9");
  record.part = *rc::gen::element(30, 90);
  return record;
}

// --- the engine's side

struct kept {
  sample record;
  std::string inserted_at;
  std::string updated_at;
};

std::string keep(std::map<std::pair<std::string, int>, kept>& stored, const program& rules,
                 sample incoming, const std::string& moment) {
  const std::pair<std::string, int> key{incoming.name, incoming.part};
  const auto known = stored.find(key);
  if (known == stored.end()) {
    engine::settle_insert(incoming);
    stored[key] = {incoming, moment, moment};
    return "inserted";
  }
  if (engine::decide(rules, known->second.record, incoming).empty()) return "unchanged";
  known->second.updated_at = moment;
  return "updated";
}

}  // namespace

TEST_CASE("the upsert of any policy does to any records what the engine does") {
  std::map<std::string, int> outcomes;
  const bool equal = rc::check("upsert equals decide", [&] {
    const program rules = random_program();
    sample_table table(rules);
    std::map<std::pair<std::string, int>, kept> stored;
    for (int i = 0; i < 40; ++i) {
      const sample record = random_record();
      const std::string moment = std::to_string(i);
      const std::string outcome = keep(stored, rules, record, moment);
      RC_ASSERT(table.upsert(record, moment) == outcome);
      outcomes[outcome]++;
    }
    std::map<std::pair<std::string, int>, fields> expected;
    for (const auto& [key, one] : stored) {
      auto row = fields_of(one.record);
      row.insert(row.end(), {one.inserted_at, one.updated_at});
      expected[key] = row;
    }
    RC_ASSERT(table.rows() == expected);
  });
  CHECK(equal);
  // The property means nothing unless every outcome was met.
  CHECK(outcomes["inserted"] > 0);
  CHECK(outcomes["updated"] > 0);
  CHECK(outcomes["unchanged"] > 0);
}
