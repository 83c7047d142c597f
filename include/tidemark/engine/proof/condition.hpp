// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/engine/proof/abstract_record.hpp>

/// When two policies differ, in words.
namespace tidemark::engine::proof {

/// How an incoming value compares with a stored one.
enum class order_case : std::uint8_t {
  both_missing,
  lacks_present,   ///< the incoming value is missing, the stored one is present or, of a counter, 0
  lacks_negative,  ///< the same; the stored one is a counter below 0
  lacks_positive,
  first,           ///< the stored value is missing, the incoming one is present
  below,           ///< incoming < stored
  equal,
  above,
};

inline order_case order_case_of(abstract_value incoming, abstract_value stored, bool is_counter) {
  if (incoming == missing) {
    if (stored == missing) return order_case::both_missing;
    if (!is_counter || stored == 0) return order_case::lacks_present;
    return stored < 0 ? order_case::lacks_negative : order_case::lacks_positive;
  }
  if (stored == missing) return order_case::first;
  return incoming < stored    ? order_case::below
         : incoming == stored ? order_case::equal
                              : order_case::above;
}

/// A set of cases of one comparison, as bits.
using case_set = std::uint16_t;

/// What a condition is made of: comparisons of an incoming value with a stored one, and whether
/// another field of the record changes.
struct condition_part {
  std::string incoming;  ///< the field; empty: whether another field changes
  std::string stored;
};

/// Collects situations, each the case of every part, in which something holds or does not, and says
/// exactly when it holds.
class condition {
 public:
  explicit condition(std::vector<condition_part> parts) : parts_(std::move(parts)) {}

  /// `cases` has the case of each part.
  void add(const std::vector<std::uint8_t>& cases, bool holds) {
    (holds ? holding_ : other_).insert(cases);
    if (seen_.empty()) seen_.resize(parts_.size());
    for (std::size_t i = 0; i < cases.size(); ++i)
      seen_[i] = static_cast<case_set>(seen_[i] | (1U << cases[i]));
  }

  /// The condition in words, as few alternatives as a greedy choice finds: `a and b; or c`.
  std::string text() const {
    std::string text;
    std::set<std::vector<std::uint8_t>> open = holding_;
    while (!open.empty()) {
      const auto widest = widened(*open.begin());
      std::erase_if(open, [&](const auto& cases) { return holds_in(widest, cases); });
      if (!text.empty()) text += "; or ";
      text += text_of(widest);
    }
    return text;
  }

 private:
  using cube = std::vector<case_set>;

  static bool holds_in(const cube& sets, const std::vector<std::uint8_t>& cases) {
    for (std::size_t i = 0; i < sets.size(); ++i)
      if ((sets[i] >> cases[i] & 1) == 0) return false;
    return true;
  }

  bool is_sound(const cube& sets) const {
    for (const auto& cases : other_)
      if (holds_in(sets, cases)) return false;
    return true;
  }

  /// The widest situation around `cases` in which the condition holds.
  cube widened(const std::vector<std::uint8_t>& cases) const {
    cube sets;
    for (const auto each : cases) sets.push_back(static_cast<case_set>(1U << each));
    for (std::size_t i = sets.size(); i-- > 0;) {
      const case_set narrow = sets[i];
      sets[i] = seen_[i];
      if (is_sound(sets)) continue;
      sets[i] = narrow;
      for (std::uint8_t each = 0; each < 16; ++each) {
        if ((seen_[i] >> each & 1) == 0) continue;
        const case_set before = sets[i];
        sets[i] = static_cast<case_set>(sets[i] | (1U << each));
        if (!is_sound(sets)) sets[i] = before;
      }
    }
    return sets;
  }

  std::string text_of(const cube& sets) const {
    std::string text;
    for (std::size_t i = 0; i < sets.size(); ++i) {
      if (sets[i] == seen_[i]) continue;
      if (!text.empty()) text += " and ";
      text += parts_[i].incoming.empty()
                  ? (sets[i] & 2) != 0 ? "another field changes" : "no other field changes"
                  : comparison_text(parts_[i], sets[i], seen_[i]);
    }
    return text.empty() ? "always" : text;
  }

  static constexpr case_set bit(order_case each) {
    return static_cast<case_set>(1U << static_cast<unsigned>(each));
  }

  static std::string comparison_text(const condition_part& part, case_set sets, case_set seen) {
    constexpr case_set lacking = bit(order_case::both_missing) | bit(order_case::lacks_present) |
                                 bit(order_case::lacks_negative) | bit(order_case::lacks_positive);
    std::vector<std::string> alternatives;
    if ((sets & lacking) != 0)
      alternatives.push_back(lacking_text(part, sets & lacking, seen & lacking));
    if ((sets & ~lacking) != 0)
      alternatives.push_back(present_text(part, static_cast<case_set>(sets & ~lacking),
                                          static_cast<case_set>(seen & ~lacking)));
    if (alternatives.size() == 1) return alternatives[0];
    return "(" + alternatives[0] + " or " + alternatives[1] + ")";
  }

  static std::string lacking_text(const condition_part& part, int sets, int seen) {
    const std::string text = "incoming." + part.incoming + " is missing";
    if (sets == seen) return text;
    const std::string stored = "stored." + part.stored;
    const bool none = (sets & bit(order_case::both_missing)) != 0;
    const bool zero = (sets & bit(order_case::lacks_present)) != 0;
    const bool negative = (sets & bit(order_case::lacks_negative)) != 0;
    const bool positive = (sets & bit(order_case::lacks_positive)) != 0;
    const bool counted = (seen & (bit(order_case::lacks_negative) |
                                  bit(order_case::lacks_positive))) != 0;
    if (!counted) return text + " and " + stored + (none ? " too" : " is not");
    std::string op;
    if (zero) op = negative ? " <= 0" : positive ? " >= 0" : " = 0";
    else op = negative && positive ? " is not 0" : negative ? " < 0" : " > 0";
    return text + " and " + stored + op;
  }

  static std::string present_text(const condition_part& part, case_set sets, case_set seen) {
    const std::string incoming = "incoming." + part.incoming, stored = "stored." + part.stored;
    const bool first = (sets & bit(order_case::first)) != 0;
    const bool may_be_first = (seen & bit(order_case::first)) != 0;
    const bool below = (sets & bit(order_case::below)) != 0;
    const bool equal = (sets & bit(order_case::equal)) != 0;
    const bool above = (sets & bit(order_case::above)) != 0;
    if (sets == seen) return incoming + " is present";
    if (first && below && above) return incoming + " is present and differs from " + stored;
    const std::string_view op = below ? (equal ? (above ? "" : " <= ") : above ? " != " : " < ")
                                : equal ? (above ? " >= " : " = ")
                                        : " > ";
    if (!below && !equal && !above) return incoming + " is present and " + stored + " is missing";
    const std::string compared =
        op.empty() ? incoming + " and " + stored + " are present"
                   : incoming + std::string(op) + stored;
    if (!first || !may_be_first) return compared;
    return "(" + compared + " or only " + incoming + " is present)";
  }

  std::vector<condition_part> parts_;
  std::set<std::vector<std::uint8_t>> holding_, other_;
  std::vector<case_set> seen_;
};

}  // namespace tidemark::engine::proof
