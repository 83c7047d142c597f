// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <tidemark/engine/program.hpp>
#include <tidemark/engine/proof/abstract_record.hpp>
#include <tidemark/engine/record_shape.hpp>

/// The rules once more, field by field and value by value, as a reader of rules/README.md would
/// write them down: what the engine and its proofs are compared with.
namespace tidemark::laws {

using value = std::optional<int>;
using record_values = std::vector<value>;

struct naive_rules {
  const engine::record_shape& shape;
  const engine::field_rules& rules;

  record_values insert(record_values incoming) const {
    for (std::size_t i = 0; i < incoming.size(); ++i)
      if (is_counter(i) && !incoming[i]) incoming[i] = 0;
    return incoming;
  }

  record_values decide(const record_values& stored, record_values incoming) const {
    for (std::size_t i = 0; i < incoming.size(); ++i)
      if (shape.required.has(i) && !incoming[i]) incoming[i] = stored[i];
    record_values after = stored;
    for (std::size_t i = 0; i < stored.size(); ++i)
      if (!shape.key.has(i)) after[i] = decided(i, stored, incoming);
    if (after == stored) return after;
    for (std::size_t i = 0; i < stored.size(); ++i)
      if (rules.rule_of(i) == policy::rule::stamped) after[i] = written(i, incoming[i]);
    return after;
  }

 private:
  bool is_counter(std::size_t i) const { return shape.types[i] == field_type::counter; }

  value written(std::size_t i, value incoming) const {
    return is_counter(i) && !incoming ? value(0) : incoming;
  }

  value decided(std::size_t i, const record_values& stored, const record_values& incoming) const {
    const value before = stored[i], offered = incoming[i];
    switch (rules.rule_of(i)) {
      case policy::rule::monotonic:
        return offered && (!before || *offered > *before) ? offered : before;
      case policy::rule::monotonic_down:
        return offered && (!before || *offered < *before) ? offered : before;
      case policy::rule::gated: return gated(i, stored, incoming);
      case policy::rule::first_known: return before ? before : offered;
      case policy::rule::latest_known: return offered ? offered : before;
      case policy::rule::latest: return written(i, offered);
      case policy::rule::key:
      case policy::rule::stamped:
      case policy::rule::ignored: break;
    }
    return before;
  }

  value gated(std::size_t i, const record_values& stored, const record_values& incoming) const {
    const engine::gate& guard = rules.gate_at(i);
    const value by = incoming[guard.incoming], than = stored[guard.stored];
    const value before = stored[i], offered = incoming[i];
    const value taken = offered || guard.on_null == policy::null_rule::replace
                            ? written(i, offered)
                            : before;
    if (!by) return before;
    if (!than) return taken;
    if (*by == *than) {
      switch (guard.on_tie) {
        case policy::tie_rule::incoming: return taken;
        case policy::tie_rule::stored: return before;
        case policy::tie_rule::larger:
          return offered && (!before || *offered > *before) ? offered : before;
        case policy::tie_rule::by_operator: break;
      }
    }
    switch (guard.op) {
      case policy::comparison::ge: return *by >= *than ? taken : before;
      case policy::comparison::gt: return *by > *than ? taken : before;
      case policy::comparison::le: return *by <= *than ? taken : before;
      case policy::comparison::lt: break;
    }
    return *by < *than ? taken : before;
  }
};

/// The values of a proof's record.
inline record_values values_of(const engine::record_shape& shape,
                               const engine::proof::abstract_record& record) {
  record_values values(shape.fields.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    if (record[i] != engine::proof::missing) values[i] = record[i];
  // The key and what a stored record must have always have values.
  for (std::size_t i = 0; i < values.size(); ++i)
    if ((shape.key.has(i) || shape.required.has(i)) && !values[i]) values[i] = 0;
  return values;
}

}  // namespace tidemark::laws
