// SPDX-License-Identifier: BSL-1.0
#include <cstdint>

#include <tidemark/sync/fetch_windows.hpp>

#include "catch.hpp"

TEST_CASE("a run fails when more than max_rejected of a source's rows were rejected") {
  using tidemark::percent;
  struct row { const char* name; std::int64_t rows, rejected; percent allowed; bool too_many; };
  const row rows[] = {
      {"no rows", 0, 0, {100'000}, false},
      {"none rejected of many at 0 %", 100, 0, {0}, false},
      {"one rejected at 0 %", 1'000'000, 1, {0}, true},
      {"exactly 10 % is allowed", 100, 10, {100'000}, false},
      {"one more than 10 % is not", 100, 11, {100'000}, true},
      {"a fraction of a row more than 10 %", 99, 10, {100'000}, true},
      {"all rejected at 100 %", 7, 7, {1'000'000}, false},
      {"0.5 % of 1,000 rows", 1'000, 5, {5'000}, false},
      {"more than 0.5 % of 1,000 rows", 1'000, 6, {5'000}, true},
      {"counts near 64 bits do not overflow", INT64_MAX, INT64_MAX, {999'999}, true},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    CHECK(tidemark::sync::detail::too_many_rejected({row.rows, row.rejected, ""}, row.allowed) ==
          row.too_many);
  }
}
