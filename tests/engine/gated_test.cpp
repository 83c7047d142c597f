// SPDX-License-Identifier: BSL-1.0
#include "decide_table.hpp"

using namespace tidemark::engine_test;

namespace {

/// Whether the text passes a gate on `number`, stored 5, under `op`.
struct verdict_case {
  const char* incoming;
  comparison op;
  bool passes;
};

}  // namespace

TEST_CASE("a gate opens by its operator") {
  for (const auto& test : {verdict_case{"4", comparison::ge, false}, {"5", comparison::ge, true},
                           {"6", comparison::ge, true},  {"4", comparison::gt, false},
                           {"5", comparison::gt, false}, {"6", comparison::gt, true},
                           {"4", comparison::le, true},  {"5", comparison::le, true},
                           {"6", comparison::le, false}, {"4", comparison::lt, true},
                           {"5", comparison::lt, false}, {"6", comparison::lt, false}}) {
    INFO(test.incoming << " " << to_text(test.op) << " 5");
    const auto rules = rules_for<sample>()
                           .gated("number", test.op, "number", null_rule::keep, {"text"})
                           .ignored_rest();
    sample stored = sample_of({{"number", "5"}, {"text", "old"}});
    const auto changed = tidemark::engine::decide(
        rules, stored, sample_of({{"number", test.incoming}, {"text", "new"}}));
    CHECK(stored.text == (test.passes ? "new" : "old"));
    CHECK(stored.number == 5);
    CHECK(changed.count() == (test.passes ? 1 : 0));
  }
}

TEST_CASE("a gate with on_null keep keeps the values that the row lacks") {
  const auto rules =
      rules_for<sample>()
          .monotonic({"gmv"})
          .gated("gmv", comparison::ge, "gmv", null_rule::keep,
                 {"number", "rate", "day", "moment", "text", "list", "document", "count"})
          .ignored_rest();
  check_decisions(
      rules,
      {{"every type passes an open gate",
        {{"gmv", "1"}, {"number", "1"}, {"rate", "1"}, {"text", "old"}, {"list", "[\"a\"]"},
         {"document", "{}"}, {"count", "9"}},
        {{"gmv", "1"}, {"number", "0"}, {"rate", "0"}, {"day", "2026-01-01"}, {"text", ""},
         {"list", "[]"}, {"document", "[]"}, {"count", "0"}},
        {{"gmv", "1"}, {"number", "0"}, {"rate", "0"}, {"day", "2026-01-01"}, {"text", ""},
         {"list", "[]"}, {"document", "[]"}, {"count", "0"}}},
       {"an open gate keeps what is missing",
        {{"gmv", "1"}, {"text", "old"}, {"count", "3"}, {"list", "[\"a\"]"}}, {{"gmv", "2"}},
        {{"gmv", "2"}, {"text", "old"}, {"count", "3"}, {"list", "[\"a\"]"}}},
       {"a missing incoming side fails the gate against 0", {{"gmv", "0"}, {"text", "old"}},
        {{"text", "new"}}, {{"gmv", "0"}, {"text", "old"}}},
       {"a missing incoming side fails the gate against a negative value",
        {{"gmv", "-1"}, {"text", "old"}}, {{"text", "new"}}, {{"gmv", "-1"}, {"text", "old"}}},
       {"a missing incoming side fails the gate against a missing one", {{"text", "old"}},
        {{"text", "new"}}, {{"text", "old"}}},
       {"a missing stored side lets every present one pass", {{"text", "old"}},
        {{"gmv", "-9"}, {"text", "new"}}, {{"gmv", "-9"}, {"text", "new"}}},
       {"the gate reads the stored value as it was", {{"gmv", "5"}, {"text", "old"}},
        {{"gmv", "9"}, {"text", "new"}}, {{"gmv", "9"}, {"text", "new"}}}});
}

TEST_CASE("a strict gate reads the value before the same row raises it") {
  const auto rules = rules_for<sample>()
                         .monotonic({"gmv"})
                         .gated("gmv", comparison::gt, "gmv", null_rule::keep, {"text"})
                         .ignored_rest();
  check_decisions(rules, {{"raised by this row", {{"gmv", "5"}, {"text", "old"}},
                           {{"gmv", "6"}, {"text", "new"}}, {{"gmv", "6"}, {"text", "new"}}},
                          {"equal", {{"gmv", "5"}, {"text", "old"}},
                           {{"gmv", "5"}, {"text", "new"}}, {{"gmv", "5"}, {"text", "old"}}},
                          {"nothing to compare with", {{"text", "old"}},
                           {{"gmv", "-9"}, {"text", "new"}}, {{"gmv", "-9"}, {"text", "new"}}}});
}

TEST_CASE("a gate with on_null replace writes missing values too") {
  const auto rules = rules_for<sample>()
                         .monotonic({"gmv"})
                         .gated("gmv", comparison::ge, "gmv", null_rule::replace,
                                {"text", "rate", "count"})
                         .ignored_rest();
  check_decisions(
      rules,
      {{"an open gate writes what is missing; a counter becomes 0",
        {{"gmv", "1"}, {"text", "old"}, {"rate", "1"}, {"count", "3"}}, {{"gmv", "1"}},
        {{"gmv", "1"}, {"count", "0"}}},
       {"a missing counter does not change a stored 0",
        {{"gmv", "1"}, {"count", "0"}}, {{"gmv", "1"}}, {{"gmv", "1"}, {"count", "0"}}},
       {"a closed gate writes nothing", {{"gmv", "2"}, {"text", "old"}}, {{"gmv", "1"}},
        {{"gmv", "2"}, {"text", "old"}}},
       {"a missing gate value writes nothing", {{"gmv", "0"}, {"text", "old"}}, {},
        {{"gmv", "0"}, {"text", "old"}}}});
}

TEST_CASE("two gates open independently, and may compare different fields") {
  const auto rules = rules_for<sample>()
                         .monotonic({"gmv", "count"})
                         .gated("gmv", comparison::ge, "gmv", null_rule::keep, {"text"})
                         .gated("number", comparison::lt, "count", null_rule::replace, {"rate"})
                         .ignored_rest();
  check_decisions(
      rules,
      {{"only the first", {{"gmv", "1"}, {"count", "5"}, {"text", "old"}, {"rate", "1"}},
        {{"gmv", "1"}, {"number", "5"}, {"text", "new"}, {"rate", "2"}},
        {{"gmv", "1"}, {"count", "5"}, {"text", "new"}, {"rate", "1"}}},
       {"only the second", {{"gmv", "1"}, {"count", "5"}, {"text", "old"}, {"rate", "1"}},
        {{"gmv", "0"}, {"number", "4"}, {"text", "new"}},
        {{"gmv", "1"}, {"count", "5"}, {"text", "old"}}},
       {"the stored side is the one from before", {{"count", "5"}, {"rate", "1"}},
        {{"count", "9"}, {"number", "7"}, {"rate", "2"}}, {{"count", "9"}, {"rate", "1"}}}});
}
