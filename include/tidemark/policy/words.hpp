// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tidemark::policy {

/// The rule that decides a field of a stored record; the words of `upsert:` in a policy file.
enum class rule : std::uint8_t {
  key, monotonic, monotonic_down, gated, first_known, latest_known, latest, stamped, ignored
};

/// What the loader, the compiler and the documents need to know about a rule. What it does to a
/// value is in engine/decide_field.hpp, and as SQL in sql/rule_text.hpp.
struct rule_description {
  rule word = rule::key;
  std::string_view text;          ///< as a policy file writes it
  bool needs_order = false;       ///< compares values of its field
  bool keeps_first_zero = false;  ///< a counter that its first row lacks stays 0
  std::string_view meaning;       ///< of the stored value, as in rules/README.md
};

/// Every rule, in the order in which a policy is shown. All other lists of rules are made from this
/// one.
inline constexpr std::array<rule_description, 9> rule_descriptions{{
    {rule::key, "key", false, false, "identifies the record"},
    {rule::monotonic, "monotonic", true, false, "only rises"},
    {rule::monotonic_down, "monotonic_down", true, true, "only falls"},
    {rule::gated, "gated", false, false, "takes the incoming value if the gate is open"},
    {rule::first_known, "first_known", false, true, "is written once, by the first present value"},
    {rule::latest_known, "latest_known", false, false, "is the last present value"},
    {rule::latest, "latest", false, false, "is the last value, even if it is missing"},
    {rule::stamped, "stamped", false, false,
     "is written when another field of the record changes"},
    {rule::ignored, "ignored", false, false, "is written at the insert and never changed"},
}};

static_assert([] {
  for (std::size_t i = 0; i < rule_descriptions.size(); ++i)
    if (rule_descriptions[i].word != static_cast<rule>(i)) return false;
  return true;
}());

constexpr const rule_description& describe(rule word) {
  return rule_descriptions[static_cast<std::size_t>(word)];
}

/// The steps of `prefer:`.
enum class preference : std::uint8_t { highest, lowest, most_complete, first_seen, last_seen };

/// The operator of a gate: `incoming.F OP stored.F`.
enum class comparison : std::uint8_t { ge, gt, le, lt };

/// What a missing incoming value does if the gate is open.
enum class null_rule : std::uint8_t { keep, replace };

inline constexpr auto rule_words = [] {
  std::array<std::string_view, rule_descriptions.size()> words;
  for (std::size_t i = 0; i < rule_descriptions.size(); ++i) words[i] = rule_descriptions[i].text;
  return words;
}();
inline constexpr std::array<std::string_view, 5> preference_words{
    "highest", "lowest", "most_complete", "first_seen", "last_seen"};
inline constexpr std::array<std::string_view, 4> comparison_words{">=", ">", "<=", "<"};
inline constexpr std::array<std::string_view, 2> null_rule_words{"keep", "replace"};

constexpr std::string_view to_text(rule word) { return describe(word).text; }
constexpr std::string_view to_text(preference word) {
  return preference_words[static_cast<std::size_t>(word)];
}
constexpr std::string_view to_text(comparison word) {
  return comparison_words[static_cast<std::size_t>(word)];
}
constexpr std::string_view to_text(null_rule word) {
  return null_rule_words[static_cast<std::size_t>(word)];
}

/// The enumerator whose word is `text`, or nothing: `find_word<rule>(rule_words, "latest")`.
template <typename Word, std::size_t N>
constexpr std::optional<Word> find_word(const std::array<std::string_view, N>& words,
                                        std::string_view text) {
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == text) return static_cast<Word>(i);
  return std::nullopt;
}

}  // namespace tidemark::policy
