// error: engine<R> requires R to have a name and a key: specialise record_traits<R>
// SPDX-License-Identifier: BSL-1.0
#include "sample.hpp"

#ifndef FAIL
template <>
struct tidemark::record_traits<sale> {
  static constexpr std::string_view name = "sales";
  static constexpr std::array<std::string_view, 1> key{"id"};
};
#endif

using rules = tidemark::engine::program<sale>;
