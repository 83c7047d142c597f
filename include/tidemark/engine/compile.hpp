// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/diagnostics/unknown_name.hpp>
#include <tidemark/engine/compile_merge.hpp>
#include <tidemark/engine/compile_upsert.hpp>
#include <tidemark/policy/policy.hpp>
#include <tidemark/policy/settle_accepts.hpp>

/// Compiles a policy, which is plain values, to programs that hold no names: `compile_merge<Row>`,
/// `compile_upsert<Record>`, and `find_rules` for the rules of each record.
namespace tidemark::engine {

/// Reports the records of `upsert:` that are not in `known`, and those of `known` that `upsert:`
/// has no rules for.
inline void check_records(const policy::policy& declared, std::span<const std::string_view> known,
                          diagnostics::issues& found) {
  std::vector<std::string_view> settled;
  for (const auto& block : declared.upsert) {
    settled.push_back(block.record.text);
    if (std::find(known.begin(), known.end(), block.record.text) != known.end()) continue;
    found.push_back(diagnostics::unknown_name(block.record.at, policy::problem_kind::unknown_record,
                                              "unknown record " + in_quotes(block.record.text),
                                              block.record.text, known));
    if (const auto meant = nearest(block.record.text, known)) settled.push_back(*meant);
  }
  if (declared.upsert.empty()) return;  // reported when the policy was loaded
  for (const auto name : known)
    if (std::find(settled.begin(), settled.end(), name) == settled.end())
      detail::report(found, declared.upsert_at, policy::problem_kind::record_without_rules,
                     "\"upsert\" has no rules for the record " + in_quotes(name));
}

/// The rules of `Record` in `declared`, or nullptr.
template <record Record>
const policy::record_rules* find_rules(const policy::policy& declared) {
  for (const auto& block : declared.upsert)
    if (block.record.text == record_traits<Record>::name) return &block;
  return nullptr;
}

/// Removes the warnings that `declared` accepts from `found`, after everything else is compiled,
/// and reports what is wrong with `accepts`. `Records` are those that `upsert` should have.
template <record... Records>
void settle_accepts(const policy::policy& declared, diagnostics::issues& found) {
  constexpr std::array<std::string_view, sizeof...(Records)> known{record_traits<Records>::name...};
  policy::settle_accepts(declared, known, found);
}

}  // namespace tidemark::engine
