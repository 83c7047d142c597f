// error: engine<R> requires R to be reflected: add BOOST_HANA_ADAPT_STRUCT(R, fields...)
// SPDX-License-Identifier: BSL-1.0
#include "sample.hpp"

struct refund {
  std::string id;
};
#ifndef FAIL
BOOST_HANA_ADAPT_STRUCT(refund, id);
#endif

template <>
struct tidemark::record_traits<refund> {
  static constexpr std::string_view name = "refunds";
  static constexpr std::array<std::string_view, 1> key{"id"};
};

using rules = tidemark::engine::program<refund>;
