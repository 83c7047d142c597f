// error: engine<R> requires key fields to be texts, integers,
// SPDX-License-Identifier: BSL-1.0
#include "sample.hpp"

template <>
struct tidemark::record_traits<sale> {
  static constexpr std::string_view name = "sales";
#ifdef FAIL
  static constexpr std::array<std::string_view, 2> key{"id", "label"};
#else
  static constexpr std::array<std::string_view, 2> key{"id", "cents"};
#endif
};

using rules = tidemark::engine::program<sale>;
