// SPDX-License-Identifier: BSL-1.0
#include <tidemark/policy/words.hpp>

#include "decide_table.hpp"

using namespace tidemark;
using namespace tidemark::engine_test;
using policy::tie_rule;

namespace {

engine::program<sample> tied(comparison op, tie_rule on_tie, null_rule on_null = null_rule::keep) {
  return rules_for<sample>()
      .monotonic({"gmv"})
      .gated("gmv", op, "gmv", on_null, {"count", "number", "rate", "day", "text", "list"}, on_tie)
      .ignored_rest();
}

const named_texts low{{"gmv", "5"}, {"count", "1"}, {"number", "-1"}, {"rate", "1"}, {"text", "a"}};
const named_texts high{{"gmv", "5"}, {"count", "2"}, {"number", "0"}, {"rate", "2"}, {"text", "b"}};

}  // namespace

TEST_CASE("on_tie: incoming takes the incoming values of an equal row") {
  for (const auto op : {comparison::gt, comparison::lt})
    check_decisions(tied(op, tie_rule::incoming),
                    {{"equal", high, low, low, {{"rate", "gate open"}, {"day", "missing"}}}});
}

TEST_CASE("on_tie: stored keeps the stored values of an equal row") {
  for (const auto op : {comparison::ge, comparison::le})
    check_decisions(tied(op, tie_rule::stored), {{"equal", low, high, low,
                                                  {{"rate", "gate refused"}}}});
}

TEST_CASE("on_tie: larger keeps the larger value of an equal row, whatever on_null says") {
  for (const auto op : {comparison::ge, comparison::gt, comparison::le, comparison::lt})
    for (const auto on_null : {null_rule::keep, null_rule::replace})
      check_decisions(
          tied(op, tie_rule::larger, on_null),
          {{"larger", low, high, high, {{"rate", "gate open"}, {"day", "missing"}}},
           {"smaller", high, low, high, {{"rate", "not higher"}, {"text", "not higher"}}},
           {"equal", high, high, high, {{"rate", "unchanged"}, {"text", "unchanged"}}},
           {"missing loses", high, {{"gmv", "5"}}, high, {{"rate", "missing"}}},
           {"missing loses against incoming", {{"gmv", "5"}, {"count", "0"}}, low, low,
            {{"count", "gate open"}, {"text", "gate open"}}}});
}

TEST_CASE("on_tie: larger compares texts by their bytes, and lists element by element") {
  struct row {
    std::string smaller, larger;
  };
  for (const auto& [smaller, larger] : std::vector<row>{
           {"[]", R"([""])"}, {R"(["a"])", R"(["a",""])"}, {R"(["a","b"])", R"(["b"])"},
           {R"(["a"])", R"(["a b"])"}, {R"(["a","z"])", R"(["a!"])"},
           {R"(["z"])", "[\"\xC3\xA4\"]"}}) {
    INFO(smaller << " " << larger);
    const named_texts a{{"gmv", "5"}, {"count", "0"}, {"list", smaller}, {"text", smaller}};
    const named_texts b{{"gmv", "5"}, {"count", "0"}, {"list", larger}, {"text", smaller}};
    check_decisions(tied(comparison::ge, tie_rule::larger),
                    {{"larger", a, b, b}, {"smaller", b, a, b}});
  }
}

TEST_CASE("without equal values, on_tie has no say") {
  const auto with_gmv = [](named_texts values, const std::string& gmv) {
    values["gmv"] = gmv;
    return values;
  };
  for (const auto on_tie : {tie_rule::incoming, tie_rule::stored, tie_rule::larger}) {
    check_decisions(tied(comparison::ge, on_tie),
                    {{"stronger", high, with_gmv(low, "6"), with_gmv(low, "6")},
                     {"weaker", low, with_gmv(high, "4"), low, {{"rate", "gate refused"}}}});
    check_decisions(tied(comparison::ge, on_tie, null_rule::replace),
                    {{"stronger", high, {{"gmv", "6"}}, {{"gmv", "6"}, {"count", "0"}}}});
  }
}

TEST_CASE("a decision tells which fields on_tie decided") {
  const auto tied_fields = [](tie_rule on_tie, const std::string& gmv) {
    sample stored = sample_of({{"gmv", "5"}});
    return engine::decide_with_verdicts(tied(comparison::ge, on_tie), stored,
                                        sample_of({{"gmv", gmv}}))
        .tied;
  };
  CHECK(tied_fields(tie_rule::stored, "5").count() == 6);
  CHECK(tied_fields(tie_rule::larger, "5").count() == 6);
  CHECK(tied_fields(tie_rule::larger, "6").empty());
  CHECK(tied_fields(tie_rule::by_operator, "5").empty());
}

namespace {

/// A value and a stored one, as `judge` asks for them: `seen` says how they compare, by bits.
struct relation_bits {
  int seen = 0;

  bool has_incoming() const { return (seen & 1) != 0; }
  bool has_stored() const { return (seen & 2) != 0; }
  bool is_above() const { return (seen & 4) != 0; }
  bool differs() const { return (seen & 8) != 0; }
};

}  // namespace

TEST_CASE("every rule word has verdicts of its own") {
  // A rule word that judge() forgets would never change its fields.
  for (const auto& described : policy::rule_descriptions) {
    using policy::rule;
    if (described.word == rule::key || described.word == rule::stamped) continue;
    engine::field_rules rules;
    if (described.word == rule::gated) rules.guard(1, rules.gate_count++);
    else rules.put(1, described.word);
    int taken = 0;
    for (int seen = 0; seen < 32; ++seen) {
      engine::gate_states gates;
      if (seen & 16) gates.open.add(1);
      taken += engine::is_taken(
          engine::judge(rules, engine::effective(rules, gates), 1, relation_bits{seen}));
    }
    INFO(described.text);
    CHECK((taken > 0) == (described.word != rule::ignored));
  }
  CHECK(engine::judge_stamped(true, relation_bits{8}) == engine::verdict::stamped);
  CHECK(engine::judge_stamped(false, relation_bits{8}) == engine::verdict::unchanged);
  CHECK(engine::judge_stamped(true, relation_bits{0}) == engine::verdict::unchanged);
}
