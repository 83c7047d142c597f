// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

namespace tidemark::engine {

/// What happened to one field of a record: the incoming value was taken, or why it was not. See
/// rules/README.md, "Verdicts".
enum class verdict : std::uint8_t {
  // taken
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

/// Whether the incoming value was taken, that is, the stored one has changed.
constexpr bool is_taken(verdict given) {
  switch (given) {
    case verdict::inserted:
    case verdict::raised:
    case verdict::lowered:
    case verdict::gate_open:
    case verdict::first_known:
    case verdict::latest_known:
    case verdict::latest:
    case verdict::stamped: return true;
    case verdict::gate_refused:
    case verdict::not_higher:
    case verdict::not_lower:
    case verdict::missing:
    case verdict::already_known:
    case verdict::unchanged:
    case verdict::ignored: break;
  }
  return false;
}

constexpr std::string_view to_text(verdict given) {
  switch (given) {
    case verdict::inserted: return "inserted";
    case verdict::raised: return "raised";
    case verdict::lowered: return "lowered";
    case verdict::gate_open: return "gate open";
    case verdict::first_known: return "first known";
    case verdict::latest_known: return "latest known";
    case verdict::latest: return "latest";
    case verdict::stamped: return "stamped";
    case verdict::gate_refused: return "gate refused";
    case verdict::not_higher: return "not higher";
    case verdict::not_lower: return "not lower";
    case verdict::missing: return "missing";
    case verdict::already_known: return "already known";
    case verdict::unchanged: return "unchanged";
    case verdict::ignored: break;
  }
  return "ignored";
}

}  // namespace tidemark::engine
