// SPDX-License-Identifier: BSL-1.0
#include <tidemark/engine/verdict.hpp>

#include <contract/shipped_programs.hpp>

#include "decide_table.hpp"

using namespace tidemark;
using namespace tidemark::engine_test;

TEST_CASE("a decision has a verdict on every field") {
  const auto rules = rules_for<sample>()
                         .monotonic({"gmv"})
                         .monotonic_down({"number"})
                         .gated("gmv", comparison::ge, "gmv", null_rule::keep, {"rate"})
                         .gated("gmv", comparison::gt, "gmv", null_rule::replace, {"day"})
                         .first_known({"moment"})
                         .latest_known({"text"})
                         .latest({"list"})
                         .stamped({"document"})
                         .ignored_rest();
  check_decisions(
      rules,
      {{"a stronger row",
        {{"gmv", "5"}, {"count", "1"}, {"number", "5"}, {"rate", "1"}, {"text", "a"}},
        {{"gmv", "6"}, {"count", "2"}, {"number", "4"}, {"rate", "2"}, {"day", "2026-01-01"},
         {"moment", "2026-01-01 00:00:00"}, {"text", "b"}, {"list", "[\"x\"]"},
         {"document", "{}"}},
        {{"gmv", "6"}, {"count", "1"}, {"number", "4"}, {"rate", "2"}, {"day", "2026-01-01"},
         {"moment", "2026-01-01 00:00:00"}, {"text", "b"}, {"list", "[\"x\"]"},
         {"document", "{}"}},
        {{"id", "unchanged"}, {"gmv", "raised"}, {"count", "ignored"}, {"number", "lowered"},
         {"rate", "gate open"}, {"day", "gate open"}, {"moment", "first known"},
         {"text", "latest known"}, {"list", "latest"}, {"document", "stamped"}}},
       {"a weaker row",
        {{"gmv", "5"}, {"number", "5"}, {"rate", "1"}, {"moment", "2026-01-01 00:00:00"}},
        {{"gmv", "4"}, {"number", "6"}, {"rate", "2"}, {"moment", "2026-01-02 00:00:00"},
         {"document", "{}"}},
        {{"gmv", "5"}, {"number", "5"}, {"rate", "1"}, {"moment", "2026-01-01 00:00:00"}},
        {{"gmv", "not higher"}, {"number", "not lower"}, {"rate", "gate refused"},
         {"day", "gate refused"}, {"moment", "already known"}, {"text", "missing"},
         {"list", "unchanged"}, {"document", "unchanged"}}},
       {"an equal row without most values",
        {{"gmv", "5"}, {"number", "5"}, {"rate", "1"}},
        {{"gmv", "5"}},
        {{"gmv", "5"}, {"number", "5"}, {"rate", "1"}},
        {{"gmv", "not higher"}, {"number", "missing"}, {"rate", "missing"},
         {"day", "gate refused"}, {"moment", "missing"}}},
       {"values that are stored already",
        {{"gmv", "5"}, {"rate", "1"}, {"text", "a"}, {"document", "{}"}},
        {{"gmv", "6"}, {"rate", "1"}, {"text", "a"}, {"document", "{}"}},
        {{"gmv", "6"}, {"rate", "1"}, {"text", "a"}, {"document", "{}"}},
        {{"gmv", "raised"}, {"rate", "unchanged"}, {"day", "unchanged"}, {"text", "unchanged"},
         {"document", "unchanged"}}}});
}

TEST_CASE("a missing value of a required field keeps the stored one") {
  constexpr auto creator = *find_field<videos::creator_video>("creator_id");
  for (const auto word : {policy::rule::latest, policy::rule::latest_known}) {
    auto rules = contract::shipped_programs().creator_videos;
    rules.put(creator, word);
    videos::creator_video stored;
    stored.creator_id = 7;
    const auto decided =
        engine::decide_with_verdicts(rules, stored, videos::creator_video());
    CHECK(stored.creator_id == 7);
    CHECK(decided.of(creator) == engine::verdict::unchanged);
  }
}

TEST_CASE("each verdict has its own word, and those that take come first") {
  using engine::verdict;
  CHECK(to_text(verdict::inserted) == "inserted");
  CHECK(to_text(verdict::ignored) == "ignored");
  CHECK(is_taken(verdict::stamped));
  CHECK_FALSE(is_taken(verdict::gate_refused));
}
