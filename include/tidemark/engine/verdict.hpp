// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tidemark::engine {

/// What happened to one field of a record: the incoming value was taken, or why it was not. See
/// rules/README.md, "Verdicts".
enum class verdict : std::uint8_t {
  // taken, up to last_taken
  inserted,      ///< the record was not stored yet
  raised,        ///< `monotonic`: the incoming value is larger, or the stored one was missing
  lowered,       ///< `monotonic_down`: it is smaller, or the stored one was missing
  gate_open,     ///< `gated`
  first_known,   ///< the first value that is present
  latest_known,  ///< the incoming value differs from the stored one
  latest,        ///< the incoming value differs from the stored one, or is missing
  stamped,       ///< another field of the record changed
  // refused
  gate_refused,   ///< the gate is shut
  not_higher,     ///< `monotonic`: the incoming value is not larger than the stored one
  not_lower,      ///< `monotonic_down`: the incoming value is not smaller than the stored one
  missing,        ///< there is no incoming value
  already_known,  ///< `first_known`: there is a stored value
  unchanged,      ///< the incoming value equals the stored one, or no field changed (`stamped`)
  ignored,        ///< never changed after the insert
};

inline constexpr verdict last_taken = verdict::stamped;
inline constexpr std::size_t verdict_count = static_cast<std::size_t>(verdict::ignored) + 1;

/// Whether the incoming value was taken, that is, the stored one has changed.
constexpr bool is_taken(verdict given) { return given <= last_taken; }

/// Every verdict's word, in the order of the enumerators.
inline constexpr std::array<std::string_view, verdict_count> verdict_words{
    "inserted",     "raised",     "lowered",   "gate open", "first known",   "latest known",
    "latest",       "stamped",    "gate refused", "not higher", "not lower", "missing",
    "already known", "unchanged", "ignored"};

constexpr std::string_view to_text(verdict given) {
  return verdict_words[static_cast<std::size_t>(given)];
}

}  // namespace tidemark::engine
