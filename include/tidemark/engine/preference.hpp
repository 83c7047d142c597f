// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <tidemark/engine/field_access.hpp>
#include <tidemark/policy/words.hpp>
#include <tidemark/record/record_traits.hpp>

namespace tidemark::engine {

/// The most steps of a `prefer:` list.
inline constexpr std::size_t preference_steps_max = 16;

/// One step of a compiled `prefer:` list.
struct preference_step {
  policy::preference word = policy::preference::highest;
  field_index field = 0;  ///< for highest and lowest
  field_mask fields = {};  ///< for most_complete

  bool operator==(const preference_step&) const = default;
};

/// A `prefer:` list without its record's type.
struct preference_list {
  std::vector<preference_step> steps;  ///< without the last step, first_seen or last_seen
  bool last_seen_wins = false;
};

/// The compiled `prefer:` list of one record. Made by `compile_merge` (engine/compile.hpp).
template <record Record>
struct preference_order {
  using step = preference_step;

  std::uint8_t step_count = 0;  ///< without the last step, first_seen or last_seen
  std::array<step, preference_steps_max> steps{};
  bool last_seen_wins = false;

  /// Compares two rows step by step, until one decides: the greater row is the stronger one. A
  /// missing value loses to every value. Equal: only the order of arrival decides.
  constexpr std::strong_ordering compare(const Record& a, const Record& b) const {
    return sign(a, b) <=> 0;
  }

  /// Whether `later` wins against `earlier`, which was seen before.
  constexpr bool prefers(const Record& later, const Record& earlier) const {
    const int order = sign(later, earlier);
    return order == 0 ? last_seen_wins : order > 0;
  }

  /// The same order for rows of another type that has the same fields.
  template <record Other>
    requires(field_names<Other> == field_names<Record>)
  constexpr preference_order<Other> of() const {
    preference_order<Other> same;
    same.step_count = step_count;
    same.steps = steps;
    same.last_seen_wins = last_seen_wins;
    return same;
  }

  preference_list list() const {
    return {{steps.begin(), steps.begin() + step_count}, last_seen_wins};
  }

 private:
  /// Positive if `a` is the stronger row, negative if `b` is.
  constexpr int sign(const Record& a, const Record& b) const {
    for (std::size_t s = 0; s < step_count; ++s) {
      const step& current = steps[s];
      const int order =
          current.word == policy::preference::most_complete
              ? static_cast<int>((present_fields(a) & current.fields).count()) -
                    static_cast<int>((present_fields(b) & current.fields).count())
              : sign_at(a, b, current.field, current.word == policy::preference::lowest);
      if (order != 0) return order;
    }
    return 0;
  }
};

}  // namespace tidemark::engine
