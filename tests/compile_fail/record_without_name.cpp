// error: engine<R> requires R to have a name: add `name` to record_traits<R>
// SPDX-License-Identifier: BSL-1.0
#include "sample.hpp"

template <>
struct tidemark::record_traits<sale> {
#ifndef FAIL
  static constexpr std::string_view name = "sales";
#endif
  static constexpr std::array<std::string_view, 1> key{"id"};
};

using rules = tidemark::engine::program<sale>;
