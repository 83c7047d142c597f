// SPDX-License-Identifier: BSL-1.0
#include "decide_table.hpp"

using namespace tidemark::engine_test;

TEST_CASE("latest_known takes the last present value") {
  const auto rules = rules_for<sample>().latest_known({"number", "text", "count"}).ignored_rest();
  check_decisions(
      rules, {{"a smaller one too", {{"number", "5"}}, {{"number", "-1"}}, {{"number", "-1"}}},
              {"a missing one keeps", {{"number", "5"}, {"text", "old"}, {"count", "3"}}, {},
               {{"number", "5"}, {"text", "old"}, {"count", "3"}}},
              {"an empty text is present", {{"text", "old"}}, {{"text", ""}}, {{"text", ""}}},
              {"an equal one changes nothing", {{"text", "old"}}, {{"text", "old"}},
               {{"text", "old"}}},
              {"a known counter of 0 is present", {{"count", "3"}}, {{"count", "0"}},
               {{"count", "0"}}}});
}

TEST_CASE("latest takes the last value, missing included") {
  const auto rules = rules_for<sample>().latest({"number", "text", "count"}).ignored_rest();
  check_decisions(rules, {{"a present one", {{"number", "5"}}, {{"number", "4"}},
                           {{"number", "4"}}},
                          {"a missing one", {{"number", "5"}, {"text", "old"}}, {}, {}},
                          {"a missing counter is written as 0", {{"count", "3"}}, {},
                           {{"count", "0"}}},
                          {"a missing counter does not change 0", {{"count", "0"}}, {},
                           {{"count", "0"}}}});
}
