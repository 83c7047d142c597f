// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

namespace tidemark {

/// A count or sum that may be missing until it is stored: rules/README.md, "Missing values".
///
/// `known` is empty if the source did not report the value; a storage writes a missing counter as 0
/// at the first insert and never reads it back as missing.
struct counter {
  std::optional<std::int64_t> known;

  auto operator<=>(const counter&) const = default;
};

}  // namespace tidemark
