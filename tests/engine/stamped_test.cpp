// SPDX-License-Identifier: BSL-1.0
#include "decide_table.hpp"

using namespace tidemark::engine_test;

TEST_CASE("stamped is written only with another change") {
  const auto rules =
      rules_for<sample>().monotonic({"gmv"}).stamped({"text", "count"}).ignored_rest();
  check_decisions(
      rules,
      {{"nothing else changes", {{"gmv", "5"}, {"text", "run 1"}},
        {{"gmv", "5"}, {"text", "run 2"}}, {{"gmv", "5"}, {"text", "run 1"}}},
       {"something else changes", {{"gmv", "5"}, {"text", "run 1"}, {"count", "1"}},
        {{"gmv", "6"}, {"text", "run 2"}, {"count", "2"}},
        {{"gmv", "6"}, {"text", "run 2"}, {"count", "2"}}},
       {"a missing stamp is written too, a counter as 0",
        {{"gmv", "5"}, {"text", "run 1"}, {"count", "1"}}, {{"gmv", "6"}},
        {{"gmv", "6"}, {"count", "0"}}},
       {"an equal stamp does not count as a change",
        {{"gmv", "5"}, {"text", "run 1"}, {"count", "0"}},
        {{"gmv", "6"}, {"text", "run 1"}}, {{"gmv", "6"}, {"text", "run 1"}, {"count", "0"}}}});
}

TEST_CASE("ignored is written at insert and never changed") {
  const auto rules = rules_for<sample>().monotonic({"gmv"}).ignored_rest();
  check_decisions(rules, {{"with another change", {{"gmv", "5"}, {"text", "old"}},
                           {{"gmv", "6"}, {"text", "new"}, {"number", "1"}},
                           {{"gmv", "6"}, {"text", "old"}}}});
}

TEST_CASE("an insert keeps every value, with missing counters as 0") {
  sample incoming = sample_of({{"gmv", "-5"}, {"text", ""}, {"rate", "0.5"}});
  tidemark::engine::settle_insert(incoming);
  CHECK(texts_of(incoming) ==
        named_texts{{"gmv", "-5"}, {"count", "0"}, {"text", ""}, {"rate", "0.5"}});
}
