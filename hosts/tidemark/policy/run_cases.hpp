// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tidemark/engine/preference.hpp>
#include <tidemark/engine/program.hpp>
#include <tidemark/result.hpp>
#include <tidemark/storage/rule_trials.hpp>
#include <tidemark/sync/video_policy.hpp>

#include "policy_case.hpp"

namespace tidemark::host {

/// A field that is not as a case expects.
struct case_difference {
  enum class kind { value, verdict };
  kind what = kind::value;
  bool by_storage = false;  ///< the storage's own execution gave this, not the engine
  std::string_view field;
  std::string expected;
  std::string found;
};

/// Runs a case on the compiled engine; the fields that are not as it expects.
std::vector<case_difference> run_case(const rules_case<videos::creator_video>& test,
                                      const engine::program<videos::creator_video>& rules);
std::vector<case_difference> run_case(const rules_case<videos::metric_snapshot>& test,
                                      const engine::program<videos::metric_snapshot>& rules);
std::vector<case_difference> run_case(const merge_case& test,
                                      const engine::preference_order<videos::video_row>& order);

/// The same, by that part of `policy` which the case is about.
std::vector<case_difference> run_case(const policy_case& test, const sync::video_policy& policy);

/// What became of a case.
struct case_result {
  const policy_case* test = nullptr;
  std::vector<case_difference> differences;

  bool passed() const { return differences.empty(); }
};

/// Runs `cases`, which must outlive the result, in their order.
std::vector<case_result> run_cases(const std::vector<policy_case>& cases,
                                   const sync::video_policy& policy);

/// Runs those of `results` that are about stored records once more, by the own execution of
/// `storage`, and adds what is not as expected. Verdicts are the engine's alone. Error: that of the
/// storage.
result<void> run_by_storage(std::vector<case_result>& results, const sync::video_policy& policy,
                            storage::rule_trials& storage);

}  // namespace tidemark::host
