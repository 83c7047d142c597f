// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <tidemark/engine/preference.hpp>
#include <tidemark/engine/program.hpp>
#include <tidemark/engine/proof/rule_differences.hpp>
#include <tidemark/sync/video_policy.hpp>
#include <tidemark/value/json_writer.hpp>
#include <tidemark/value/percent.hpp>

#include "policy_case.hpp"
#include "shown_row.hpp"

namespace tidemark::host {

/// A policy with one word changed: `record` is the one whose rules are changed.
struct policy_mutant {
  std::string_view record;
  std::string change;  ///< in words
  std::variant<engine::program<videos::creator_video>, engine::program<videos::metric_snapshot>,
               engine::preference_order<videos::video_row>>
      rules;
};

/// Every change of one word that `policy` could have; some mean the same as the policy.
std::vector<policy_mutant> mutants_of(const sync::video_policy& policy);

/// The smallest two records that tell a mutant apart from its policy: what is stored, and what
/// comes in; of a merge, two rows.
struct mutant_witness {
  engine::proof::shown_records shown;
  std::size_t field = 0;                    ///< that becomes another; not of a merge
  std::array<shown_value, 2> results = {};  ///< of the field, by the policy and the mutant
  std::array<std::size_t, 2> kept = {};     ///< of a merge: the row that each of them keeps
};

/// Nothing if the mutant is equal to `policy` for all records: that is proved.
std::optional<mutant_witness> find_witness(const sync::video_policy& policy,
                                           const policy_mutant& mutant);

/// Whether `test`, which passes, fails under `mutant`.
bool tells_apart(const policy_case& test, const policy_mutant& mutant);

/// A mutant that no case tells apart, and rows that would.
struct unnoticed_mutant {
  policy_mutant mutant;
  mutant_witness witness;
};

/// How much of a policy its cases notice.
struct policy_coverage {
  std::size_t noticed = 0;     ///< mutants under which a case fails
  std::size_t equivalent = 0;  ///< mutants that are proved to be equal to the policy
  std::vector<unnoticed_mutant> left;

  std::size_t counted() const { return noticed + left.size(); }
  /// Whether the cases notice at least `wanted` of the mutants that count; exact.
  bool reaches(percent wanted) const;
};

/// What `passing`, cases that pass, notice of the changes that `policy` could have.
policy_coverage coverage_of(const sync::video_policy& policy,
                            const std::vector<const policy_case*>& passing);

/// `131 of 140, 12 equivalent`; then each mutant that is left, with the rows that would tell it.
void write_text(std::ostream& out, const policy_coverage& coverage);

/// The members `noticed`, `mutants`, `equivalent` and `left` of the object that is open.
void write_json(json_writer& out, const policy_coverage& coverage);

}  // namespace tidemark::host
