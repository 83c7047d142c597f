// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/hana/adapt_struct.hpp>

#include <tidemark/engine/proof/mutants.hpp>
#include <tidemark/value/counter.hpp>
#include <tidemark/value/json.hpp>

#include "../../catch.hpp"

namespace {

/// A record with an order, a reference and JSON.
struct measured {
  std::int64_t key = 0;
  tidemark::counter number;
  std::optional<std::int64_t> owner;
  std::optional<tidemark::json> document;
};

}  // namespace

BOOST_HANA_ADAPT_STRUCT(measured, key, number, owner, document);

template <>
struct tidemark::record_traits<measured> {
  static constexpr std::string_view name = "measured";
  static constexpr std::array<std::string_view, 1> key{"key"};
  static constexpr std::array<std::string_view, 1> references{"owner"};
};

namespace {

using namespace tidemark;
using engine::proof::mutants_of;
using policy::rule;

constexpr auto shape = engine::shape_of<measured>();

/// `number` is monotonic and the gate of `document`; `owner` is the last known one.
engine::field_rules some_rules() {
  engine::field_rules rules;
  rules.put(1, rule::monotonic);
  rules.put(2, rule::latest_known);
  rules.gate_count = 1;
  rules.gates[0] = {1, 1, policy::comparison::ge, policy::null_rule::keep, {}};
  rules.guard(3, 0);
  return rules;
}

template <typename Mutants>
std::vector<std::string> changes_of(const Mutants& mutants, const std::string& beginning) {
  std::vector<std::string> changes;
  for (const auto& each : mutants)
    if (each.change.starts_with(beginning)) changes.push_back(each.change.substr(beginning.size()));
  std::sort(changes.begin(), changes.end());
  return changes;
}

}  // namespace

TEST_CASE("a field gets every other rule that its type allows") {
  const auto mutants = mutants_of(shape, some_rules());
  const std::string gate = "gated by incoming.number >= stored.number";
  CHECK(changes_of(mutants, "number: ") ==
        std::vector<std::string>{"first_known instead of monotonic", gate + " instead of monotonic",
                                 "ignored instead of monotonic", "latest instead of monotonic",
                                 "latest_known instead of monotonic",
                                 "monotonic_down instead of monotonic",
                                 "stamped instead of monotonic"});
  CHECK(changes_of(mutants, "owner: ") ==
        std::vector<std::string>{"first_known instead of latest_known",
                                 gate + " instead of latest_known",
                                 "ignored instead of latest_known",
                                 "latest instead of latest_known",
                                 "stamped instead of latest_known"});
  CHECK(changes_of(mutants, "document: ").size() == 5);  // no order, and its only gate
  for (const auto& each : mutants) CHECK(each.rules != some_rules());
}

TEST_CASE("a gate gets every other operator, null rule and rule for ties") {
  const std::string gate = "the gate incoming.number >= stored.number of [document]: ";
  CHECK(changes_of(mutants_of(shape, some_rules()), gate) ==
        std::vector<std::string>{"< instead of >=", "<= instead of >=", "> instead of >=",
                                 "on_null: replace instead of keep",
                                 "on_tie: stored instead of incoming"});  // JSON is never larger
  auto rules = some_rules();
  rules.put(3, rule::ignored);
  rules.guard(1, 0);
  rules.gates[0].on_tie = policy::tie_rule::stored;
  const auto mutants = mutants_of(shape, rules);
  CHECK(changes_of(mutants, "the gate incoming.number >= stored.number of [number]: on_tie: ") ==
        std::vector<std::string>{"incoming instead of stored", "larger instead of stored"});
  // What the operator says of ties has no word of its own: `on_tie: incoming` of `>=`.
  for (const auto& each : mutants)
    if (each.change.ends_with("on_tie: incoming instead of stored"))
      CHECK(each.rules.gates[0].on_tie == policy::tie_rule::by_operator);
}

TEST_CASE("a list of steps is changed in every place") {
  using policy::preference;
  field_mask both;
  both.add(1);
  both.add(3);
  const engine::preference_list list{
      {{preference::highest, 1, {}}, {preference::most_complete, 0, both}}, false};
  const auto mutants = mutants_of(shape, list);
  CHECK(changes_of(mutants, "") ==
        std::vector<std::string>{"last_seen instead of first_seen",
                                 "prefer[0], highest: number: exchanged with most_complete",
                                 "prefer[0], highest: number: lowest instead",
                                 "prefer[0], highest: number: removed",
                                 "prefer[1], most_complete: removed",
                                 "prefer[1], most_complete: without document",
                                 "prefer[1], most_complete: without number"});
}
