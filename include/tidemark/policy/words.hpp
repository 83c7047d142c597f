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
/// value is in engine/judge.hpp, and as SQL in sql/rule_text.hpp.
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

/// Which value a guarded field has when the two values that its gate compares are equal: the one
/// that the operator says, the incoming one, the stored one, or the larger of both.
enum class tie_rule : std::uint8_t { by_operator, incoming, stored, larger };

/// What `op` says of equal values.
constexpr tie_rule tie_of(comparison op) {
  return op == comparison::ge || op == comparison::le ? tie_rule::incoming : tie_rule::stored;
}

/// The ways in which rows come in that make no difference to what is stored, if the law holds.
enum class law : std::uint8_t { replay, order, batch, windows, sources };

/// What each law says, as rules/README.md has it.
struct law_description {
  law word = law::replay;
  std::string_view text;     ///< as a policy file writes it
  std::string_view meaning;  ///< of "holds"
};

inline constexpr std::array<law_description, 5> law_descriptions{{
    {law::replay, "replay", "the same record again changes nothing"},
    {law::order, "order", "two records give the same in either order"},
    {law::batch, "batch", "two rows give the same in one run or in two"},
    {law::windows, "windows", "the order of the windows makes no difference"},
    {law::sources, "sources", "the order of the sources makes no difference"},
}};

inline constexpr auto law_words = [] {
  std::array<std::string_view, law_descriptions.size()> words;
  for (std::size_t i = 0; i < law_descriptions.size(); ++i) words[i] = law_descriptions[i].text;
  return words;
}();

constexpr std::string_view to_text(law word) {
  return law_descriptions[static_cast<std::size_t>(word)].text;
}

inline constexpr auto rule_words = [] {
  std::array<std::string_view, rule_descriptions.size()> words;
  for (std::size_t i = 0; i < rule_descriptions.size(); ++i) words[i] = rule_descriptions[i].text;
  return words;
}();
inline constexpr std::array<std::string_view, 5> preference_words{
    "highest", "lowest", "most_complete", "first_seen", "last_seen"};
inline constexpr std::array<std::string_view, 4> comparison_words{">=", ">", "<=", "<"};
inline constexpr std::array<std::string_view, 2> null_rule_words{"keep", "replace"};
inline constexpr std::array<std::string_view, 3> tie_rule_words{"incoming", "stored", "larger"};

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
/// Not for `by_operator`, which has no word.
constexpr std::string_view to_text(tie_rule word) {
  return tie_rule_words[static_cast<std::size_t>(word) - 1];
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
