// SPDX-License-Identifier: BSL-1.0
// Random rules tried on random records by every storage.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <engine/random_values.hpp>
#include <tidemark/engine/decide.hpp>
#include <tidemark/storage/decide_batch.hpp>

#include "every_storage.hpp"
#include "rules_for.hpp"
#include "storage_under_test.hpp"

using namespace tidemark;
using namespace tidemark::contract;

namespace {

/// Rules that a policy can have: none compares a reference.
template <record Record>
engine::program<Record> random_rules(engine_test::randomness& random) {
  for (;;) {
    const auto rules = random.any_program<Record>();
    bool compares = false;
    for (std::size_t i = 0; i < field_count<Record>; ++i) {
      if (!reference_fields<Record>.has(i)) continue;
      compares = compares || rules.rule_of(i) == policy::rule::monotonic ||
                 rules.rule_of(i) == policy::rule::monotonic_down;
      for (std::size_t g = 0; g < rules.gate_count; ++g)
        compares = compares || rules.gates[g].incoming == i || rules.gates[g].stored == i;
    }
    if (!compares) return rules;
  }
}

template <record Record>
std::vector<storage::rule_trial<Record>> random_trials(engine_test::randomness& random) {
  std::vector<storage::rule_trial<Record>> trials(60);
  for (auto& trial : trials) {
    if (random.below(2)) {
      auto stored = random.any_record<Record>();
      while (!storage::has_required(stored)) stored = random.any_record<Record>();
      engine::settle_insert(stored);
      trial.stored = std::move(stored);
    }
    for (std::size_t run = random.below(4); run > 0 || (!trial.stored && trial.incoming.empty());
         --run) {
      trial.incoming.push_back(random.any_record<Record>());
      if (run == 0) break;
    }
  }
  return trials;
}

using texts = std::map<std::string, std::string>;

template <record Record>
std::vector<std::optional<texts>> tried(storage::backend& on, const engine::program<Record>& rules,
                                        const std::vector<storage::rule_trial<Record>>& trials) {
  std::vector<std::optional<texts>> shown;
  for (const auto& outcome : value_of(on.try_rules(rules, trials)))
    shown.push_back(outcome ? std::optional(texts_of(*outcome)) : std::nullopt);
  return shown;
}

template <record Record>
void check_random_rules(storage::backend& memory, storage::backend& other) {
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    engine_test::randomness random(seed);
    const auto rules = random_rules<Record>(random);
    const auto trials = random_trials<Record>(random);
    const auto expected = tried(memory, rules, trials);
    const auto found = tried(other, rules, trials);
    REQUIRE(found.size() == trials.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      INFO("seed " << seed << ", trial " << i);
      CHECK(found[i] == expected[i]);
    }
  }
}

}  // namespace

TEST_CASE("every storage tries rules as the memory storage does") {
  memory::memory_storage memory;
  for (const char* name : other_storages) {
    INFO(name);
    const scratch_storage other(name);
    check_random_rules<videos::creator_video>(memory, *other);
    check_random_rules<videos::metric_snapshot>(memory, *other);
  }
}
