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

/// One decision: what is stored, what comes, and what is stored then.
struct decide_case {
  std::string name;
  named_texts given;
  named_texts incoming;
  named_texts expected;
};

/// Decides every case, and checks that the fields it reports are those that changed.
inline void check_decisions(const engine::program<sample>& rules,
                            const std::vector<decide_case>& cases) {
  for (const auto& one : cases) {
    INFO(one.name);
    sample stored = sample_of(one.given);
    const field_mask changed = engine::decide(rules, stored, sample_of(one.incoming));
    CHECK(texts_of(stored) == one.expected);
    const sample before = sample_of(one.given);
    for_each_field<sample>([&](auto i) {
      INFO("field " << field_names<sample>[i]);
      CHECK(changed.has(i) == !(field<i>(before) == field<i>(stored)));
    });
  }
}

}  // namespace tidemark::engine_test
