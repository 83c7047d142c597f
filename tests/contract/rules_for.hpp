// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>

#include <tidemark/engine/program.hpp>
#include <tidemark/record/record_traits.hpp>

namespace tidemark::contract {

/// Writes a program by hand, for tests that must not depend on the policy language:
///
///     rules_for<metric_snapshot>().monotonic({"gmv_cents"}).latest({"ctr"}).ignored_rest()
template <record Record>
class rules_for {
 public:
  using names = std::initializer_list<std::string_view>;

  constexpr rules_for& monotonic(names fields) { return add(policy::rule::monotonic, fields); }
  constexpr rules_for& monotonic_down(names fields) {
    return add(policy::rule::monotonic_down, fields);
  }
  constexpr rules_for& first_known(names fields) {
    return add(policy::rule::first_known, fields);
  }
  constexpr rules_for& latest_known(names fields) {
    return add(policy::rule::latest_known, fields);
  }
  constexpr rules_for& latest(names fields) { return add(policy::rule::latest, fields); }
  constexpr rules_for& stamped(names fields) { return add(policy::rule::stamped, fields); }

  /// `when: incoming.INCOMING OP stored.STORED`.
  constexpr rules_for& gated(std::string_view incoming, policy::comparison op,
                             std::string_view stored, policy::null_rule on_null, names fields,
                             policy::tie_rule on_tie = policy::tie_rule::by_operator) {
    const auto number = rules_.gate_count++;
    rules_.gates[number] = {index_of(incoming), index_of(stored), op, on_null, {}, on_tie};
    for (const auto name : fields) rules_.guard(index_of(name), number);
    return *this;
  }

  /// The program; fields under no rule are `ignored`.
  constexpr engine::program<Record> ignored_rest() const {
    engine::program<Record> complete = rules_;
    for (std::size_t i = 0; i < field_count<Record>; ++i)
      if (!key_fields<Record>.has(i) && complete.rule_of(i) == policy::rule::key)
        complete.put(i, policy::rule::ignored);
    return complete;
  }

 private:
  static constexpr field_index index_of(std::string_view name) {
    return find_field<Record>(name).value();
  }

  constexpr rules_for& add(policy::rule word, names fields) {
    for (const auto name : fields) rules_.put(index_of(name), word);
    return *this;
  }

  engine::program<Record> rules_{};
};

}  // namespace tidemark::contract
