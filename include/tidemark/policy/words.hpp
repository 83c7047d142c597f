// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tidemark::policy {

/// What decides a field of a stored record; the words of `upsert:` in a policy file.
enum class rule : std::uint8_t {
  key, monotonic, monotonic_down, gated, first_known, latest_known, latest, stamped, ignored
};

/// The steps of `prefer:`.
enum class preference : std::uint8_t { highest, lowest, most_complete, first_seen, last_seen };

/// The operator of a gate: `incoming.F OP stored.F`.
enum class comparison : std::uint8_t { ge, gt, le, lt };

/// What a missing incoming value does behind an open gate.
enum class null_rule : std::uint8_t { keep, replace };

inline constexpr std::array<std::string_view, 9> rule_words{
    "key", "monotonic", "monotonic_down", "gated", "first_known",
    "latest_known", "latest", "stamped", "ignored"};
inline constexpr std::array<std::string_view, 5> preference_words{
    "highest", "lowest", "most_complete", "first_seen", "last_seen"};
inline constexpr std::array<std::string_view, 4> comparison_words{">=", ">", "<=", "<"};
inline constexpr std::array<std::string_view, 2> null_rule_words{"keep", "replace"};

constexpr std::string_view to_text(rule word) { return rule_words[static_cast<std::size_t>(word)]; }
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
