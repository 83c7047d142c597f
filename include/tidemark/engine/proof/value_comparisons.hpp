// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <tidemark/engine/proof/abstract_record.hpp>

namespace tidemark::engine::proof {

/// The number of a value among those of some records.
using value_number = std::size_t;

/// Stands for the value 0 of a counter: as it is stored when it is missing.
inline constexpr value_number zero_value = static_cast<value_number>(-1);

/// Two values that rules compare, and what counts of it.
struct value_comparison {
  enum class counting : std::uint8_t {
    order,        ///< whether they are there, and how they compare
    gate_state,   ///< what the gate says: the first is the incoming one, the second the stored one
    whether_changed,  ///< whether the first changes the second, in a field behind the gate
  };
  value_number first = 0;
  value_number second = 0;  ///< may be `first`, then whether it is there counts, or `zero_value`
  counting counts = counting::order;
  const gate* guard = nullptr;
  bool of_counter = false;  ///< with `whether_changed`: a missing value is stored as 0

  bool operator==(const value_comparison&) const = default;
};

/// What counts of how two values compare, as a small number.
inline std::uint8_t seen_of(const value_comparison& compared, abstract_value first,
                            abstract_value second) {
  using enum value_comparison::counting;
  const bool both = first != missing && second != missing;
  const int sign = both ? (first > second) - (first < second) : 0;
  const auto bits = [](bool low, bool high) {
    return static_cast<std::uint8_t>((low ? 1 : 0) + (high ? 2 : 0));
  };
  switch (compared.counts) {
    case order:
      return both ? static_cast<std::uint8_t>(4 + sign) : bits(first != missing, second != missing);
    case gate_state: {
      gate guard = *compared.guard;
      guard.fields = {};
      guard.fields.add(0);
      gate_states states;
      add_state(states, guard, {first != missing, second != missing, sign});
      return bits(!states.open.empty(), !states.larger.empty());
    }
    case whether_changed: {
      const auto written = [&](abstract_value value) {
        return value == missing && compared.of_counter ? abstract_value{0} : value;
      };
      const bool keeps = compared.guard->on_null == policy::null_rule::keep && first == missing;
      const bool is_larger = first != missing && (second == missing || sign > 0);
      return bits(!keeps && written(first) != written(second),
                  compared.guard->on_tie == policy::tie_rule::larger && is_larger);
    }
  }
  return 0;
}

/// Which values of some records stand for which fields.
struct numbered_values {
  /// Of one record, by field index; nothing for fields that have no value.
  using of_record = std::vector<std::optional<value_number>>;

  std::optional<of_record> stored;  ///< nothing: the first record that comes in is stored
  std::vector<of_record> incoming;
};

/// The fields that may change.
struct changing_fields {
  field_mask decided;
  /// Those of them, all gated, of which only counts whether the first record that comes in changes
  /// them.
  field_mask only_whether;
};

/// What rules compare of `values` when the records come in one after the other, in any order.
inline std::vector<value_comparison> compared_by(const record_shape& shape,
                                                 std::span<const field_rules* const> rules,
                                                 const changing_fields& changing,
                                                 const numbered_values& values) {
  using enum value_comparison::counting;
  std::vector<value_comparison> compared;
  const auto add = [&](const value_comparison& found) {
    if (std::find(compared.begin(), compared.end(), found) == compared.end())
      compared.push_back(found);
  };
  const auto in_records = [&](std::size_t field, bool stored, bool incoming) {
    std::vector<value_number> found;
    const auto look = [&](const numbered_values::of_record& record) {
      if (record[field] && std::find(found.begin(), found.end(), *record[field]) == found.end())
        found.push_back(*record[field]);
    };
    if (stored && values.stored) look(*values.stored);
    if (incoming)
      for (const auto& record : values.incoming) look(record);
    return found;
  };
  for_each_in(changing.only_whether, [&](std::size_t field) {
    for (const auto incoming : in_records(field, false, true))
      for (const auto stored : in_records(field, true, false))
        for (const field_rules* each : rules)
          add({incoming, stored, whether_changed, &each->gate_at(field),
               shape.counters.has(field)});
  });
  for_each_in(changing.decided & ~changing.only_whether, [&](std::size_t field) {
    const auto own = in_records(field, true, true);
    for (std::size_t i = 0; i < own.size(); ++i) {
      for (std::size_t j = i; j < own.size(); ++j) add({own[i], own[j]});
      if (shape.counters.has(field)) add({own[i], zero_value});
    }
  });
  for (const field_rules* each : rules)
    for (std::size_t g = 0; g < each->gate_count; ++g) {
      const gate& guard = each->gates[g];
      if ((guard.fields & changing.decided).empty()) continue;
      const bool changes = changing.decided.has(guard.stored);
      for (const auto incoming : in_records(guard.incoming, false, true)) {
        for (const auto stored : in_records(guard.stored, true, changes || !values.stored))
          add({incoming, stored, gate_state, &guard});
        if (changes && shape.counters.has(guard.stored))
          add({incoming, zero_value, gate_state, &guard});
      }
    }
  return compared;
}

}  // namespace tidemark::engine::proof
