// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>

namespace tidemark::diagnostics {

/// A place in a file: line and column, both from 1. 0 means that the place is not known.
struct location {
  std::size_t line = 0;
  std::size_t column = 0;

  auto operator<=>(const location&) const = default;
};

/// A word of a file and its place.
struct located_text {
  std::string text;
  location at;
};

}  // namespace tidemark::diagnostics
