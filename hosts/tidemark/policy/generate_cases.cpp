// SPDX-License-Identifier: BSL-1.0
#include "generate_cases.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "case_outcome.hpp"
#include "coverage.hpp"
#include "situation.hpp"

namespace tidemark::host {

namespace {

namespace proof = engine::proof;
using videos::creator_video;
using videos::metric_snapshot;
using videos::video_row;

/// Two abstract records and the fields that a case compares afterwards.
struct draft {
  std::size_t part = 0;  ///< as `policy_mutant::rules` and `policy_case::body` have it
  proof::shown_records shown;
  field_mask compared;
};

/// The case of some mutants, and where it came from.
struct drafted_case {
  draft from;
  policy_case made;
};

/// A record of a draft as `read_cases` would read it.
template <record Record>
named_record<Record> named(const proof::shown_records& shown, std::size_t index) {
  named_record<Record> made;
  made.values = proof::concrete_record<Record>(shown.records[index], shown.named[index]);
  made.named = shown.named[index] & ~key_fields<Record>;
  set_usual_key(made.values);
  for_each_field<Record>([&](auto i) {
    if constexpr (required_fields<Record>.has(i))
      if (!made.named.has(i)) field<i>(made.values) = {};
  });
  return made;
}

/// The fields that both records name with the same value, or only one of them names.
bool fit(const proof::shown_records& a, const proof::shown_records& b) {
  bool same = true;
  for (std::size_t record = 0; record < 2; ++record)
    proof::for_each_in(a.named[record] & b.named[record], [&](std::size_t field) {
      same = same && a.records[record][field] == b.records[record][field];
    });
  return same;
}

draft merged(const draft& a, const draft& b) {
  draft both = a;
  both.compared = a.compared | b.compared;
  for (std::size_t record = 0; record < 2; ++record) {
    proof::for_each_in(b.shown.named[record], [&](std::size_t field) {
      both.shown.records[record][field] = b.shown.records[record][field];
    });
    both.shown.named[record] = a.shown.named[record] | b.shown.named[record];
  }
  return both;
}

/// Makes cases for a policy, mutant by mutant.
class case_generator {
 public:
  explicit case_generator(const sync::video_policy& policy) : policy_(policy) {}

  std::vector<policy_case> generate() {
    for (auto& mutant : mutants_of(policy_))
      if (auto witness = find_witness(policy_, mutant))
        mutants_.push_back({std::move(mutant), std::move(*witness)});
    for (const auto& each : mutants_) cover(each);
    leave_out();
    std::vector<policy_case> cases;
    for (auto& drafted : drafts_) cases.push_back(std::move(drafted.made));
    make_distinct(cases);
    return cases;
  }

 private:
  void cover(const unnoticed_mutant& each) {
    const bool is_noticed = std::any_of(
        drafts_.begin(), drafts_.end(),
        [&](const drafted_case& known) { return tells_apart(known.made, each.mutant); });
    if (is_noticed) return;
    draft added{each.mutant.rules.index(), each.witness.shown, {}};
    if (added.part == 2) added.compared = added.shown.named[0] | added.shown.named[1];
    else added.compared.add(each.witness.field);
    for (auto& known : drafts_)
      if (join(known, added, each.mutant)) return;
    drafts_.push_back({added, made_of(added)});
  }

  /// Adds `added` to the case `known`, if it then still notices what it noticed, and `mutant` too.
  bool join(drafted_case& known, const draft& added, const policy_mutant& mutant) const {
    if (added.part == 2 || known.from.part != added.part) return false;
    if (!fit(known.from.shown, added.shown)) return false;
    drafted_case joined{merged(known.from, added), {}};
    joined.made = made_of(joined.from);
    if (!tells_apart(joined.made, mutant)) return false;
    for (const auto& each : mutants_)
      if (tells_apart(known.made, each.mutant) && !tells_apart(joined.made, each.mutant))
        return false;
    known = std::move(joined);
    return true;
  }

  /// Removes the cases without which every mutant is still noticed; what stays is needed.
  void leave_out() {
    for (std::size_t i = drafts_.size(); i-- > 0;) {
      const bool is_needed = std::any_of(mutants_.begin(), mutants_.end(), [&](const auto& each) {
        return tells_apart(drafts_[i].made, each.mutant) && !is_noticed_without(i, each.mutant);
      });
      if (!is_needed) drafts_.erase(drafts_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  bool is_noticed_without(std::size_t left_out, const policy_mutant& mutant) const {
    for (std::size_t i = 0; i < drafts_.size(); ++i)
      if (i != left_out && tells_apart(drafts_[i].made, mutant)) return true;
    return false;
  }

  policy_case made_of(const draft& from) const {
    switch (from.part) {
      case 0: return rules_case_of<creator_video>(from, policy_.rules.creator_videos);
      case 1: return rules_case_of<metric_snapshot>(from, policy_.rules.snapshots);
      default: return merge_case_of(from);
    }
  }

  template <record Record>
  policy_case rules_case_of(const draft& from, const engine::program<Record>& rules) const {
    rules_case<Record> body;
    body.given = named<Record>(from.shown, 0);
    body.rows.push_back(named<Record>(from.shown, 1));
    complete(body);
    auto outcome = outcome_of(body, rules);
    policy_case made;
    made.name = situation_of(body, rules, *outcome.last);
    body.expect = {std::move(outcome.stored), from.compared};
    made.body = std::move(body);
    return made;
  }

  policy_case merge_case_of(const draft& from) const {
    merge_case body;
    for (std::size_t i = 0; i < 2; ++i) body.rows.push_back(named<video_row>(from.shown, i));
    policy_case made;
    made.name = situation_of(body, policy_.merge);
    body.expect = {winner_of(body, policy_.merge), from.compared};
    made.body = std::move(body);
    return made;
  }

  /// Numbers cases with the same name.
  static void make_distinct(std::vector<policy_case>& cases) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
      std::size_t same = 1;
      for (std::size_t j = i + 1; j < cases.size(); ++j)
        if (cases[j].name == cases[i].name)
          cases[j].name += " (" + std::to_string(++same) + ")";
    }
  }

  const sync::video_policy& policy_;
  std::vector<unnoticed_mutant> mutants_;  ///< the mutants that are not equal to the policy
  std::vector<drafted_case> drafts_;
};

}  // namespace

std::vector<policy_case> generate_cases(const sync::video_policy& policy) {
  return case_generator(policy).generate();
}

}  // namespace tidemark::host
