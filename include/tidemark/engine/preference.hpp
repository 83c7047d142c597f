// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>

#include <tidemark/engine/field_access.hpp>
#include <tidemark/policy/words.hpp>
#include <tidemark/record/record_traits.hpp>

namespace tidemark::engine {

/// The most steps of a `prefer:` list.
inline constexpr std::size_t preference_steps_max = 16;

/// The compiled `prefer:` list of one record. Made by `compile_merge` (engine/compile.hpp).
template <record Record>
struct preference_order {
  struct step {
    policy::preference word = policy::preference::highest;
    field_index field = 0;  ///< for highest and lowest
    field_mask fields;      ///< for most_complete
  };
  std::uint8_t step_count = 0;  ///< without the last step, first_seen or last_seen
  std::array<step, preference_steps_max> steps{};
  bool last_seen_wins = false;

  /// Compares two rows step by step, until one decides: the greater row is the stronger one. A
  /// missing value loses to every value. Equal: only the order of arrival decides.
  constexpr std::strong_ordering compare(const Record& a, const Record& b) const {
    for (std::size_t s = 0; s < step_count; ++s) {
      const step& current = steps[s];
      const auto order =
          current.word == policy::preference::most_complete
              ? (present_fields(a) & current.fields).count() <=>
                    (present_fields(b) & current.fields).count()
              : compare_at(a, b, current.field, current.word == policy::preference::lowest);
      if (std::is_neq(order)) return order;
    }
    return std::strong_ordering::equal;
  }

  /// Whether `later` wins against `earlier`, which was seen before.
  constexpr bool prefers(const Record& later, const Record& earlier) const {
    const auto order = compare(later, earlier);
    return std::is_eq(order) ? last_seen_wins : std::is_gt(order);
  }

  /// The same order for rows of another type that has the same fields.
  template <record Other>
    requires(field_names<Other> == field_names<Record>)
  constexpr preference_order<Other> of() const {
    preference_order<Other> same;
    same.step_count = step_count;
    for (std::size_t s = 0; s < step_count; ++s)
      same.steps[s] = {steps[s].word, steps[s].field, steps[s].fields};
    same.last_seen_wins = last_seen_wins;
    return same;
  }
};

}  // namespace tidemark::engine
