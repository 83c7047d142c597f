// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <tidemark/engine/proof/abstract_record.hpp>
#include <tidemark/engine/proof/value_comparisons.hpp>
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

/// Every combination of records that rules can tell apart, with the smallest values.
///
/// Values that are not compared with each other, not even by way of others, are enumerated apart:
/// one pattern for each order that those of a group can have. Of the patterns in which all that is
/// compared is seen alike, the smallest stands for all.
class record_patterns {
 public:
  record_patterns(std::size_t records, const std::vector<pattern_value>& values,
                  const std::vector<value_comparison>& compared)
      : records_(records) {
    for (const auto& group : groups_of(values, compared))
      parts_.push_back(part_of(group, values, compared));
  }

  /// Calls `visit(std::span<const abstract_record>)` for each combination, until it returns false.
  template <typename Visit>
  void for_each(Visit visit) {
    visit_part(0, visit);
  }

 private:
  using value_numbers = std::vector<value_number>;

  struct part {
    std::vector<pattern_value> values;
    std::vector<value_pattern> patterns;
  };

  /// The smallest pattern of those that are seen alike, and its place among all.
  struct smallest {
    record_size size;
    std::size_t at = 0;
    value_pattern pattern;
  };

  /// By field, and the values of a field by record.
  static std::vector<value_numbers> groups_of(const std::vector<pattern_value>& values,
                                              const std::vector<value_comparison>& compared) {
    value_numbers group_of(values.size());
    std::iota(group_of.begin(), group_of.end(), value_number{0});
    value_numbers ordered = group_of;
    std::stable_sort(ordered.begin(), ordered.end(), [&](value_number a, value_number b) {
      return values[a].places[0].field < values[b].places[0].field;
    });
    for (const auto& each : compared) {
      if (each.second == zero_value) continue;
      const auto joined = group_of[each.second];
      std::replace(group_of.begin(), group_of.end(), joined, group_of[each.first]);
    }
    std::vector<value_numbers> groups;
    std::vector<bool> placed(values.size(), false);
    for (const auto first : ordered) {
      if (placed[first]) continue;
      groups.emplace_back();
      for (const auto value : ordered) {
        if (group_of[value] != group_of[first]) continue;
        groups.back().push_back(value);
        placed[value] = true;
      }
    }
    return groups;
  }

  static part part_of(const value_numbers& group, const std::vector<pattern_value>& values,
                      const std::vector<value_comparison>& compared) {
    part made;
    compared_values kinds{{}, {}, false, true};
    std::vector<std::size_t> in_group(values.size());
    for (const auto value : group) {
      in_group[value] = made.values.size();
      made.values.push_back(values[value]);
      kinds.may_be_missing.push_back(values[value].may_be_missing);
      kinds.places.push_back(values[value].places.size());
      kinds.with_negative = kinds.with_negative && values[value].may_be_negative;
    }
    std::vector<value_comparison> seen;  // by number within the group
    for (auto each : compared) {
      if (std::find(group.begin(), group.end(), each.first) == group.end()) continue;
      each.first = in_group[each.first];
      kinds.with_zero = kinds.with_zero || each.second == zero_value || each.of_counter;
      if (each.second != zero_value) each.second = in_group[each.second];
      seen.push_back(each);
    }
    made.patterns = told_apart(kinds, seen, made.values);
    return made;
  }

  static std::vector<value_pattern> told_apart(const compared_values& kinds,
                                               const std::vector<value_comparison>& compared,
                                               const std::vector<pattern_value>& values) {
    std::unordered_map<std::string, smallest> found;
    std::string seen(compared.size(), '\0');
    std::size_t at = 0;
    for_each_value_pattern(kinds, [&](const value_pattern& pattern) {
      for (std::size_t i = 0; i < compared.size(); ++i) {
        const auto& each = compared[i];
        seen[i] = static_cast<char>(
            seen_of(each, pattern[each.first],
                    each.second == zero_value ? abstract_value{0} : pattern[each.second]));
      }
      record_size size;
      for (std::size_t i = 0; i < pattern.size(); ++i)
        for (std::size_t place = 0; place < values[i].places.size(); ++place) size.add(pattern[i]);
      const auto [known, is_new] = found.try_emplace(seen);
      if (is_new || size < known->second.size) known->second = {size, at, pattern};
      ++at;
    });
    std::vector<smallest*> in_order;
    in_order.reserve(found.size());
    for (auto& each : found) in_order.push_back(&each.second);
    std::sort(in_order.begin(), in_order.end(),
              [](const smallest* a, const smallest* b) { return a->at < b->at; });
    std::vector<value_pattern> patterns;
    patterns.reserve(in_order.size());
    for (auto* each : in_order) patterns.push_back(std::move(each->pattern));
    return patterns;
  }

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

/// The combinations of some records of `shape`, as `rules` tell them apart. Fields of the key are
/// the same in all records, and fields of the run in all that come in. `whole`: all that is
/// compared counts, not only what gates say of it.
inline record_patterns patterns_of(const record_shape& shape,
                                   const std::vector<record_role>& roles,
                                   std::span<const field_rules* const> rules,
                                   const changing_fields& changing, bool whole = false) {
  std::vector<pattern_value> values;
  numbered_values numbered;
  numbered_values::of_record of_key(shape.fields.size()), of_run(shape.fields.size());
  for (std::size_t record = 0; record < roles.size(); ++record) {
    const auto& role = roles[record];
    const field_mask optional = role.incoming ? shape.may_be_missing & ~shape.required
                                              : shape.may_be_stored_missing();
    numbered_values::of_record numbers(shape.fields.size());
    for_each_in(role.read, [&](std::size_t field) {
      const bool is_key = shape.key.has(field);
      std::optional<value_number> of_record;
      auto& number = is_key                                        ? of_key[field]
                     : shape.of_run.has(field) && role.incoming ? of_run[field]
                                                                   : of_record;
      if (!number) {
        number = values.size();
        values.push_back({{}, optional.has(field) && !is_key, may_be_negative(shape.types[field])});
      }
      values[*number].places.push_back({record, field});
      numbers[field] = number;
    });
    if (role.incoming) numbered.incoming.push_back(std::move(numbers));
    else numbered.stored = std::move(numbers);
  }
  auto compared = compared_by(shape, rules, changing, numbered);
  if (whole)
    for (auto& each : compared) each = {each.first, each.second};
  return {roles.size(), values, compared};
}

}  // namespace tidemark::engine::proof
