// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <z3++.h>

#include <tidemark/engine/preference.hpp>
#include <tidemark/engine/program.hpp>
#include <tidemark/engine/record_shape.hpp>

/// A second proof, by an SMT solver: the rules as formulas over unbounded integers, each with a
/// flag that says whether it is there. Written from rules/README.md; knows nothing of
/// engine/judge.hpp and engine/proof.
namespace tidemark::laws {

class z3_oracle {
 public:
  /// `shape` must outlive this object.
  explicit z3_oracle(const engine::record_shape& shape) : shape_(shape) {}

  /// Whether any stored record and row leave different values in the field at `index`.
  bool differ(const engine::field_rules& a, const engine::field_rules& b, std::size_t index);

  /// Whether the field at `index` can be different after a record and after the same twice.
  bool depends_on_replay(const engine::field_rules& rules, std::size_t index);
  /// Whether it can be different after two records of a run and after the same in the other order.
  bool depends_on_order(const engine::field_rules& rules, std::size_t index);

  /// Whether two lists prefer different ones of any two rows.
  bool differ(const engine::preference_list& a, const engine::preference_list& b);

 private:
  struct symbol {
    z3::expr present;
    z3::expr value;
  };
  using symbols = std::vector<symbol>;

  symbols any_record(z3::solver& solver, const std::string& name, bool is_stored,
                     const symbols* same_run);
  symbols insert(const symbols& incoming);
  symbols decide(const engine::field_rules& rules, const symbols& stored, symbols incoming);
  symbol settled(std::size_t index, const symbol& incoming);
  symbol taken_by_gate(const engine::gate& guard, std::size_t index, const symbols& stored,
                       const symbols& incoming);
  symbol chosen(const z3::expr& condition, const symbol& yes, const symbol& no);
  z3::expr same(const symbol& a, const symbol& b);
  z3::expr better(const symbol& incoming, const symbol& stored, bool upward);
  z3::expr prefers_second(const engine::preference_list& list, const symbols& first,
                          const symbols& second);
  bool is_possible(z3::solver& solver, const z3::expr& condition);

  z3::context context_;
  const engine::record_shape& shape_;
};

}  // namespace tidemark::laws
