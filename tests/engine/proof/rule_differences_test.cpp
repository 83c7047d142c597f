// SPDX-License-Identifier: BSL-1.0
#include <tidemark/engine/proof/rule_differences.hpp>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include <contract/rules_for.hpp>

#include "../../catch.hpp"
#include "../sample.hpp"
#include "small_record.hpp"

using namespace tidemark;
using namespace tidemark::engine_test;
namespace proof = engine::proof;

namespace {

/// Fails unless the shown records end differently, as the difference says.
void check_shown(const proof::rule_difference& difference, const engine::field_rules& a,
                 const engine::field_rules& b) {
  REQUIRE(have_one_key(difference.shown));
  const laws::naive_rules first{small_record, a}, second{small_record, b};
  const auto inserted = laws::values_of(small_record, difference.shown.records[0]);
  const auto incoming = laws::values_of(small_record, difference.shown.records[1]);
  const auto stored = first.insert(inserted);
  const auto after_a = first.decide(stored, incoming)[difference.field];
  const auto after_b = second.decide(stored, incoming)[difference.field];
  REQUIRE(after_a != after_b);
  REQUIRE(after_a.value_or(proof::missing) == difference.results[0]);
  REQUIRE(after_b.value_or(proof::missing) == difference.results[1]);
  for (const auto& record : difference.shown.records)
    for (std::size_t i = 0; i < small_names.size(); ++i)
      if (record[i] != proof::missing)
        REQUIRE((difference.shown.named[0] | difference.shown.named[1]).has(i));
}

bool differs_in(const proof::rule_comparison& found, std::size_t field) {
  return std::any_of(found.differences.begin(), found.differences.end(),
                     [&](const auto& difference) { return difference.field == field; });
}

/// Tries to refute what `found` says of every field that does not differ, and of implication.
void attack(const proof::rule_comparison& found, const engine::field_rules& a,
            const engine::field_rules& b, random_records& random) {
  const laws::naive_rules first{small_record, a}, second{small_record, b};
  for (int tries = 0; tries < 400; ++tries) {
    const auto stored = first.insert(random.any(0));
    const auto incoming = random.any(1);
    const auto after_a = first.decide(stored, incoming), after_b = second.decide(stored, incoming);
    for (std::size_t i = 1; i < stored.size(); ++i) {
      const bool follows = a.rule_of(i) == policy::rule::stamped &&
                           b.rule_of(i) == policy::rule::stamped && !found.differences.empty();
      if (!follows && !differs_in(found, i)) REQUIRE(after_a[i] == after_b[i]);
      if (found.implies[0] && after_a[i] != stored[i]) REQUIRE(after_b[i] != stored[i]);
      if (found.implies[1] && after_b[i] != stored[i]) REQUIRE(after_a[i] != stored[i]);
    }
  }
}

/// The smallest sum, and then number of missing values, of all records with the named fields of
/// `difference` that show it.
std::pair<int, int> smallest_size(const proof::rule_difference& difference,
                                  const engine::field_rules& a, const engine::field_rules& b) {
  const laws::naive_rules first{small_record, a}, second{small_record, b};
  struct place {
    std::size_t record, field;
  };
  std::vector<place> places;
  std::vector<bool> may_be_missing;
  for (std::size_t record = 0; record < 2; ++record)
    for (std::size_t i = 1; i < small_names.size(); ++i) {
      if (!difference.shown.named[record].has(i)) continue;
      places.push_back({record, i});
      may_be_missing.push_back(record == 0 ? small_record.may_be_stored_missing().has(i)
                                           : small_record.may_be_missing.has(i));
    }
  std::pair<int, int> best{1000, 0};
  for_all_values(may_be_missing, [&](const std::vector<laws::value>& values) {
    std::vector<laws::record_values> records(2, laws::record_values(small_names.size()));
    std::pair<int, int> size{0, 0};
    for (std::size_t i = 0; i < places.size(); ++i) {
      records[places[i].record][places[i].field] = values[i];
      if (values[i]) size.first += std::abs(*values[i]);
      else ++size.second;
    }
    if (size >= best) return;
    for (auto& record : records) {
      record[0] = 0;
      if (!record[5]) record[5] = 0;
    }
    const auto stored = first.insert(records[0]);
    if (first.decide(stored, records[1])[difference.field] !=
        second.decide(stored, records[1])[difference.field])
      best = size;
  });
  return best;
}

std::pair<int, int> shown_size(const proof::shown_records& shown) {
  std::pair<int, int> size{0, 0};
  for (std::size_t record = 0; record < shown.records.size(); ++record)
    proof::for_each_in(shown.named[record], [&](std::size_t field) {
      const auto value = shown.records[record][field];
      if (value == proof::missing) ++size.second;
      else size.first += std::abs(value);
    });
  return size;
}

}  // namespace

TEST_CASE("random rules are compared as all records compare them") {
  int equal = 0, different = 0;
  for (std::uint32_t seed = 1; seed <= 1'500; ++seed) {
    INFO("seed " << seed);
    laws::random_rules random(small_record, seed);
    random_records records(seed);
    const auto a = random.any();
    const auto b = seed % 3 == 0 ? random.any() : random.changed(a);
    const auto found = proof::compare_rules(small_record, a, b);
    ++(found.differences.empty() ? equal : different);
    for (const auto& difference : found.differences) check_shown(difference, a, b);
    attack(found, a, b, records);
  }
  CHECK(equal > 200);
  CHECK(different > 700);
}

TEST_CASE("rules that say the same in other words are proved to be equal") {
  int rewritten = 0;
  for (std::uint32_t seed = 1; seed <= 1'500; ++seed) {
    INFO("seed " << seed);
    laws::random_rules random(small_record, seed);
    random_records records(seed);
    const auto a = random.any();
    const auto b = random.rewritten(a);
    const auto found = proof::compare_rules(small_record, a, b);
    CHECK(found.differences.empty());
    CHECK(found.implies == std::array<bool, 2>{true, true});
    attack(found, a, b, records);
    rewritten += !(a == b);
  }
  CHECK(rewritten > 1'000);
}

TEST_CASE("no smaller records show a difference") {
  int looked_at = 0;
  for (std::uint32_t seed = 1; seed <= 400; ++seed) {
    laws::random_rules random(small_record, seed);
    const auto a = random.any();
    const auto b = random.changed(a);
    for (const auto& difference : proof::compare_rules(small_record, a, b).differences) {
      if (difference.shown.named[0].count() + difference.shown.named[1].count() > 6) continue;
      INFO("seed " << seed << ", " << small_names[difference.field]);
      CHECK(smallest_size(difference, a, b) == shown_size(difference.shown));
      ++looked_at;
    }
  }
  CHECK(looked_at > 100);
}

namespace {

/// The condition of the only difference between two programs, and the values that show it.
std::string only_difference(const engine::program<sample>& a, const engine::program<sample>& b) {
  const auto found = proof::compare_rules(engine::shape_of<sample>(), a, b);
  return found.differences.size() == 1 ? found.differences[0].when : "not one difference";
}

}  // namespace

TEST_CASE("the condition of a difference is given in words") {
  using contract::rules_for;
  using policy::comparison;
  using policy::null_rule;
  using policy::tie_rule;
  const auto gated = [](comparison op, null_rule on_null, tie_rule on_tie = tie_rule::by_operator) {
    return rules_for<sample>()
        .monotonic({"gmv"})
        .gated("gmv", op, "gmv", on_null, {"number"}, on_tie)
        .ignored_rest();
  };
  const auto plain = [](auto add) {
    rules_for<sample> rules;
    add(rules);
    return rules.ignored_rest();
  };
  const auto ge = gated(comparison::ge, null_rule::keep);
  struct row {
    std::string name;
    engine::program<sample> a, b;
    std::string when;
  };
  const std::string open = "incoming.gmv >= stored.gmv and ";
  for (const auto& [name, a, b, when] : std::vector<row>{
           {"operator", ge, gated(comparison::gt, null_rule::keep),
            "incoming.gmv = stored.gmv and incoming.number is present and differs from "
            "stored.number"},
           {"null rule", ge, gated(comparison::ge, null_rule::replace),
            open + "incoming.number is missing and stored.number is not"},
           {"tie", ge, gated(comparison::ge, null_rule::keep, tie_rule::larger),
            "incoming.gmv = stored.gmv and incoming.number < stored.number"},
           {"counter", plain([](auto& rules) { rules.latest({"count"}); }),
            plain([](auto& rules) { rules.latest_known({"count"}); }),
            "incoming.count is missing and stored.count is not 0"},
           {"direction", plain([](auto& rules) { rules.monotonic({"number"}); }),
            plain([](auto& rules) { rules.monotonic_down({"number"}); }),
            "incoming.number != stored.number"},
           {"first", plain([](auto& rules) { rules.monotonic({"number"}); }),
            plain([](auto& rules) { rules.first_known({"number"}); }),
            "incoming.number > stored.number"},
           {"never", plain([](auto& rules) { rules.latest_known({"text"}); }),
            plain([](auto&) {}), "incoming.text is present and differs from stored.text"},
           {"stamped", plain([](auto& rules) { rules.stamped({"text"}).latest({"number"}); }),
            plain([](auto& rules) { rules.latest({"text", "number"}); }),
            "(incoming.text is missing and stored.text is not or incoming.text is present and "
            "differs from stored.text) and no other field changes"},
       }) {
    INFO(name);
    CHECK(only_difference(a, b) == when);
  }
}

TEST_CASE("a stamped field differs only with what other fields can bring about") {
  using contract::rules_for;
  // Nothing else can ever change: a stamped field is then an ignored one.
  const auto stamped = rules_for<sample>().stamped({"text"}).ignored_rest();
  const auto ignored = rules_for<sample>().ignored_rest();
  CHECK(proof::compare_rules(engine::shape_of<sample>(), stamped, ignored).differences.empty());
  const auto found = proof::compare_rules(
      engine::shape_of<sample>(),
      rules_for<sample>().stamped({"text"}).first_known({"number"}).ignored_rest(),
      rules_for<sample>().first_known({"number"}).ignored_rest());
  REQUIRE(found.differences.size() == 1);
  CHECK(found.differences[0].when ==
        "(incoming.text is missing and stored.text is not or incoming.text is present and differs "
        "from stored.text) and another field changes");
}
