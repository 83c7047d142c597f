// SPDX-License-Identifier: BSL-1.0
#include "run_cases.hpp"

#include <cstddef>
#include <utility>

#include "case_outcome.hpp"
#include "shown_row.hpp"

namespace tidemark::host {

namespace {

template <record Record>
void compare_values(const named_record<Record>& expect, const Record& found, bool by_storage,
                    std::vector<case_difference>& differences) {
  for_each_field<Record>([&](auto i) {
    if (!expect.named.has(i) || field<i>(expect.values) == field<i>(found)) return;
    differences.push_back({case_difference::kind::value, by_storage, field_names<Record>[i],
                           shown(field<i>(expect.values)).json, shown(field<i>(found)).json});
  });
}

template <record Record>
std::string verdict_on(const case_outcome<Record>& outcome, field_index field) {
  if (!outcome.last) return std::string(to_text(engine::verdict::inserted));
  std::string text(to_text(outcome.last->of(field)));
  if (outcome.last->tied.has(field)) text += " (tie)";
  return text;
}

template <record Record>
std::vector<case_difference> run_rules_case(const rules_case<Record>& test,
                                            const engine::program<Record>& rules) {
  std::vector<case_difference> differences;
  const auto outcome = outcome_of(test, rules);
  compare_values(test.expect, outcome.stored, false, differences);
  for (const auto& expected : test.decided)
    if (auto found = verdict_on(outcome, expected.field); found != expected.text)
      differences.push_back({case_difference::kind::verdict, false,
                             field_names<Record>[expected.field], expected.text,
                             std::move(found)});
  return differences;
}

template <record Record>
result<void> try_by_storage(std::vector<case_result>& results,
                            const engine::program<Record>& rules, storage::rule_trials& storage) {
  std::vector<storage::rule_trial<Record>> trials;
  std::vector<case_result*> tried;
  for (auto& each : results) {
    const auto* test = std::get_if<rules_case<Record>>(&each.test->body);
    if (!test) continue;
    storage::rule_trial<Record> trial;
    if (test->given) trial.stored = test->given->values;
    for (const auto& row : test->rows) trial.incoming.push_back(row.values);
    trials.push_back(std::move(trial));
    tried.push_back(&each);
  }
  if (trials.empty()) return {};
  const auto stored = storage.try_rules(rules, trials);
  if (!stored) return stored.error();
  for (std::size_t i = 0; i < tried.size(); ++i) {
    const auto& expect = std::get<rules_case<Record>>(tried[i]->test->body).expect;
    compare_values(expect, (*stored)[i].value_or(Record{}), true, tried[i]->differences);
  }
  return {};
}

}  // namespace

std::vector<case_difference> run_case(const rules_case<videos::creator_video>& test,
                                      const engine::program<videos::creator_video>& rules) {
  return run_rules_case(test, rules);
}

std::vector<case_difference> run_case(const rules_case<videos::metric_snapshot>& test,
                                      const engine::program<videos::metric_snapshot>& rules) {
  return run_rules_case(test, rules);
}

std::vector<case_difference> run_case(const merge_case& test,
                                      const engine::preference_order<videos::video_row>& order) {
  std::vector<case_difference> differences;
  compare_values(test.expect, winner_of(test, order), false, differences);
  return differences;
}

std::vector<case_difference> run_case(const policy_case& test, const sync::video_policy& policy) {
  struct runner {
    const sync::video_policy& policy;
    std::vector<case_difference> operator()(const rules_case<videos::creator_video>& body) const {
      return run_case(body, policy.rules.creator_videos);
    }
    std::vector<case_difference> operator()(
        const rules_case<videos::metric_snapshot>& body) const {
      return run_case(body, policy.rules.snapshots);
    }
    std::vector<case_difference> operator()(const merge_case& body) const {
      return run_case(body, policy.merge);
    }
  };
  return std::visit(runner{policy}, test.body);
}

std::vector<case_result> run_cases(const std::vector<policy_case>& cases,
                                   const sync::video_policy& policy) {
  std::vector<case_result> results;
  for (const auto& test : cases) results.push_back({&test, run_case(test, policy)});
  return results;
}

result<void> run_by_storage(std::vector<case_result>& results, const sync::video_policy& policy,
                            storage::rule_trials& storage) {
  if (auto tried = try_by_storage(results, policy.rules.creator_videos, storage); !tried)
    return tried;
  return try_by_storage(results, policy.rules.snapshots, storage);
}

}  // namespace tidemark::host
