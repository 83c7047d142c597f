// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/engine/preference.hpp>
#include <tidemark/engine/proof/rule_differences.hpp>

namespace tidemark::engine::proof {

/// How a field of two rows compares: of the row that came earlier and the later one.
enum class pair_case : std::uint8_t {
  both_missing, only_later, only_earlier, equal, later_larger, earlier_larger
};

inline constexpr std::size_t pair_case_count = 6;

/// A set of cases of one field, as bits.
using pair_cases = std::uint8_t;

constexpr pair_cases as_set(pair_case each) {
  return static_cast<pair_cases>(1U << static_cast<unsigned>(each));
}

/// The values of a field in the earlier and the later row, the smallest of the case. Values that
/// are equal or both missing need not be named.
constexpr std::array<abstract_value, 2> values_of(pair_case each) {
  switch (each) {
    case pair_case::both_missing: return {missing, missing};
    case pair_case::only_later: return {missing, 0};
    case pair_case::only_earlier: return {0, missing};
    case pair_case::equal: return {0, 0};
    case pair_case::later_larger: return {0, 1};
    case pair_case::earlier_larger: break;
  }
  return {1, 0};
}

/// Whether a step can tell two rows apart by a field of this case.
constexpr bool tells_apart(pair_case each) {
  return each != pair_case::both_missing && each != pair_case::equal;
}

constexpr record_size size_of(pair_case each) {
  record_size size;
  if (!tells_apart(each)) return size;
  size.fields = 1;
  for (const auto value : values_of(each)) size.add(value);
  return size;
}

/// The cases that the field at `index` can have.
inline pair_cases possible_cases(const record_shape& shape, std::size_t index) {
  unsigned cases = as_set(pair_case::equal);
  if (shape.key.has(index)) return static_cast<pair_cases>(cases);
  if (shape.may_be_missing.has(index))
    cases |= as_set(pair_case::both_missing) | as_set(pair_case::only_later) |
             as_set(pair_case::only_earlier);
  if (has_order(shape.types[index]))
    cases |= as_set(pair_case::later_larger) | as_set(pair_case::earlier_larger);
  return static_cast<pair_cases>(cases);
}

/// What a list of steps says of two rows: positive if the later one is preferred, negative if the
/// earlier one is, 0 if no step tells them apart.
struct preference_found {
  std::map<std::size_t, pair_case> cases;  ///< of each field that a list reads
  record_size size;
  /// The step that decides in each list; its number of steps if none does.
  std::vector<std::size_t> decided_by;
};

/// Finds rows for which some `prefer:` lists have wanted outcomes.
///
/// A list is decided by its first step that tells the rows apart. So each choice of these steps
/// says of every field which cases it can have, and of every `most_complete` above or at the
/// deciding step the sign of a sum; the smallest rows are found by adding field after field.
class preference_search {
 public:
  preference_search(const record_shape& shape, std::vector<const preference_list*> lists)
      : lists_(std::move(lists)) {
    for (const auto* list : lists_)
      for (const auto& step : list->steps) {
        if (step.word == policy::preference::most_complete) read_ = read_ | step.fields;
        else read_.add(step.field);
      }
    possible_.fill(0);
    for_each_in(read_, [&](std::size_t i) { possible_[i] = possible_cases(shape, i); });
  }

  /// The fields that any list reads.
  field_mask read() const { return read_; }

  /// From now on, the field at `index` has the case `only`.
  void fix(std::size_t index, pair_case only) {
    possible_[index] = static_cast<pair_cases>(possible_[index] & as_set(only));
  }

  /// Whether the step of the only list is the first that tells any two rows apart.
  bool can_decide(std::size_t step) const {
    const std::array<int, 1> sign{1};
    return solve(sign, {step}).has_value();
  }

  /// The smallest rows with `signs[I]` as the outcome of list I, or nothing if there are none.
  /// `decided(steps)` is called for each choice of deciding steps that is possible.
  template <typename Decided>
  std::optional<preference_found> find(std::span<const int> signs, Decided decided) {
    best_.reset();
    std::vector<std::size_t> steps(lists_.size());
    choose(signs, steps, 0, decided);
    return std::move(best_);
  }
  std::optional<preference_found> find(std::span<const int> signs) {
    return find(signs, [](const std::vector<std::size_t>&) {});
  }

 private:
  /// `most_complete` of `fields` prefers by `sign`.
  struct count_sign {
    field_mask fields;
    int sign = 0;
  };

  template <typename Decided>
  void choose(std::span<const int> signs, std::vector<std::size_t>& steps, std::size_t list,
              Decided& decided) {
    if (list == lists_.size()) {
      auto found = solve(signs, steps);
      if (!found) return;
      decided(steps);
      if (!best_ || found->size < best_->size) best_ = std::move(found);
      return;
    }
    const std::size_t count = lists_[list]->steps.size();
    const std::size_t first = signs[list] == 0 ? count : 0;
    const std::size_t end = signs[list] == 0 ? count + 1 : count;
    for (steps[list] = first; steps[list] < end; ++steps[list])
      choose(signs, steps, list + 1, decided);
  }

  static int sign_of(pair_case each, bool reversed) {
    switch (each) {
      case pair_case::both_missing:
      case pair_case::equal: return 0;
      case pair_case::only_later: return 1;
      case pair_case::only_earlier: return -1;
      case pair_case::later_larger: return reversed ? -1 : 1;
      case pair_case::earlier_larger: break;
    }
    return reversed ? 1 : -1;
  }

  static int count_of(pair_case each) {
    return each == pair_case::only_later ? 1 : each == pair_case::only_earlier ? -1 : 0;
  }

  std::optional<preference_found> solve(std::span<const int> signs,
                                        const std::vector<std::size_t>& steps) const {
    auto possible = possible_;
    std::vector<count_sign> counts;
    for (std::size_t list = 0; list < lists_.size(); ++list)
      for (std::size_t s = 0; s <= steps[list] && s < lists_[list]->steps.size(); ++s) {
        const auto& step = lists_[list]->steps[s];
        const int sign = s == steps[list] ? signs[list] : 0;
        if (step.word == policy::preference::most_complete) {
          if (!add_count(counts, {step.fields, sign})) return std::nullopt;
          continue;
        }
        pair_cases& cases = possible[step.field];
        for (std::size_t each = 0; each < pair_case_count; ++each)
          if (sign_of(static_cast<pair_case>(each), step.word == policy::preference::lowest) !=
              sign)
            cases = static_cast<pair_cases>(cases & ~(1U << each));
        if (cases == 0) return std::nullopt;
      }
    auto found = assign(possible, counts);
    if (found) found->decided_by = steps;
    return found;
  }

  /// False if the same fields have another sign already.
  static bool add_count(std::vector<count_sign>& counts, count_sign added) {
    for (const auto& known : counts)
      if (known.fields == added.fields) return known.sign == added.sign;
    counts.push_back(added);
    return true;
  }

  struct partial {
    record_size size;
    std::array<pair_case, fields_max> cases{};
  };

  /// Whether a sum that is `sum` now can still get the sign that is wanted, if `left` fields can
  /// each add or take away 1.
  static bool can_reach(int sum, int sign, int left) {
    return sign == 0 ? sum <= left && -sum <= left : sign > 0 ? sum + left > 0 : sum - left < 0;
  }

  /// The cheapest of `cases`; not empty.
  static pair_case smallest_of(pair_cases cases) {
    std::optional<pair_case> best;
    for (std::size_t c = 0; c < pair_case_count; ++c) {
      const auto each = static_cast<pair_case>(c);
      if ((cases & as_set(each)) != 0 && (!best || size_of(each) < size_of(*best))) best = each;
    }
    return *best;
  }

  /// The smallest cases of `possible` that give all `counts` their signs. Field after field, it
  /// keeps the smallest cases for every combination of sums from which the signs can be reached.
  std::optional<preference_found> assign(const std::array<pair_cases, fields_max>& possible,
                                         const std::vector<count_sign>& counts) const {
    field_mask counted;
    for (const auto& count : counts) counted = counted | count.fields;
    partial alone;  // the fields that are in no count
    for_each_in(read_ & ~counted, [&](std::size_t field) {
      alone.cases[field] = smallest_of(possible[field]);
      alone.size = alone.size + size_of(alone.cases[field]);
    });
    std::vector<int> left(counts.size());
    for (std::size_t k = 0; k < counts.size(); ++k) left[k] = (counts[k].fields & read_).count();
    std::map<std::vector<int>, partial> states;
    states[std::vector<int>(counts.size())] = alone;
    for_each_in(counted, [&](std::size_t field) {
      for (std::size_t k = 0; k < counts.size(); ++k) left[k] -= counts[k].fields.has(field);
      std::map<std::vector<int>, partial> next;
      for (const auto& [sums, state] : states)
        for (std::size_t c = 0; c < pair_case_count; ++c) {
          const auto each = static_cast<pair_case>(c);
          if ((possible[field] & as_set(each)) == 0) continue;
          auto added = sums;
          bool reaches = true;
          for (std::size_t k = 0; k < counts.size(); ++k) {
            if (counts[k].fields.has(field)) added[k] += count_of(each);
            reaches = reaches && can_reach(added[k], counts[k].sign, left[k]);
            // A sum that has its sign for good needs no other number.
            if (left[k] == 0) added[k] = counts[k].sign;
          }
          if (!reaches) continue;
          const auto size = state.size + size_of(each);
          const auto at = next.find(added);
          if (at != next.end() && at->second.size <= size) continue;
          partial& kept = next[added];
          kept = state;
          kept.size = size;
          kept.cases[field] = each;
        }
      states = std::move(next);
    });
    std::optional<preference_found> best;
    for (const auto& [sums, state] : states) {
      if (best && best->size <= state.size) continue;
      best = {{}, state.size, {}};
      for_each_in(read_, [&](std::size_t field) { best->cases[field] = state.cases[field]; });
    }
    return best;
  }

  std::vector<const preference_list*> lists_;
  field_mask read_;
  std::array<pair_cases, fields_max> possible_{};
  std::optional<preference_found> best_;
};

}  // namespace tidemark::engine::proof
