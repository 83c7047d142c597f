// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <contract/rules_for.hpp>
#include <tidemark/engine/decide.hpp>

#include "../catch.hpp"
#include "sample.hpp"

namespace tidemark::engine_test {

using contract::rules_for;
using policy::comparison;
using policy::null_rule;

/// One decision: the record before, the incoming one, the record after, and some fields' verdicts.
struct decide_case {
  std::string name;
  named_texts given;
  named_texts incoming;
  named_texts expected;
  named_texts decided = {};  ///< verdicts by field
};

/// Decides every case, and checks that the reported fields are those that changed.
inline void check_decisions(const engine::program<sample>& rules,
                            const std::vector<decide_case>& cases) {
  for (const auto& decision : cases) {
    INFO(decision.name);
    sample stored = sample_of(decision.given);
    const auto made = engine::decide_with_verdicts(rules, stored, sample_of(decision.incoming));
    CHECK(texts_of(stored) == decision.expected);
    const sample before = sample_of(decision.given);
    for_each_field<sample>([&](auto i) {
      INFO("field " << field_names<sample>[i]);
      CHECK(made.changed.has(i) == !(field<i>(before) == field<i>(stored)));
    });
    for (const auto& [name, word] : decision.decided) {
      INFO("verdict of " << name);
      CHECK(to_text(made.of(find_field<sample>(name).value())) == word);
    }
  }
}

}  // namespace tidemark::engine_test
