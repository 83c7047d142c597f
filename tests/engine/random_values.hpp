// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include <tidemark/engine/program.hpp>
#include <tidemark/record/field_type.hpp>

namespace tidemark::engine_test {

/// Random records and programs from a seed. There are few values, so that ties are common, with
/// limits and unusual texts among them.
class randomness {
 public:
  explicit randomness(std::uint32_t seed) : engine_(seed) {}

  std::mt19937& engine() { return engine_; }

  /// A number from 0 to `count` - 1.
  std::size_t below(std::size_t count) { return engine_() % count; }

  std::int64_t integer() {
    constexpr std::int64_t some[] = {-2, -1, 0, 0, 1, 2, 3, 100,
                                     std::numeric_limits<std::int64_t>::min(),
                                     std::numeric_limits<std::int64_t>::max()};
    return some[below(std::size(some))];
  }

  std::string text() {
    static const char* const some[] = {"",   "a",         "b",   "A", "a'b\"c\\",
                                       "%_", "\xC3\xA4", "a b", "[]"};
    return some[below(std::size(some))];
  }

  template <typename T>
  T value() {
    constexpr auto type = type_of<T>();
    if constexpr (type == field_type::counter) return {integer()};
    else if constexpr (type == field_type::percent) return percent{integer() % 3 * 333'333'333};
    else if constexpr (type == field_type::date) return date{static_cast<std::int32_t>(below(4))};
    else if constexpr (type == field_type::timestamp)
      return timestamp{static_cast<std::int64_t>(below(4)) * 1'000'000};
    else if constexpr (type == field_type::texts) return tags(below(3), text());
    else if constexpr (type == field_type::json) return json{below(2) ? "{}" : "{\"a\":1}"};
    else if constexpr (type == field_type::integer) return static_cast<T>(integer());
    else return text();
  }

  /// A record whose key is always the same; each other field is missing in one of four.
  template <record Record>
  Record any_record() {
    Record made;
    for_each_field<Record>([&](auto i) {
      if constexpr (!key_fields<Record>.has(i)) {
        using type = field_t<Record, i>;
        using plain = typename detail::unwrapped<type>::type;
        const bool can_be_missing =
            !std::is_same_v<type, plain> || std::is_same_v<type, counter>;
        if (!can_be_missing || below(4) != 0) field<i>(made) = value<plain>();
      }
    });
    return made;
  }

  /// A program that compile_upsert could have made: a random rule per field, gates between fields
  /// of one type.
  template <record Record>
  engine::program<Record> any_program() {
    engine::program<Record> rules;
    const auto gates_wanted = below(4);
    while (rules.gate_count < gates_wanted) rules.gates[rules.gate_count++] = any_gate<Record>();
    for (std::size_t i = 0; i < field_count<Record>; ++i)
      if (!key_fields<Record>.has(i)) add_rule(rules, i);
    drop_empty_gates(rules);
    return rules;
  }

 private:
  template <record Record>
  engine::gate any_gate() {
    std::vector<field_index> ordered;
    for (std::size_t i = 0; i < field_count<Record>; ++i)
      if (has_order(field_types<Record>[i])) ordered.push_back(static_cast<field_index>(i));
    engine::gate made;
    made.incoming = ordered[below(ordered.size())];
    do {
      made.stored = ordered[below(ordered.size())];
    } while (kind_of<Record>(made.stored) != kind_of<Record>(made.incoming));
    made.op = static_cast<policy::comparison>(below(4));
    made.on_null = static_cast<policy::null_rule>(below(2));
    if (made.incoming == made.stored) made.on_tie = static_cast<policy::tie_rule>(below(4));
    return made;
  }

  template <record Record>
  static field_type kind_of(std::size_t index) {
    const auto type = field_types<Record>[index];
    return type == field_type::counter ? field_type::integer : type;
  }

  template <record Record>
  void add_rule(engine::program<Record>& rules, std::size_t i) {
    const bool ordered = has_order(field_types<Record>[i]);
    if (rules.gate_count > 0 && below(3) == 0) {
      const auto number = below(rules.gate_count);
      const bool can_be_larger =
          field_types<Record>[i] != field_type::json && !reference_fields<Record>.has(i);
      if (!can_be_larger && rules.gates[number].on_tie == policy::tie_rule::larger)
        rules.gates[number].on_tie = policy::tie_rule::by_operator;
      rules.guard(i, number);
      return;
    }
    using policy::rule;
    constexpr rule words[] = {rule::first_known, rule::latest_known, rule::latest,
                              rule::stamped,     rule::ignored,      rule::monotonic,
                              rule::monotonic_down};
    rules.put(i, words[below(ordered ? 7 : 5)]);
  }

  template <record Record>
  static void drop_empty_gates(engine::program<Record>& rules) {
    std::uint8_t kept = 0;
    for (std::uint8_t g = 0; g < rules.gate_count; ++g) {
      if (rules.gates[g].fields.empty()) continue;
      rules.gates[kept++] = rules.gates[g];
    }
    rules.gate_count = kept;
  }

  std::mt19937 engine_;
};

}  // namespace tidemark::engine_test
