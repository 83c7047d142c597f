// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <random>
#include <string_view>

#include <laws/naive_rules.hpp>
#include <laws/random_rules.hpp>
#include <tidemark/engine/proof/rule_differences.hpp>

/// A record with few fields, of which all combinations of values can be tried.
namespace tidemark::engine_test {

inline constexpr std::array<std::string_view, 6> small_names{"id",   "gmv",  "likes",
                                                             "rate", "note", "run"};
inline constexpr std::array<field_type, 6> small_types{field_type::integer, field_type::counter,
                                                       field_type::counter, field_type::percent,
                                                       field_type::text,    field_type::text};

inline constexpr engine::record_shape small_record{
    "small", small_names, small_types, {0b000001}, {}, {}, {0b000110}, {0b011110}, {0b100000}};

/// Random records of `small_record`: values from -2 to 2, so that ties are common.
class random_records {
 public:
  explicit random_records(std::uint32_t seed) : engine_(seed) {}

  laws::record_values any(int run) {
    laws::record_values record(small_names.size());
    record[0] = 0;
    for (std::size_t i = 1; i < record.size(); ++i)
      if (engine_() % 4 != 0) record[i] = static_cast<int>(engine_() % 5) - 2;
    record[5] = run;
    return record;
  }

 private:
  std::mt19937 engine_;
};

/// Calls `visit(values)` for all values from -2 to 2, or missing where that can be, of `places`
/// values.
template <typename Visit>
void for_all_values(const std::vector<bool>& may_be_missing, Visit visit) {
  std::vector<int> at(may_be_missing.size());
  for (bool more = true; more;) {
    std::vector<laws::value> values;
    for (const int step : at) values.push_back(step == 5 ? laws::value() : laws::value(step - 2));
    visit(values);
    more = false;
    for (std::size_t i = 0; i < at.size() && !more; ++i) {
      more = ++at[i] < (may_be_missing[i] ? 6 : 5);
      if (!more) at[i] = 0;
    }
  }
}

/// Whether all records have the same key, as far as it is shown.
inline bool have_one_key(const engine::proof::shown_records& shown) {
  constexpr std::size_t key = 0;
  for (std::size_t i = 1; i < shown.records.size(); ++i)
    if (shown.named[i].has(key) != shown.named[0].has(key) ||
        shown.records[i][key] != shown.records[0][key])
      return false;
  return true;
}

}  // namespace tidemark::engine_test
