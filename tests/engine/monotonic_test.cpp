// SPDX-License-Identifier: BSL-1.0
#include "decide_table.hpp"

using namespace tidemark::engine_test;

TEST_CASE("monotonic keeps the larger value") {
  const auto rules =
      rules_for<sample>().monotonic({"gmv", "number", "rate", "day", "moment"}).ignored_rest();
  check_decisions(
      rules,
      {{"a larger value wins", {{"number", "1"}}, {{"number", "2"}}, {{"number", "2"}}},
       {"an equal value changes nothing", {{"number", "1"}}, {{"number", "1"}}, {{"number", "1"}}},
       {"a smaller value loses", {{"number", "1"}}, {{"number", "0"}}, {{"number", "1"}}},
       {"signs count", {{"number", "-1"}}, {{"number", "7"}}, {{"number", "7"}}},
       {"a missing value never wins", {{"number", "-1"}}, {}, {{"number", "-1"}}},
       {"any value beats a missing one", {}, {{"number", "-9223372036854775808"}},
        {{"number", "-9223372036854775808"}}},
       {"the limits have their order", {{"number", "-9223372036854775808"}},
        {{"number", "9223372036854775807"}}, {{"number", "9223372036854775807"}}},
       {"a missing counter raises nothing, not even a negative one", {{"gmv", "-1"}}, {},
        {{"gmv", "-1"}}},
       {"a counter of 0 raises a negative one", {{"gmv", "-1"}}, {{"gmv", "0"}}, {{"gmv", "0"}}},
       {"percentages have an order", {{"rate", "2.4"}}, {{"rate", "2.4001"}}, {{"rate", "2.4001"}}},
       {"days have an order", {{"day", "2026-02-20"}}, {{"day", "2026-02-19"}},
        {{"day", "2026-02-20"}}},
       {"moments have an order", {{"moment", "2026-02-20 00:00:00"}},
        {{"moment", "2026-02-20 00:00:01"}}, {{"moment", "2026-02-20 00:00:01"}}},
       {"fields move one by one", {{"gmv", "5"}, {"number", "5"}}, {{"gmv", "6"}, {"number", "4"}},
        {{"gmv", "6"}, {"number", "5"}}}});
}

TEST_CASE("monotonic_down keeps the smaller value") {
  const auto rules = rules_for<sample>().monotonic_down({"gmv", "number"}).ignored_rest();
  check_decisions(
      rules,
      {{"a smaller value wins", {{"number", "1"}}, {{"number", "-2"}}, {{"number", "-2"}}},
       {"an equal value changes nothing", {{"number", "1"}}, {{"number", "1"}}, {{"number", "1"}}},
       {"a larger value loses", {{"number", "1"}}, {{"number", "2"}}, {{"number", "1"}}},
       {"a missing value never wins", {{"gmv", "1"}}, {}, {{"gmv", "1"}}},
       {"any value beats a missing one", {}, {{"number", "9"}}, {{"number", "9"}}}});
}
