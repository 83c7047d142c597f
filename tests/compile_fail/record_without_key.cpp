// error: engine<R> requires R to have a key: add `key` to record_traits<R>
// SPDX-License-Identifier: BSL-1.0
#include "sample.hpp"

template <>
struct tidemark::record_traits<sale> {
  static constexpr std::string_view name = "sales";
#ifndef FAIL
  static constexpr std::array<std::string_view, 1> key{"id"};
#endif
};

using rules = tidemark::engine::program<sale>;
