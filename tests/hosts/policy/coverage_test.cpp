// SPDX-License-Identifier: BSL-1.0
#include <cstddef>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <policy/coverage.hpp>
#include <policy/find_test_files.hpp>
#include <policy/generate_cases.hpp>
#include <policy/run_cases.hpp>
#include <policy/write_cases.hpp>

#include "shipped_cases.hpp"

using namespace tidemark;
using namespace tidemark::host;

namespace {

std::vector<const policy_case*> pointers_to(const std::vector<policy_case>& cases,
                                            std::size_t left_out = static_cast<std::size_t>(-1)) {
  std::vector<const policy_case*> all;
  for (std::size_t i = 0; i < cases.size(); ++i)
    if (i != left_out) all.push_back(&cases[i]);
  return all;
}

/// A policy with a gate of each kind, two gates in a record, and every rule word.
const std::filesystem::path many_rules = MANY_RULES_POLICY;

}  // namespace

TEST_CASE("cases that notice nothing leave every mutant that is not equal") {
  const auto file = runnable("  - {name: a, merge: [{views: 1}], expect: {views: 1}}\n");
  const auto coverage = coverage_of(file.tested->policy, pointers_to(file.cases));
  CHECK(coverage.noticed == 0);
  CHECK(coverage.left.size() + coverage.equivalent == mutants_of(file.tested->policy).size());
  CHECK(!coverage.reaches(percent{1}));
  CHECK(coverage.reaches(percent{0}));
  std::ostringstream text;
  write_text(text, coverage);
  CHECK_THAT(text.str(),
             Catch::Contains("creator_videos, likes: latest instead of monotonic\n"
                             "    stored    {likes: 1}\n    incoming  {likes: 0}\n"
                             "    policy    likes: 1\n    changed   likes: 0\n"));
}

TEST_CASE("a verdict alone tells no mutant apart that is equal to the policy") {
  // Behind its own gate, the GMV rises as under monotonic, but another verdict says so.
  const auto file = runnable(
      "  - {name: a, record: creator_videos, given: {gmv_cents: 1}, rows: [{gmv_cents: 2}], "
      "expect: {gmv_cents: 2}, decided: {gmv_cents: raised}}\n");
  const auto& policy = file.tested->policy;
  const auto coverage = coverage_of(policy, pointers_to(file.cases));
  CHECK(coverage.noticed > 0);
  CHECK(coverage.equivalent == coverage_of(policy, {}).equivalent);
}

TEST_CASE("generated cases notice every mutant, and none of them can be left out") {
  for (const std::string& policy : {std::string(SHIPPED_POLICY), many_rules.string()}) {
    INFO(policy);
    const auto compiled = read_policy(policy);
    REQUIRE(!diagnostics::has_error(compiled.found));
    const auto written = to_yaml(policy, generate_cases(compiled.policy));
    const auto file = read_cases("generated.yaml", written);
    REQUIRE(file.can_run());
    for (const auto& result : run_cases(file.cases, file.tested->policy)) CHECK(result.passed());
    const auto coverage = coverage_of(file.tested->policy, pointers_to(file.cases));
    CHECK(coverage.left.empty());
    CHECK(coverage.reaches(percent{1'000'000}));
    for (std::size_t i = 0; i < file.cases.size(); ++i) {
      INFO(file.cases[i].name);
      const auto without = coverage_of(file.tested->policy, pointers_to(file.cases, i));
      CHECK(without.noticed < coverage.noticed);
    }
  }
}
