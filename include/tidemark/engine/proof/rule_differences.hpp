// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/engine/proof/abstract_record.hpp>
#include <tidemark/engine/proof/condition.hpp>
#include <tidemark/engine/proof/record_patterns.hpp>

namespace tidemark::engine::proof {

/// Records that show something, in the order in which they come, and which of their fields count.
struct shown_records {
  std::vector<abstract_record> records;
  std::vector<field_mask> named;  ///< of each record
};

/// A field that two sets of rules decide differently.
struct rule_difference {
  std::size_t field = 0;
  std::string when;      ///< the exact condition
  shown_records shown;   ///< the first is inserted, the second is decided; the smallest two
  std::array<abstract_value, 2> results{};  ///< the field's value afterwards, by each set
};

/// What two sets of rules for one record have in common.
struct rule_comparison {
  std::vector<rule_difference> differences;  ///< none: equal for every stored record and every row
  /// `implies[0]`: whatever the first set changes, the second changes too, to any value;
  /// `implies[1]`: the reverse.
  std::array<bool, 2> implies{true, true};
};

namespace detail {

/// The fields that rules read of a stored record and of one that comes in. A field that is read of
/// only one of them is there for a gate; whether it changes does not matter.
struct read_fields {
  field_mask stored, incoming;

  void add(std::size_t field) {
    stored.add(field);
    incoming.add(field);
  }
  void add_gate(const field_rules& rules, std::size_t field) {
    if (rules.rule_of(field) != policy::rule::gated) return;
    stored.add(rules.gate_at(field).stored);
    incoming.add(rules.gate_at(field).incoming);
  }
  field_mask any() const { return stored | incoming; }
  /// The same fields, of both records.
  read_fields whole() const { return {any(), any()}; }
  /// With the fields of the key of both records: they are the same.
  read_fields with_whole(field_mask key) const {
    return {stored | (any() & key), incoming | (any() & key)};
  }
  field_mask both() const { return stored & incoming; }

  friend read_fields operator|(read_fields a, read_fields b) {
    return {a.stored | b.stored, a.incoming | b.incoming};
  }
  bool operator==(const read_fields&) const = default;
};

/// Whether both sets have the same rule for the field at `index`, word by word.
inline bool has_same_rule(const field_rules& a, const field_rules& b, std::size_t index) {
  const auto word = a.rule_of(index);
  if (word != b.rule_of(index)) return false;
  return word != policy::rule::gated || a.gate_at(index).is_like(b.gate_at(index));
}

/// Adds the fields whose values decide whether a field that is read of both records can stay as it
/// is: without a value of theirs, its gate would be open or shut for another reason.
inline read_fields with_forced_gates(const record_shape& shape, const field_rules& rules,
                                     read_fields read) {
  const field_mask always = ~shape.may_be_missing | shape.required;
  for (read_fields before; !(before == read);) {
    before = read;
    for_each_in(before.both(), [&](std::size_t field) {
      if (rules.rule_of(field) != policy::rule::gated) return;
      const auto by = rules.gate_at(field).incoming;
      if (read.incoming.has(by) || always.has(by)) read.add_gate(rules, field);
    });
  }
  return read;
}

/// The smallest way to change one field and nothing that others read.
struct lone_change {
  std::size_t field = 0;
  read_fields read;
  shown_records shown;
  record_size size;
};

/// How each field that is not stamped can be changed, if it can.
inline std::vector<lone_change> lone_changes(const record_shape& shape, const field_rules& rules) {
  std::vector<lone_change> changes;
  for_each_in(shape.ruled() & ~rules.under(policy::rule::stamped), [&](std::size_t field) {
    read_fields read;
    read.add(field);
    read.add_gate(rules, field);
    read = read.with_whole(shape.key);
    const std::vector<record_role> roles{{read.stored, false}, {read.incoming, true}};
    const std::array<const field_rules*, 1> all_rules{&rules};
    auto patterns = patterns_of(shape, roles, all_rules, {read.both(), {}});
    const abstract_rules decided(shape, rules, read.both());
    std::optional<lone_change> best;
    patterns.for_each([&](std::span<const abstract_record> records) {
      abstract_record stored = records[0];
      if (!decided.decide(stored, records[1]).has(field)) return true;
      const auto size = size_of(records, roles);
      if (best && best->size <= size) return true;
      best = lone_change{field, read, {{records.begin(), records.end()},
                                       {read.stored, read.incoming}}, size};
      return true;
    });
    if (best) changes.push_back(std::move(*best));
  });
  return changes;
}

class rule_comparer {
 public:
  rule_comparer(const record_shape& shape, const field_rules& a, const field_rules& b)
      : shape_(shape), rules_{&a, &b} {}

  rule_comparison compare() {
    for_each_in(shape_.ruled(), [&](std::size_t field) {
      const std::array stamped{is_stamped(0, field), is_stamped(1, field)};
      if (stamped[0] && stamped[1]) return;  // they differ only where another field does
      if (has_same_rule(*rules_[0], *rules_[1], field)) return;
      begin(field);
      if (stamped[0] || stamped[1]) compare_stamped(field, stamped[0] ? 0 : 1);
      else compare_plain(field);
      if (best_) {
        best_->when = where_->text();
        result_.differences.push_back(std::move(*best_));
      }
    });
    return std::move(result_);
  }

 private:
  bool is_stamped(int side, std::size_t field) const {
    return rules_[static_cast<std::size_t>(side)]->rule_of(field) == policy::rule::stamped;
  }

  /// Begins with the comparisons of which the conditions of `field` are made.
  void begin(std::size_t field) {
    pairs_.clear();
    std::vector<condition_part> parts;
    const auto add = [&](std::size_t incoming, std::size_t stored) {
      for (const auto& pair : pairs_)
        if (pair == std::pair(incoming, stored)) return;
      pairs_.emplace_back(incoming, stored);
      parts.push_back({std::string(shape_.fields[incoming]), std::string(shape_.fields[stored])});
    };
    for (const auto* rules : rules_)
      if (rules->rule_of(field) == policy::rule::gated)
        add(rules->gate_at(field).incoming, rules->gate_at(field).stored);
    add(field, field);
    parts.push_back({});
    where_.emplace(std::move(parts));
    best_.reset();
  }

  void compare_plain(std::size_t field) {
    read_fields read;
    read.add(field);
    for (const auto* rules : rules_) read.add_gate(*rules, field);
    look(field, read, 0, nullptr);
  }

  /// `side` has `field` stamped: what else changes is left to the other fields, as far as they can.
  void compare_stamped(std::size_t field, std::size_t side) {
    const field_rules& stamping = *rules_[side];
    read_fields read;
    read.add(field);
    read.add_gate(*rules_[1 - side], field);
    read = with_forced_gates(shape_, stamping, read.whole()).whole();
    look(field, read, side, nullptr);
    const auto& changes = changes_of(side);
    // A change that has nothing to do with these fields can come with any of their values.
    const lone_change* apart = nullptr;
    for (const auto& change : changes)
      if ((change.read.any() & read.any()).empty() && (!apart || change.size < apart->size))
        apart = &change;
    if (apart) look(field, read, side, apart);
    // Others add what is missing without it, or what is smaller.
    constexpr record_size smallest_change{1, 0, 1};
    if (apart && apart->size <= smallest_change) return;
    for (const auto& change : changes) {
      if ((change.read.any() & read.any()).empty()) continue;
      const auto wider =
          with_forced_gates(shape_, stamping, (read | change.read).whole()).whole();
      const int added = (wider.any() & ~read.any()).count();
      if (added > 0 && (!apart || added <= apart->size.fields)) look(field, wider, side, nullptr);
    }
  }

  const std::vector<lone_change>& changes_of(std::size_t side) {
    if (!changes_[side]) changes_[side] = lone_changes(shape_, *rules_[side]);
    return *changes_[side];
  }

  /// `apart`: a change of `stamping` that is added to all records.
  void look(std::size_t field, const read_fields& fields, std::size_t stamping,
            const lone_change* apart) {
    const read_fields read = fields.with_whole(shape_.key);
    const std::vector<record_role> roles{{read.stored, false}, {read.incoming, true}};
    auto patterns = patterns_of(shape_, roles, rules_, {read.both(), {}}, true);
    const std::array decided{abstract_rules(shape_, *rules_[0], read.both()),
                             abstract_rules(shape_, *rules_[1], read.both())};
    const bool changes_more = apart != nullptr;
    patterns.for_each([&](std::span<const abstract_record> records) {
      std::array<abstract_record, 2> after{records[0], records[0]};
      std::array<field_mask, 2> changed;
      for (std::size_t side = 0; side < 2; ++side)
        changed[side] = decided[side].decide(after[side], records[1],
                                             changes_more && side == stamping);
      const bool differs = after[0][field] != after[1][field];
      const field_mask others =
          changed[stamping] & ~rules_[stamping]->under(policy::rule::stamped);
      note_situation(records, field, changes_more || !others.empty(), differs);
      for (std::size_t side = 0; side < 2; ++side)
        if (changed[side].has(field) && !changed[1 - side].has(field))
          result_.implies[side] = false;
      if (differs) offer(records, roles, field, after, apart);
      return true;
    });
  }

  void note_situation(std::span<const abstract_record> records, std::size_t field,
                      bool others_change, bool differs) {
    std::vector<std::uint8_t> cases;
    for (const auto& [incoming, stored] : pairs_) {
      const bool is_counter = incoming == field && stored == field && shape_.counters.has(field);
      cases.push_back(static_cast<std::uint8_t>(
          order_case_of(offered(records, incoming), records[0][stored], is_counter)));
    }
    const bool counts = is_stamped(0, field) || is_stamped(1, field);
    cases.push_back(counts && others_change ? 1 : 0);
    where_->add(cases, differs);
  }

  abstract_value offered(std::span<const abstract_record> records, std::size_t field) const {
    const auto value = records[1][field];
    return value == missing && shape_.required.has(field) ? records[0][field] : value;
  }

  void offer(std::span<const abstract_record> records, const std::vector<record_role>& roles,
             std::size_t field, const std::array<abstract_record, 2>& after,
             const lone_change* apart) {
    auto size = size_of(records, roles);
    if (apart) size = size + apart->size;
    if (best_ && best_size_ <= size) return;
    best_size_ = size;
    best_.emplace();
    best_->field = field;
    best_->results = {after[0][field], after[1][field]};
    best_->shown.records.assign(records.begin(), records.end());
    best_->shown.named = {roles[0].read, roles[1].read};
    if (!apart) return;
    for (std::size_t i = 0; i < 2; ++i) {
      best_->shown.named[i] = best_->shown.named[i] | apart->shown.named[i];
      for_each_in(apart->shown.named[i], [&](std::size_t each) {
        best_->shown.records[i][each] = apart->shown.records[i][each];
      });
    }
  }

  const record_shape& shape_;
  std::array<const field_rules*, 2> rules_;
  rule_comparison result_;
  std::vector<std::pair<std::size_t, std::size_t>> pairs_;
  std::array<std::optional<std::vector<lone_change>>, 2> changes_;
  std::optional<condition> where_;
  std::optional<rule_difference> best_;
  record_size best_size_;
};

}  // namespace detail

/// Compares two sets of rules for the record of `shape`, for every stored record and every row.
///
/// Exact: what `decide` does to a field depends only on how the values that its rule and its gate
/// read compare, and there are finitely many such situations; each is looked at once. Two records
/// always suffice to show a difference, since a first record is inserted as it came. A stamped
/// field is compared with just those values of "something else changed" that the rules of the other
/// fields can bring about. rules/README.md, "What is proved".
inline rule_comparison compare_rules(const record_shape& shape, const field_rules& a,
                                     const field_rules& b) {
  return detail::rule_comparer(shape, a, b).compare();
}

}  // namespace tidemark::engine::proof
