// error: engine<R> requires the key to be fields of R: correct a name in record_traits<R>::key
// SPDX-License-Identifier: BSL-1.0
#include "sample.hpp"

template <>
struct tidemark::record_traits<sale> {
  static constexpr std::string_view name = "sales";
#ifdef FAIL
  static constexpr std::array<std::string_view, 1> key{"sale_id"};
#else
  static constexpr std::array<std::string_view, 1> key{"id"};
#endif
};

using rules = tidemark::engine::program<sale>;
