// error: engine<R> requires the required fields to be fields of R
// SPDX-License-Identifier: BSL-1.0
#include "sample.hpp"

template <>
struct tidemark::record_traits<sale> {
  static constexpr std::string_view name = "sales";
  static constexpr std::array<std::string_view, 1> key{"id"};
#ifdef FAIL
  static constexpr std::array<std::string_view, 1> required{"title"};
#else
  static constexpr std::array<std::string_view, 1> required{"label"};
#endif
};

using rules = tidemark::engine::program<sale>;
