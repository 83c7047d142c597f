// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace tidemark {

/// Hashes texts for maps of Boost.Unordered: the standard library's hash reads eight bytes at a
/// time, Boost's one.
struct text_hash {
  using is_avalanching = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

}  // namespace tidemark
