// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

namespace tidemark {

/// A count or sum that may be missing while it travels and is 0 once stored (SPEC section 4).
///
/// `known` is empty while the source has not said the value; a storage writes a missing counter
/// as 0 at the first insert and never reads one back as missing.
struct counter {
  std::optional<std::int64_t> known;

  auto operator<=>(const counter&) const = default;
};

}  // namespace tidemark
