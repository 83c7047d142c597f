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

/// Fields that decide another field.
struct deciding_fields {
  read_fields read;
  /// Those of which only counts whether the first record changes them: what is stamped changes with
  /// them.
  field_mask changers;
};

/// How many records that come in are decided one after the other, at most.
enum class decided_records : std::uint8_t {
  only_one,    ///< one, in either way
  one_or_two,  ///< two in one of the ways
  two,         ///< two in both, of which the one or the other is the first
};

/// The sets of fields that decide one field, each by itself.
class deciding_field_sets {
 public:
  /// `distinct`: fields that another field with the same rule cannot stand for.
  deciding_field_sets(const record_shape& shape, const field_rules& rules, std::size_t field,
                      decided_records decided, field_mask distinct = {})
      : shape_(shape), rules_(rules), field_(field), distinct_(distinct) {
    // The field and its gate and, if a second record reads what the first has stored, what decides
    // the stored field of that gate.
    read_fields core;
    core.add(field);
    core.add_gate(rules, field);
    if (decided != decided_records::only_one && rules.rule_of(field) == policy::rule::gated) {
      const std::size_t by = rules.gate_at(field).stored;
      core.incoming.add(by);
      core.add_gate(rules, by);
      if (rules.rule_of(by) == policy::rule::stamped) {
        add_with_changers(core, decided == decided_records::two);
        return;
      }
    }
    sets_.push_back({core.with_whole(shape.key), {}});
  }

  const std::vector<deciding_fields>& sets() const { return sets_; }

 private:
  /// What is stamped changes with any other field: with one that has nothing to do with these, or
  /// else with one of those that have. `by_either`: either record may be the first, and change
  /// another field.
  void add_with_changers(const read_fields& core, bool by_either) {
    const auto changes = lone_changes(shape_, rules_);
    const lone_change* apart = nullptr;
    for (const auto& change : changes)
      if ((change.read.any() & core.any()).empty() && (!apart || change.size < apart->size))
        apart = &change;
    if (apart) return add(core | apart->read, {});
    add(core, {});
    std::vector<std::size_t> others;
    for (const auto& change : changes)
      if (!core.both().has(change.field) &&
          std::none_of(others.begin(), others.end(), [&](std::size_t other) {
            return can_stand_for(other, change.field);
          }))
        others.push_back(change.field);
    for (std::size_t i = 0; i < others.size(); ++i)
      for (std::size_t j = i; j < (by_either ? others.size() : i + 1); ++j) {
        read_fields read = core;
        field_mask changers;
        for (const std::size_t changer : {others[i], others[j]}) {
          read.add(changer);
          read.add_gate(rules_, changer);
          changers.add(changer);
        }
        add(read, changers);
      }
  }

  void add(const read_fields& read, field_mask changers) {
    const auto all = with_forced_gates(shape_, rules_, read.whole()).whole();
    field_mask compared;
    for (std::size_t g = 0; g < rules_.gate_count; ++g) {
      compared.add(rules_.gates[g].incoming);
      compared.add(rules_.gates[g].stored);
    }
    sets_.push_back({all.with_whole(shape_.key),
                     changers & rules_.under(policy::rule::gated) & ~compared});
  }

  /// Whether two fields can be changed by the same records, apart from their own values.
  bool can_stand_for(std::size_t a, std::size_t b) const {
    if (a == field_ || b == field_ || distinct_.has(a) || distinct_.has(b)) return false;
    const auto alike = [&](field_mask fields) { return fields.has(a) == fields.has(b); };
    for (std::size_t g = 0; g < rules_.gate_count; ++g) {
      const gate& guard = rules_.gates[g];
      for (const std::size_t compared : {guard.incoming, guard.stored})
        if (compared == a || compared == b) return false;
      if (!alike(guard.fields)) return false;
    }
    return rules_.rule_of(a) == rules_.rule_of(b) && alike(shape_.required) &&
           alike(shape_.counters) && alike(shape_.may_be_missing) && alike(shape_.of_run) &&
           may_be_negative(shape_.types[a]) == may_be_negative(shape_.types[b]);
  }

  const record_shape& shape_;
  const field_rules& rules_;
  std::size_t field_;
  field_mask distinct_;
  std::vector<deciding_fields> sets_;
};

/// Looks for a dependence of one field, on one law.
class law_search {
 public:
  law_search(const record_shape& shape, const field_rules& rules, std::size_t field,
             record_law law, search_for wanted)
      : shape_(shape), rules_(rules), field_(field), law_(law), wanted_(wanted) {}

  /// Only records for which `counts(incoming)` is true are looked at.
  template <typename Counts>
  std::optional<dependence> find(Counts counts) {
    const deciding_field_sets deciding(shape_, rules_, field_,
                                       law_ == record_law::replay ? decided_records::one_or_two
                                                                  : decided_records::two);
    // Without a stored record, the first one is not decided: the first set has all that counts.
    look({deciding.sets()[0].read, {}}, false, counts);
    if (best_) return std::move(best_);
    for (const auto& fields : deciding.sets()) look(fields, true, counts);
    return std::move(best_);
  }

 private:
  template <typename Counts>
  void look(const deciding_fields& fields, bool from_stored, Counts& counts) {
    const read_fields& read = fields.read;
    std::vector<record_role> roles;
    const std::size_t incoming = law_ == record_law::replay ? 1 : 2;
    if (from_stored) roles.push_back({read.stored, false});
    for (std::size_t i = 0; i < incoming; ++i) roles.push_back({read.incoming, true});
    const std::array<const field_rules*, 1> rules{&rules_};
    auto patterns = patterns_of(shape_, roles, rules, {read.both(), fields.changers});
    const abstract_rules decided(shape_, rules_, read.both());
    patterns.for_each([&](std::span<const abstract_record> records) {
      if (!counts(records.subspan(from_stored ? 1 : 0))) return true;
      const auto results = run(decided, records, from_stored);
      if (results[0] == results[1]) return true;
      const auto size = size_of(records, roles);
      if (best_ && best_size_ <= size) return true;
      best_size_ = size;
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
  record_size best_size_;
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
