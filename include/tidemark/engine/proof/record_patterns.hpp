// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <compare>
#include <span>
#include <utility>
#include <vector>

#include <tidemark/engine/proof/abstract_record.hpp>
#include <tidemark/engine/proof/value_patterns.hpp>

namespace tidemark::engine::proof {

/// How large some records are, to find the smallest that show something: by the number of fields
/// that are named, then by the sum of their values without signs, then by the number of values that
/// are missing.
struct record_size {
  int fields = 0;
  int sum = 0;
  int lacking = 0;

  constexpr void add(abstract_value value) {
    if (value == missing) ++lacking;
    else sum += value < 0 ? -value : value;
  }
  friend constexpr record_size operator+(record_size a, record_size b) {
    return {a.fields + b.fields, a.sum + b.sum, a.lacking + b.lacking};
  }
  auto operator<=>(const record_size&) const = default;
};

/// A value of one or more records: those that share it always have the same.
struct pattern_value {
  struct place {
    std::size_t record = 0;
    std::size_t field = 0;
  };
  std::vector<place> places;
  bool may_be_missing = false;
  bool may_be_negative = false;
};

/// Values that are compared with each other, and perhaps with 0.
struct pattern_group {
  std::vector<pattern_value> values;
  bool with_zero = false;
};

/// Every combination of records that rules can tell apart: one for each order of the values that
/// are compared, with the smallest values of that order.
class record_patterns {
 public:
  record_patterns(std::size_t records, std::vector<pattern_group> groups) : records_(records) {
    for (auto& group : groups) {
      if (group.values.empty()) continue;
      compared_values compared{{}, group.with_zero, true};
      for (const auto& value : group.values) {
        compared.may_be_missing.push_back(value.may_be_missing);
        compared.with_negative = compared.with_negative && value.may_be_negative;
      }
      parts_.push_back({std::move(group.values), value_patterns(compared)});
    }
  }

  /// Calls `visit(std::span<const abstract_record>)` for each combination, until it returns false.
  template <typename Visit>
  void for_each(Visit visit) {
    visit_part(0, visit);
  }

 private:
  struct part {
    std::vector<pattern_value> values;
    std::vector<value_pattern> patterns;
  };

  template <typename Visit>
  bool visit_part(std::size_t index, Visit& visit) {
    if (index == parts_.size()) return visit(std::span<const abstract_record>(records_));
    const part& here = parts_[index];
    for (const auto& pattern : here.patterns) {
      for (std::size_t i = 0; i < pattern.size(); ++i)
        for (const auto at : here.values[i].places) records_[at.record][at.field] = pattern[i];
      if (!visit_part(index + 1, visit)) return false;
    }
    return true;
  }

  std::vector<abstract_record> records_;
  std::vector<part> parts_;
};

/// A record of a combination: which of its fields have values.
struct record_role {
  field_mask read;
  bool incoming = true;  ///< otherwise stored
};

constexpr bool may_be_negative(field_type type) {
  return type == field_type::integer || type == field_type::counter || type == field_type::percent;
}

/// The size of `records`, of which record I has values in the fields that `roles[I]` names.
inline record_size size_of(std::span<const abstract_record> records,
                           const std::vector<record_role>& roles) {
  record_size size;
  field_mask named;
  for (std::size_t i = 0; i < records.size(); ++i) {
    named = named | roles[i].read;
    for_each_in(roles[i].read, [&](std::size_t field) { size.add(records[i][field]); });
  }
  size.fields = named.count();
  return size;
}

/// The fields of `fields` in sets: fields that a gate of any of `rules` compares are in one.
inline std::vector<field_mask> compared_sets(field_mask fields,
                                             std::span<const field_rules* const> rules) {
  std::vector<field_mask> sets;
  for_each_in(fields, [&](std::size_t field) {
    sets.push_back({});
    sets.back().add(field);
  });
  const auto set_of = [&](std::size_t field) {
    std::size_t at = 0;
    while (at < sets.size() && !sets[at].has(field)) ++at;
    return at;
  };
  for (const field_rules* each : rules)
    for (std::size_t g = 0; g < each->gate_count; ++g) {
      const auto a = set_of(each->gates[g].incoming), b = set_of(each->gates[g].stored);
      if (a == sets.size() || b == sets.size() || a == b) continue;
      sets[a] = sets[a] | sets[b];
      sets.erase(sets.begin() + static_cast<std::ptrdiff_t>(b));
    }
  return sets;
}

/// The combinations of some records of `shape`. Fields of the key are the same in all of them, and
/// fields of the run in all that come in.
inline record_patterns patterns_of(const record_shape& shape,
                                   const std::vector<record_role>& roles,
                                   std::span<const field_rules* const> rules) {
  field_mask all;
  for (const auto& role : roles) all = all | role.read;
  std::vector<pattern_group> groups;
  for (const field_mask set : compared_sets(all, rules)) {
    pattern_group group;
    group.with_zero = !(set & shape.counters).empty();
    for_each_in(set, [&](std::size_t field) {
      constexpr auto none = static_cast<std::size_t>(-1);
      std::size_t shared = none;
      for (std::size_t record = 0; record < roles.size(); ++record) {
        const auto& role = roles[record];
        if (!role.read.has(field)) continue;
        const bool shares = shape.key.has(field) || (shape.of_run.has(field) && role.incoming);
        if (shares && shared != none) {
          group.values[shared].places.push_back({record, field});
          continue;
        }
        if (shares) shared = group.values.size();
        const field_mask optional = role.incoming ? shape.may_be_missing & ~shape.required
                                                  : shape.may_be_stored_missing();
        group.values.push_back({{{record, field}},
                                optional.has(field) && !shape.key.has(field),
                                may_be_negative(shape.types[field])});
      }
    });
    groups.push_back(std::move(group));
  }
  return {roles.size(), std::move(groups)};
}

}  // namespace tidemark::engine::proof
