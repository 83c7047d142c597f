// SPDX-License-Identifier: BSL-1.0
#include "decide_table.hpp"

using namespace tidemark::engine_test;

TEST_CASE("first_known writes once") {
  const auto rules = rules_for<sample>().first_known({"moment", "text", "count"}).ignored_rest();
  check_decisions(
      rules,
      {{"the first value is written", {}, {{"text", ""}}, {{"text", ""}}},
       {"a later one is not", {{"text", ""}}, {{"text", "new"}}, {{"text", ""}}},
       {"a missing one is not", {}, {}, {}},
       {"an earlier moment is not", {{"moment", "2026-01-02 00:00:00"}},
        {{"moment", "2026-01-01 00:00:00"}}, {{"moment", "2026-01-02 00:00:00"}}},
       {"a stored counter is known, even as 0", {{"count", "0"}}, {{"count", "7"}},
        {{"count", "0"}}}});
}
