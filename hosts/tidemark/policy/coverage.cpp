// SPDX-License-Identifier: BSL-1.0
#include "coverage.hpp"

#include <algorithm>
#include <utility>

#include <tidemark/engine/proof/merge_differences.hpp>
#include <tidemark/engine/proof/mutants.hpp>

#include "run_cases.hpp"
#include "shown_records.hpp"

namespace tidemark::host {

namespace {

namespace proof = engine::proof;
using videos::video_row;
using merge_order = engine::preference_order<video_row>;

template <record Record>
void add_mutants(std::vector<policy_mutant>& mutants, const engine::program<Record>& rules) {
  constexpr auto shape = engine::shape_of<Record>();
  for (auto& made : proof::mutants_of(shape, rules))
    mutants.push_back({shape.name, std::move(made.change), engine::program<Record>{made.rules}});
}

merge_order order_of_steps(const engine::preference_list& list) {
  merge_order order;
  for (const auto& step : list.steps) order.steps[order.step_count++] = step;
  order.last_seen_wins = list.last_seen_wins;
  return order;
}

template <record Record>
std::optional<mutant_witness> witness_of(const engine::program<Record>& policy,
                                         const engine::program<Record>& mutant) {
  constexpr auto shape = engine::shape_of<Record>();
  auto compared = proof::compare_rules(shape, policy, mutant);
  if (compared.differences.empty()) return std::nullopt;
  auto& found = compared.differences.front();
  mutant_witness witness;
  witness.field = found.field;
  for (std::size_t side = 0; side < 2; ++side)
    witness.results[side] = shown_result<Record>(found.results[side], found.field);
  witness.shown = std::move(found.shown);
  return witness;
}

/// Gives two rows that are equal for every step a title, so that one sees which of them is kept.
/// Both have one, so that it makes no difference to `most_complete`.
void mark(proof::shown_records& rows) {
  constexpr std::size_t title = find_field<video_row>("title").value();
  for (std::size_t i = 0; i < 2; ++i) {
    rows.records[i][title] = static_cast<proof::abstract_value>(i);
    rows.named[i].add(title);
  }
}

std::optional<mutant_witness> witness_of(const merge_order& policy, const merge_order& mutant) {
  constexpr auto shape = engine::shape_of<video_row>();
  auto found = proof::compare_preferences(shape, policy.list(), mutant.list());
  if (!found) return std::nullopt;
  mutant_witness witness;
  witness.kept = found->winners;
  witness.shown = std::move(found->shown);
  if (witness.shown.named[0].empty()) mark(witness.shown);
  return witness;
}

/// The part of `policy` that is like the one of `mutant`.
const auto& part_of(const sync::video_policy& policy,
                    const engine::program<videos::creator_video>&) {
  return policy.rules.creator_videos;
}
const auto& part_of(const sync::video_policy& policy,
                    const engine::program<videos::metric_snapshot>&) {
  return policy.rules.snapshots;
}
const auto& part_of(const sync::video_policy& policy, const merge_order&) { return policy.merge; }

/// How a case fails under a mutant.
enum class noticed_by { nothing, verdict, value };

struct noticed_under {
  template <record Record>
  noticed_by operator()(const rules_case<Record>& test,
                        const engine::program<Record>& rules) const {
    return worst_of(run_case(test, rules));
  }
  noticed_by operator()(const merge_case& test, const merge_order& order) const {
    return worst_of(run_case(test, order));
  }
  template <typename Case, typename Rules>
  noticed_by operator()(const Case&, const Rules&) const {
    return noticed_by::nothing;  // the case is about another part of the policy
  }

  static noticed_by worst_of(const std::vector<case_difference>& differences) {
    auto worst = noticed_by::nothing;
    for (const auto& each : differences) {
      if (each.what == case_difference::kind::value) return noticed_by::value;
      worst = noticed_by::verdict;
    }
    return worst;
  }
};

noticed_by how_noticed(const policy_case& test, const policy_mutant& mutant) {
  return std::visit(noticed_under{}, test.body, mutant.rules);
}

std::vector<shown_row> rows_of(const unnoticed_mutant& left) {
  const auto& shown = left.witness.shown;
  switch (left.mutant.rules.index()) {
    case 0: return shown_rows<videos::creator_video>(shown);
    case 1: return shown_rows<videos::metric_snapshot>(shown);
    default: return shown_rows<video_row>(shown);
  }
}

bool is_merge(const policy_mutant& mutant) {
  return std::holds_alternative<merge_order>(mutant.rules);
}

std::string_view field_of(const unnoticed_mutant& left) {
  return left.mutant.rules.index() == 0 ? field_names<videos::creator_video>[left.witness.field]
                                        : field_names<videos::metric_snapshot>[left.witness.field];
}

std::string result_text(const unnoticed_mutant& left, std::size_t side) {
  if (is_merge(left.mutant))
    return left.witness.kept[side] == 0 ? "keeps the first" : "keeps the second";
  return std::string(field_of(left)) + ": " + left.witness.results[side].json;
}

}  // namespace

std::vector<policy_mutant> mutants_of(const sync::video_policy& policy) {
  std::vector<policy_mutant> mutants;
  constexpr auto row_shape = engine::shape_of<video_row>();
  for (auto& made : proof::mutants_of(row_shape, policy.merge.list()))
    mutants.push_back({row_shape.name, std::move(made.change), order_of_steps(made.list)});
  add_mutants(mutants, policy.rules.creator_videos);
  add_mutants(mutants, policy.rules.snapshots);
  return mutants;
}

std::optional<mutant_witness> find_witness(const sync::video_policy& policy,
                                           const policy_mutant& mutant) {
  return std::visit([&](const auto& rules) { return witness_of(part_of(policy, rules), rules); },
                    mutant.rules);
}

bool tells_apart(const policy_case& test, const policy_mutant& mutant) {
  return how_noticed(test, mutant) != noticed_by::nothing;
}

bool policy_coverage::reaches(percent wanted) const {
  constexpr std::int64_t hundred = 1'000'000;  // 100 % in the units of a percentage
  return static_cast<std::int64_t>(noticed) * hundred >=
         wanted.units * static_cast<std::int64_t>(counted());
}

policy_coverage coverage_of(const sync::video_policy& policy,
                            const std::vector<const policy_case*>& passing) {
  policy_coverage coverage;
  for (auto& mutant : mutants_of(policy)) {
    auto noticed = noticed_by::nothing;
    for (const auto* test : passing) {
      noticed = std::max(noticed, how_noticed(*test, mutant));
      if (noticed == noticed_by::value) break;
    }
    // Where a value differs there is nothing to prove; verdicts may differ although no value does.
    if (noticed == noticed_by::value) {
      ++coverage.noticed;
      continue;
    }
    auto witness = find_witness(policy, mutant);
    if (!witness) ++coverage.equivalent;
    else if (noticed == noticed_by::verdict) ++coverage.noticed;
    else coverage.left.push_back({std::move(mutant), std::move(*witness)});
  }
  return coverage;
}

void write_text(std::ostream& out, const policy_coverage& coverage) {
  out << coverage.noticed << " of " << coverage.counted() << ", " << coverage.equivalent
      << " equivalent\n";
  for (const auto& left : coverage.left) {
    out << "  not noticed: " << left.mutant.record << ", " << left.mutant.change << '\n';
    const auto rows = rows_of(left);
    const bool merge = is_merge(left.mutant);
    out << "    " << (merge ? "first     " : "stored    ") << to_text(rows[0]) << '\n';
    out << "    " << (merge ? "second    " : "incoming  ") << to_text(rows[1]) << '\n';
    out << "    policy    " << result_text(left, 0) << '\n';
    out << "    changed   " << result_text(left, 1) << '\n';
  }
}

void write_json(json_writer& out, const policy_coverage& coverage) {
  out.member("noticed", static_cast<std::int64_t>(coverage.noticed));
  out.member("mutants", static_cast<std::int64_t>(coverage.counted()));
  out.member("equivalent", static_cast<std::int64_t>(coverage.equivalent));
  out.key("left");
  out.begin_array();
  for (const auto& left : coverage.left) {
    const auto rows = rows_of(left);
    out.begin_object();
    out.member("record", left.mutant.record);
    out.member("change", left.mutant.change);
    out.key("field");
    if (is_merge(left.mutant)) out.value(nullptr);
    else out.value(field_of(left));
    out.key("rows");
    out.begin_array();
    for (const auto& row : rows) out.value(json{to_json(row)});
    out.end_array();
    for (std::size_t side = 0; side < 2; ++side)
      out.member(side == 0 ? "policy" : "changed",
                 json{is_merge(left.mutant) ? to_json(rows[left.witness.kept[side]])
                                            : left.witness.results[side].json});
    out.end_object();
  }
  out.end_array();
}

}  // namespace tidemark::host
