// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/hana/adapt_struct.hpp>
#include <rapidcheck.h>

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/engine/decide.hpp>
#include <tidemark/record/field_text.hpp>

/// Random programs and records, and the engine's results, the reference for SQL statements.
namespace tidemark::test {

/// A record with a field of every type, and two of each that has an order, so that gates can
/// compare different fields.
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

}  // namespace tidemark::test

BOOST_HANA_ADAPT_STRUCT(tidemark::test::sample, name, part, count_a, count_b, whole_a, whole_b,
                        whole_c, rate_a, rate_b, day_a, day_b, time_a, time_b, text_a, text_b,
                        texts, payload);

template <>
struct tidemark::record_traits<tidemark::test::sample> {
  static constexpr std::string_view name = "samples";
  static constexpr std::array<std::string_view, 2> key{"name", "part"};
};

namespace tidemark::test {

using program = engine::program<sample>;
using policy::rule;

/// A record's fields as texts, by which both sides are compared.
using fields = std::vector<std::optional<std::string>>;

inline fields fields_of(const sample& record) {
  fields result;
  for_each_field<sample>([&](auto i) { result.push_back(field_text(field<i>(record))); });
  return result;
}

/// Rows by key.
using text_rows = std::map<std::pair<std::string, int>, fields>;

// --- random programs

/// The fields that a gate may compare with the field at `index`.
inline std::vector<field_index> comparable_with(std::size_t index) {
  std::vector<field_index> result;
  for (std::size_t i = 0; i < field_count<sample>; ++i)
    if (field_types<sample>[i] == field_types<sample>[index])
      result.push_back(static_cast<field_index>(i));
  return result;
}

inline void add_gated(program& rules, std::size_t index) {
  if (rules.gate_count < 3 && *rc::gen::arbitrary<bool>()) rules.gate_count++;
  if (rules.gate_count == 0) rules.gate_count = 1;
  const auto g = static_cast<std::uint8_t>(*rc::gen::inRange(0, int{rules.gate_count}));
  rules.guard(index, g);
}

inline void choose_gates(program& rules) {
  for (std::size_t g = 0; g < rules.gate_count; ++g) {
    engine::gate& gate = rules.gates[g];
    const auto incoming = *rc::gen::suchThat(
        rc::gen::inRange<std::size_t>(0, field_count<sample>),
        [](std::size_t i) { return has_order(field_types<sample>[i]); });
    gate.incoming = static_cast<field_index>(incoming);
    gate.stored = *rc::gen::elementOf(comparable_with(incoming));
    gate.op = static_cast<policy::comparison>(*rc::gen::inRange(0, 4));
    gate.on_null = static_cast<policy::null_rule>(*rc::gen::inRange(0, 2));
    if (gate.incoming != gate.stored) continue;
    gate.on_tie = static_cast<policy::tie_rule>(*rc::gen::inRange(0, 4));
    if (gate.fields.has(*find_field<sample>("payload")) &&
        gate.on_tie == policy::tie_rule::larger)
      gate.on_tie = policy::tie_rule::by_operator;
  }
}

inline program random_program() {
  program rules;
  for (std::size_t i = 0; i < field_count<sample>; ++i) {
    if (key_fields<sample>.has(i)) continue;
    std::vector<rule> words{rule::gated,  rule::gated,   rule::first_known, rule::latest_known,
                            rule::latest, rule::stamped, rule::ignored};
    if (has_order(field_types<sample>[i]))
      words.insert(words.end(), {rule::monotonic, rule::monotonic, rule::monotonic_down});
    const rule word = *rc::gen::elementOf(words);
    if (word == rule::gated) add_gated(rules, i);
    else rules.put(i, word);
  }
  choose_gates(rules);
  return rules;
}

// --- random records: few values, so that ties, equal values and repeats are common

inline constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
inline constexpr auto highest = std::numeric_limits<std::int64_t>::max();

inline void fill(std::int32_t& value) { value = *rc::gen::element(0, 1, 30, 90, -7); }
inline void fill(std::int64_t& value) {
  value = *rc::gen::element<std::int64_t>(0, 1, 2, -1, -2, 100, lowest, highest, 1LL << 53,
                                          (1LL << 53) + 1);
}
inline void fill(percent& value) {
  value.units = *rc::gen::element<std::int64_t>(0, 1, -1, 24'000, 24'001, 20'000, 333,
                                                percent::units_max, -percent::units_max);
}
inline void fill(date& value) {
  value.days = *rc::gen::element(0, -1, 20'500, 20'501, -719'162, 2'932'896);
}
inline void fill(timestamp& value) {
  value.micros = *rc::gen::element<std::int64_t>(
      0, -1'000'000, 1'771'578'900'000'000, 1'771'578'901'000'000, 1'771'578'900'000'001,
      timestamp::seconds_min * 1'000'000, timestamp::seconds_max * 1'000'000);
}
inline void fill(std::string& value) {
  value = *rc::gen::element<std::string>("", "a", "A", "'; DROP TABLE samples; --", "%_\\\"", "7",
                                         "7.0", "null", "\xC3\xA9\xF0\x9F\x8E\xAC", "a\nb\tc");
}
inline void fill(tags& value) {
  value = *rc::gen::element(tags{}, tags{""}, tags{"a", "b"}, tags{"a,b"}, tags{"\"\\"});
}
inline void fill(json& value) {
  value.text = *rc::gen::element<std::string>("{}", "{\"a\":1}", "[1.0]", "[1.00]", "1");
}
inline void fill(counter& value) {
  if (*rc::gen::inRange(0, 3) == 0) value.known.reset();
  else fill(value.known.emplace());
}
template <typename T>
inline void fill(std::optional<T>& value) {
  if (*rc::gen::inRange(0, 3) == 0) value.reset();
  else fill(value.emplace());
}

inline sample random_record() {
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

/// By key.
using kept_rows = std::map<std::pair<std::string, int>, kept>;

/// Decides `incoming` with the engine: "inserted", "updated" or "unchanged".
inline std::string keep(kept_rows& stored, const program& rules, sample incoming,
                        const std::string& moment) {
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

/// The stored rows as texts: the fields, then `inserted_at` and `updated_at`.
inline text_rows texts_of(const kept_rows& stored) {
  text_rows rows;
  for (const auto& [key, row] : stored) {
    rows[key] = fields_of(row.record);
    rows[key].insert(rows[key].end(), {row.inserted_at, row.updated_at});
  }
  return rows;
}

}  // namespace tidemark::test
