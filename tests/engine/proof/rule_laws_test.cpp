// SPDX-License-Identifier: BSL-1.0
#include <tidemark/engine/proof/rule_laws.hpp>

#include <array>
#include <cstdlib>
#include <optional>
#include <vector>

#include <contract/rules_for.hpp>

#include "../../catch.hpp"
#include "../sample.hpp"
#include "small_record.hpp"

using namespace tidemark;
using namespace tidemark::engine_test;
namespace proof = engine::proof;
using proof::record_law;

namespace {

/// The field after both ways of `law`, from `stored` if there is one.
std::array<laws::value, 2> both_ways(const laws::naive_rules& rules, record_law law,
                                     const std::optional<laws::record_values>& stored,
                                     const std::vector<laws::record_values>& incoming,
                                     std::size_t field) {
  const auto after = [&](const std::vector<std::size_t>& steps) {
    auto kept = stored;
    for (const auto step : steps)
      kept = kept ? rules.decide(*kept, incoming[step]) : rules.insert(incoming[step]);
    return (*kept)[field];
  };
  if (law == record_law::replay) return {after({0}), after({0, 0})};
  return {after({0, 1}), after({1, 0})};
}

void check_shown(const laws::naive_rules& rules, record_law law, std::size_t field,
                 const proof::dependence& found) {
  REQUIRE(have_one_key(found.shown));
  std::vector<laws::record_values> records;
  for (const auto& record : found.shown.records)
    records.push_back(laws::values_of(small_record, record));
  std::optional<laws::record_values> stored;
  if (found.from_stored) {
    stored = rules.insert(records[0]);
    records.erase(records.begin());
  }
  const auto results = both_ways(rules, law, stored, records, field);
  REQUIRE(results[0] != results[1]);
  REQUIRE(results[0].value_or(proof::missing) == found.results[0]);
  REQUIRE(results[1].value_or(proof::missing) == found.results[1]);
}

void attack(const laws::naive_rules& rules, record_law law, std::size_t field,
            random_records& random) {
  for (int tries = 0; tries < 500; ++tries) {
    std::optional<laws::record_values> stored;
    if (tries % 3 != 0) stored = rules.insert(random.any(0));
    const auto results =
        both_ways(rules, law, stored, {random.any(1), random.any(1)}, field);
    REQUIRE(results[0] == results[1]);
  }
}

/// Whether any records with the named fields of `found`, smaller than those, show it too.
bool has_smaller(const laws::naive_rules& rules, record_law law, std::size_t field,
                 const proof::dependence& found) {
  struct place {
    std::size_t record, field;
  };
  std::vector<place> places;
  std::vector<bool> may_be_missing;
  std::pair<int, int> shown{0, 0};
  for (std::size_t record = 0; record < found.shown.records.size(); ++record)
    for (std::size_t i = 1; i < small_names.size(); ++i) {
      if (!found.shown.named[record].has(i) || i == 5) continue;
      places.push_back({record, i});
      const bool is_stored = found.from_stored && record == 0;
      may_be_missing.push_back(is_stored ? small_record.may_be_stored_missing().has(i)
                                         : small_record.may_be_missing.has(i));
      const auto value = found.shown.records[record][i];
      if (value == proof::missing) ++shown.second;
      else shown.first += std::abs(value);
    }
  bool smaller = false;
  for_all_values(may_be_missing, [&](const std::vector<laws::value>& values) {
    std::pair<int, int> size{0, 0};
    for (const auto& value : values) {
      if (value) size.first += std::abs(*value);
      else ++size.second;
    }
    if (smaller || size >= shown) return;
    std::vector<laws::record_values> records(found.shown.records.size(),
                                             laws::record_values(small_names.size()));
    for (std::size_t i = 0; i < places.size(); ++i)
      records[places[i].record][places[i].field] = values[i];
    for (auto& record : records) record[0] = record[5] = 0;
    std::optional<laws::record_values> stored;
    if (found.from_stored) {
      stored = rules.insert(records[0]);
      records.erase(records.begin());
    }
    const auto results = both_ways(rules, law, stored, records, field);
    smaller = results[0] != results[1];
  });
  return smaller;
}

}  // namespace

namespace {

/// How many laws held, and how many did not, by law.
struct law_counts {
  std::array<int, 2> holding{}, depending{};
};

/// Asks for all laws of `rules`: those that hold are attacked, the others replayed.
void check_laws(const engine::field_rules& rules, std::uint32_t seed, law_counts& counts) {
  random_records records(seed);
  const laws::naive_rules naive{small_record, rules};
  for (const auto law : {record_law::replay, record_law::order})
    for (std::size_t field = 1; field < small_names.size(); ++field) {
      INFO("seed " << seed << ", " << small_names[field] << ", law " << static_cast<int>(law));
      const auto found = proof::find_dependence(small_record, rules, field, law);
      if (found) check_shown(naive, law, field, *found);
      else attack(naive, law, field, records);
      ++(found ? counts.depending : counts.holding)[static_cast<std::size_t>(law)];
    }
}

/// Random rules in which a gate reads a stamped field, and every other field is behind this gate,
/// behind another like it, or does not change: what is stamped changes only with those.
engine::field_rules stamped_behind_itself(std::uint32_t seed) {
  laws::random_rules random(small_record, seed);
  constexpr std::array<field_index, 4> values{1, 2, 3, 4};
  const field_index stamped = values[random.below(3)];
  const field_index incoming = random.chance(3) ? values[random.below(3)] : stamped;
  engine::field_rules rules;
  engine::gate guard{incoming, stamped, static_cast<policy::comparison>(random.below(4)),
                     static_cast<policy::null_rule>(random.below(2)), {}};
  rules.gates[rules.gate_count++] = guard;
  guard.op = static_cast<policy::comparison>(random.below(4));
  rules.gates[rules.gate_count++] = guard;
  for (const auto field : values) {
    if (field == stamped) rules.put(field, policy::rule::stamped);
    else if (random.chance(4)) rules.put(field, policy::rule::ignored);
    else rules.guard(field, random.below(2));
  }
  rules.put(5, random.chance(2) ? policy::rule::stamped : policy::rule::ignored);
  return rules;
}

}  // namespace

TEST_CASE("laws of random rules hold for all records, or the shown ones break them") {
  law_counts counts;
  for (std::uint32_t seed = 1; seed <= 500; ++seed)
    check_laws(laws::random_rules(small_record, seed).any(), seed, counts);
  CHECK(counts.holding[0] > 1'000);
  CHECK(counts.depending[0] > 20);
  CHECK(counts.holding[1] > 300);
  CHECK(counts.depending[1] > 1'000);
}

TEST_CASE("what is stamped changes with fields that it decides") {
  law_counts counts;
  for (std::uint32_t seed = 1; seed <= 300; ++seed)
    check_laws(stamped_behind_itself(seed), seed, counts);
  CHECK(counts.holding[0] > 300);
  CHECK(counts.depending[0] > 10);
  CHECK(counts.holding[1] > 100);
  CHECK(counts.depending[1] > 300);
}

TEST_CASE("no smaller records break a law") {
  int looked_at = 0;
  for (std::uint32_t seed = 1; seed <= 120; ++seed) {
    const auto rules = seed % 2 == 0 ? stamped_behind_itself(seed)
                                     : laws::random_rules(small_record, seed).any();
    const laws::naive_rules naive{small_record, rules};
    for (const auto law : {record_law::replay, record_law::order})
      for (std::size_t field = 1; field < small_names.size(); ++field) {
        const auto found = proof::find_dependence(small_record, rules, field, law);
        if (!found) continue;
        int places = 0;
        for (const auto named : found->shown.named) places += named.count();
        if (places > 6) continue;
        INFO("seed " << seed << ", " << small_names[field] << ", law " << static_cast<int>(law));
        CHECK_FALSE(has_smaller(naive, law, field, *found));
        ++looked_at;
      }
  }
  CHECK(looked_at > 50);
}

namespace {

bool depends_on_order(const engine::program<sample>& rules, std::string_view field) {
  return proof::find_dependence(engine::shape_of<sample>(), rules,
                                find_field<sample>(field).value(), record_law::order)
      .has_value();
}

}  // namespace

TEST_CASE("what is known of the rules' dependence on order") {
  using contract::rules_for;
  using policy::comparison;
  using policy::null_rule;
  using policy::tie_rule;
  const auto gated = [](null_rule on_null, tie_rule on_tie) {
    return rules_for<sample>()
        .monotonic({"gmv"})
        .gated("gmv", comparison::ge, "gmv", on_null, {"number", "count", "text"}, on_tie)
        .ignored_rest();
  };
  // At equal values of the gate's field the later row wins, whatever the null rule is.
  CHECK(depends_on_order(gated(null_rule::keep, tie_rule::by_operator), "number"));
  CHECK(depends_on_order(gated(null_rule::replace, tie_rule::by_operator), "number"));
  CHECK(depends_on_order(gated(null_rule::keep, tie_rule::larger), "number"));
  // But for rows that lack the gate's field: the first of them is inserted as it comes.
  CHECK(depends_on_order(gated(null_rule::replace, tie_rule::larger), "number"));
  // A counter that is missing first and negative later stays 0, and the other way it is negative.
  const auto rising = rules_for<sample>().monotonic({"gmv", "number"}).ignored_rest();
  CHECK(depends_on_order(rising, "gmv"));
  CHECK_FALSE(depends_on_order(rising, "number"));
}
