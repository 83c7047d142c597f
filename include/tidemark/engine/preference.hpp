// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include <tidemark/engine/field_access.hpp>
#include <tidemark/policy/words.hpp>
#include <tidemark/record/record_traits.hpp>

namespace tidemark::engine {

/// How much one row is worth in a merge: a list of numbers, the first that differs decides.
struct rank {
  static constexpr std::size_t steps_max = 16;

  struct place {
    bool present = false;  ///< a missing value loses to every value
    std::int64_t value = 0;

    auto operator<=>(const place&) const = default;
  };
  std::array<place, steps_max> places{};
};

/// The compiled `prefer:` list of one record. Made by `compile_merge` (engine/compile.hpp).
template <record Record>
struct preference_order {
  struct step {
    policy::preference word = policy::preference::highest;
    field_index field = 0;  ///< for highest and lowest
    field_mask fields;      ///< for most_complete
  };
  std::uint8_t step_count = 0;  ///< without the last one, first_seen or last_seen
  std::array<step, rank::steps_max> steps{};
  bool last_seen_wins = false;

  /// The rank of `row`.
  constexpr rank rank_of(const Record& row) const {
    rank result;
    for (std::size_t s = 0; s < step_count; ++s) {
      const step& one = steps[s];
      if (one.word == policy::preference::most_complete) {
        result.places[s] = {true, (present_fields(row) & one.fields).count()};
      } else if (const auto order = order_at(row, one.field)) {
        // ~v turns the order round and, unlike -v, cannot overflow.
        result.places[s] = {true, one.word == policy::preference::highest ? *order : ~*order};
      }
    }
    return result;
  }

  /// Whether a row of rank `later`, seen after one of rank `earlier`, wins against it.
  constexpr bool prefers(const rank& later, const rank& earlier) const {
    for (std::size_t s = 0; s < step_count; ++s)
      if (later.places[s] != earlier.places[s]) return later.places[s] > earlier.places[s];
    return last_seen_wins;
  }
};

}  // namespace tidemark::engine
