// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include <tidemark/engine/program.hpp>
#include <tidemark/policy/words.hpp>
#include <tidemark/sql/column.hpp>

namespace tidemark::sql {

/// A gate between two columns: `incoming OP stored`.
struct column_gate {
  field_index incoming = 0;
  field_index stored = 0;
  policy::comparison op = policy::comparison::ge;
  policy::tie_rule on_tie = policy::tie_rule::by_operator;
};

/// The rule of one column. `gate` and `on_null` are meant for gated columns only.
struct column_rule {
  policy::rule word = policy::rule::ignored;
  column_gate gate;
  policy::null_rule on_null = policy::null_rule::keep;
};

/// A compiled program without its record type; the input for rendering statements.
struct rule_table {
  std::string_view table;           ///< the record's name
  std::span<const column> columns;  ///< lives as long as the program
  std::vector<column_rule> rules;   ///< of each column
};

/// The table of `rules`.
template <record Record>
rule_table rule_table_of(const engine::program<Record>& rules) {
  rule_table result{record_traits<Record>::name, columns<Record>, {}};
  for (std::size_t i = 0; i < field_count<Record>; ++i) {
    column_rule rule{rules.rule_of(i), {}, {}};
    if (rule.word == policy::rule::gated) {
      const engine::gate& gate = rules.gate_at(i);
      rule.gate = {gate.incoming, gate.stored, gate.op, gate.on_tie};
      rule.on_null = gate.on_null;
    }
    result.rules.push_back(rule);
  }
  return result;
}

}  // namespace tidemark::sql
