// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include <tidemark/engine/proof/rule_differences.hpp>

namespace tidemark::engine::proof {

/// How records of one key come in, in two ways that should give the same.
enum class record_law : std::uint8_t {
  replay,  ///< a record, and the same record twice
  order,   ///< two records, and the same two in the other order
};

/// Whether a search goes on until it has the smallest records, or ends with the first.
enum class search_for : std::uint8_t { smallest, any };

/// Records that show that a field depends on how records come in; the smallest, unless any were
/// asked for.
struct dependence {
  shown_records shown;  ///< with `from_stored`, the first one is stored before
  bool from_stored = false;
  std::array<abstract_value, 2> results{};  ///< of the field, in either way
};

namespace detail {

/// What decides a field in two steps: the field, its gate and, since the second step reads what the
/// first has stored, what decides the stored field of that gate.
inline read_fields fields_read(const record_shape& shape, const field_rules& rules,
                               std::size_t field) {
  read_fields read;
  read.add(field);
  read.add_gate(rules, field);
  if (rules.rule_of(field) != policy::rule::gated) return read;
  const std::size_t by = rules.gate_at(field).stored;
  read.incoming.add(by);
  read.add_gate(rules, by);
  if (rules.rule_of(by) != policy::rule::stamped) return read;
  // What is stamped changes with any other field: with one that has nothing to do with these, or
  // else with any of those that have.
  const field_mask before = read.any();
  const auto changes = lone_changes(shape, rules);
  const lone_change* apart = nullptr;
  for (const auto& change : changes)
    if ((change.read.any() & before).empty() && (!apart || change.size < apart->size))
      apart = &change;
  for (const auto& change : changes)
    if (!apart || &change == apart) read = read | change.read;
  return with_forced_gates(shape, rules, read.whole()).whole();
}

/// Looks for a dependence of one field, on one law.
class law_search {
 public:
  law_search(const record_shape& shape, const field_rules& rules, std::size_t field,
             record_law law, search_for wanted)
      : shape_(shape), rules_(rules), field_(field), law_(law), wanted_(wanted) {}

  /// Only records for which `counts(incoming)` is true are looked at.
  template <typename Counts>
  std::optional<dependence> find(Counts counts) {
    const auto read = fields_read(shape_, rules_, field_);
    for (const bool from_stored : {false, true}) {
      look(read, from_stored, counts);
      if (best_) return std::move(best_);
    }
    return std::nullopt;
  }

 private:
  template <typename Counts>
  void look(const read_fields& read, bool from_stored, Counts& counts) {
    std::vector<record_role> roles;
    const std::size_t incoming = law_ == record_law::replay ? 1 : 2;
    if (from_stored) roles.push_back({read.stored, false});
    for (std::size_t i = 0; i < incoming; ++i) roles.push_back({read.incoming, true});
    const std::array<const field_rules*, 1> rules{&rules_};
    auto patterns = patterns_of(shape_, roles, rules);
    const abstract_rules decided(shape_, rules_, read.both());
    record_size best_size;
    patterns.for_each([&](std::span<const abstract_record> records) {
      if (!counts(records.subspan(from_stored ? 1 : 0))) return true;
      const auto results = run(decided, records, from_stored);
      if (results[0] == results[1]) return true;
      const auto size = size_of(records, roles);
      if (best_ && best_size <= size) return true;
      best_size = size;
      best_.emplace();
      best_->from_stored = from_stored;
      best_->results = results;
      best_->shown.records.assign(records.begin(), records.end());
      for (const auto& role : roles) best_->shown.named.push_back(role.read);
      return wanted_ == search_for::smallest;
    });
  }

  std::array<abstract_value, 2> run(const abstract_rules& decided,
                                    std::span<const abstract_record> records,
                                    bool from_stored) const {
    const auto after = [&](std::initializer_list<std::size_t> steps) {
      std::optional<abstract_record> stored;
      if (from_stored) stored = records[0];
      for (const std::size_t step : steps) {
        const auto& incoming = records[step + (from_stored ? 1 : 0)];
        if (stored) decided.decide(*stored, incoming);
        else stored = decided.insert(incoming);
      }
      return (*stored)[field_];
    };
    if (law_ == record_law::replay) return {after({0}), after({0, 0})};
    return {after({0, 1}), after({1, 0})};
  }

  const record_shape& shape_;
  const field_rules& rules_;
  std::size_t field_;
  record_law law_;
  search_for wanted_;
  std::optional<dependence> best_;
};

}  // namespace detail

/// Whether the field at `index` depends on how records of one run come in; the smallest records
/// that show it, or nothing if it never does: it is proved for every stored record and all records.
///
/// Exact, for the reason that `compare_rules` is: the second step reads of what the first has
/// stored only the field itself and the field of its gate. A field that is stamped changes by the
/// same record only once, and those of the run are the same in both records.
inline std::optional<dependence> find_dependence(const record_shape& shape,
                                                 const field_rules& rules, std::size_t index,
                                                 record_law law,
                                                 search_for wanted = search_for::smallest) {
  return detail::law_search(shape, rules, index, law, wanted)
      .find([](std::span<const abstract_record>) { return true; });
}

/// Whether the field at `index` depends on the order of two records of which just one lacks it,
/// though both have the field of its gate, if it has one; as `find_dependence`.
inline std::optional<dependence> find_null_dependence(const record_shape& shape,
                                                      const field_rules& rules,
                                                      std::size_t index) {
  const bool is_gated = rules.rule_of(index) == policy::rule::gated;
  const std::size_t by = is_gated ? rules.gate_at(index).incoming : index;
  return detail::law_search(shape, rules, index, record_law::order, search_for::smallest)
      .find([&](std::span<const abstract_record> incoming) {
        const bool both_have_gate =
            !is_gated || (incoming[0][by] != missing && incoming[1][by] != missing);
        return both_have_gate && (incoming[0][index] == missing) != (incoming[1][index] == missing);
      });
}

}  // namespace tidemark::engine::proof
