// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <tidemark/engine/proof/preference_search.hpp>
#include <tidemark/engine/proof/rule_laws.hpp>

namespace tidemark::engine::proof {

/// How rows with one key come in, in two ways that should give the same.
enum class row_law : std::uint8_t {
  batch,    ///< two rows of one run, or each in a run of its own
  sources,  ///< two rows of one list, in the one order or the other
};

/// Which field of a row a field of a record comes from, by field index of the record; nothing if
/// its value is the same for all rows of the key.
using field_origins = std::vector<std::optional<std::size_t>>;

/// Rows, their merge and their record: what `find_row_dependence` speaks of.
struct row_rules {
  const record_shape& row;
  const preference_list& merge;
  const record_shape& record;
  const field_rules& rules;
  const field_origins& origins;
};

namespace detail {

class row_law_search {
 public:
  row_law_search(const row_rules& given, std::size_t field, row_law law, search_for wanted)
      : given_(given),
        field_(field),
        law_(law),
        wanted_(wanted),
        merged_(preference_search(given.row, {&given.merge}).read()) {}

  std::optional<dependence> find() {
    const deciding_field_sets deciding(given_.record, given_.rules, field_,
                                       law_ == row_law::batch ? decided_records::one_or_two
                                                              : decided_records::only_one,
                                       fields_merged());
    look({deciding.sets()[0].read, {}}, false);
    if (best_) return std::move(best_);
    for (const auto& fields : deciding.sets()) look(fields, true);
    return std::move(best_);
  }

 private:
  using cases_of_rows = std::vector<pair_case>;

  static pair_case case_of(abstract_value earlier, abstract_value later) {
    if (earlier == missing)
      return later == missing ? pair_case::both_missing : pair_case::only_later;
    if (later == missing) return pair_case::only_earlier;
    return later > earlier   ? pair_case::later_larger
           : later < earlier ? pair_case::earlier_larger
                             : pair_case::equal;
  }

  /// The fields of the record that come from fields of the rows that their merge reads.
  field_mask fields_merged() const {
    field_mask fields;
    for (std::size_t i = 0; i < given_.origins.size(); ++i)
      if (given_.origins[i] && merged_.has(*given_.origins[i])) fields.add(i);
    return fields;
  }

  /// The fields of the record of which the rows' values count: the first row may be stored.
  static field_mask fields_of_rows(const read_fields& read, bool from_stored) {
    return from_stored ? read.incoming : read.any();
  }

  void look(const deciding_fields& fields, bool from_stored) {
    const read_fields& read = fields.read;
    std::vector<std::size_t> row_fields;  // those that the record's fields come from
    field_mask named;
    for_each_in(fields_of_rows(read, from_stored), [&](std::size_t field) {
      if (const auto from = given_.origins[field]; from && !named.has(*from)) {
        named.add(*from);
        row_fields.push_back(*from);
      }
    });
    auto patterns = patterns_of_rows(fields, from_stored);
    const abstract_rules decided(given_.record, given_.rules, read.both());
    const std::size_t first = from_stored ? 1 : 0;
    std::vector<field_mask> shown;
    if (from_stored) shown.push_back(read.stored);
    shown.insert(shown.end(), 2, named);
    const int field_count = read.any().count();
    patterns.for_each([&](std::span<const abstract_record> records) {
      record_size size{field_count, 0, 0};
      for (std::size_t i = 0; i < shown.size(); ++i)
        for_each_in(shown[i], [&](std::size_t field) { size.add(records[i][field]); });
      for (const int sign : {-1, 0, 1}) {
        const auto results = run(decided, records, from_stored, sign);
        if (results[0] == results[1] || (best_ && best_size_ <= size)) continue;
        const auto& merged = merged_with(row_fields, records[first], records[first + 1], sign);
        if (!merged) continue;
        offer(records, from_stored, shown, size, *merged, results);
        if (wanted_ == search_for::any) return false;
      }
      return true;
    });
  }

  record_patterns patterns_of_rows(const deciding_fields& fields, bool from_stored) const {
    const read_fields& read = fields.read;
    const std::array<const field_rules*, 1> rules{&given_.rules};
    const std::size_t first = from_stored ? 1 : 0;
    std::vector<pattern_value> values;
    const auto add = [&](std::size_t record, std::size_t field, field_type type, bool optional) {
      values.push_back({{{record, field}}, optional, may_be_negative(type)});
      return values.size() - 1;
    };
    const numbered_values::of_record none(given_.record.fields.size());
    numbered_values numbered{std::nullopt, {none, none}};
    if (from_stored) {
      numbered.stored = none;
      for_each_in(read.stored, [&](std::size_t field) {
        (*numbered.stored)[field] = add(0, field, given_.record.types[field],
                                        given_.record.may_be_stored_missing().has(field));
      });
    }
    std::vector<value_comparison> of_rows;  // how they are merged is read of these
    std::map<std::size_t, std::array<value_number, 2>> known;  // by field index of the row
    for_each_in(fields_of_rows(read, from_stored), [&](std::size_t field) {
      const auto from = given_.origins[field];
      std::array<value_number, 2> of_field{};
      if (!from && given_.record.key.has(field) && from_stored && (*numbered.stored)[field]) {
        of_field.fill(*(*numbered.stored)[field]);
        values[of_field[0]].places.push_back({first + 2, field});
      } else if (!from) {
        of_field.fill(add(first + 2, field, given_.record.types[field],
                          given_.record.may_be_missing.has(field) &&
                              !given_.record.required.has(field)));
      } else if (const auto at = known.find(*from); at != known.end()) {
        of_field = at->second;
      } else {
        for (std::size_t row = 0; row < 2; ++row)
          of_field[row] = add(first + row, *from, given_.record.types[field],
                              given_.row.may_be_missing.has(*from) && !names_required(*from));
        if (merged_.has(*from)) of_rows.push_back({of_field[0], of_field[1]});
        known.emplace(*from, of_field);
      }
      for (std::size_t row = 0; row < 2; ++row) numbered.incoming[row][field] = of_field[row];
    });
    auto compared = compared_by(given_.record, rules, {read.both(), fields.changers}, numbered);
    compared.insert(compared.end(), of_rows.begin(), of_rows.end());
    return {first + 3, values, compared};
  }

  /// Whether a field that a stored record must have comes from the field `from` of a row: a row
  /// without it makes no record.
  bool names_required(std::size_t from) const {
    bool names = false;
    for_each_in(given_.record.required,
                [&](std::size_t field) { names = names || given_.origins[field] == from; });
    return names;
  }

  /// The smallest other fields of two rows, of which the merge prefers the later one (`sign` 1),
  /// the earlier one (-1) or neither (0); nothing if it cannot.
  const std::optional<preference_found>& merged_with(const std::vector<std::size_t>& row_fields,
                                                     const abstract_record& earlier,
                                                     const abstract_record& later, int sign) {
    cases_of_rows cases;
    for (const auto field : row_fields)
      if (merged_.has(field)) cases.push_back(case_of(earlier[field], later[field]));
    const auto [at, is_new] = known_.emplace(std::pair(sign, cases), std::nullopt);
    if (!is_new) return at->second;
    preference_search search(given_.row, {&given_.merge});
    auto next = cases.begin();
    for (const auto field : row_fields)
      if (merged_.has(field)) search.fix(field, *next++);
    const std::array<int, 1> signs{sign};
    return at->second = search.find(signs);
  }

  /// `given` has what comes from no row, by field index of the record.
  abstract_record record_of(const abstract_record& row, const abstract_record& given) const {
    abstract_record record;
    for (std::size_t i = 0; i < given_.origins.size(); ++i)
      record[i] = given_.origins[i] ? row[*given_.origins[i]] : given[i];
    return record;
  }

  std::array<abstract_value, 2> run(const abstract_rules& decided,
                                    std::span<const abstract_record> records, bool from_stored,
                                    int sign) const {
    const std::size_t first = from_stored ? 1 : 0;
    const auto after = [&](std::initializer_list<std::size_t> rows) {
      std::optional<abstract_record> stored;
      if (from_stored) stored = records[0];
      for (const std::size_t row : rows) {
        const auto incoming = record_of(records[first + row], records[first + 2]);
        if (stored) decided.decide(*stored, incoming);
        else stored = decided.insert(incoming);
      }
      return (*stored)[field_];
    };
    const auto winner = [&](int order, bool swapped) -> std::size_t {
      const bool later_wins = order == 0 ? given_.merge.last_seen_wins : order > 0;
      return later_wins != swapped ? 1 : 0;
    };
    if (law_ == row_law::batch) return {after({winner(sign, false)}), after({0, 1})};
    return {after({winner(sign, false)}), after({winner(-sign, true)})};
  }

  /// `size` is that of the fields that `shown` names.
  void offer(std::span<const abstract_record> records, bool from_stored,
             const std::vector<field_mask>& shown, record_size size,
             const preference_found& merged, const std::array<abstract_value, 2>& results) {
    const field_mask named = shown.back();
    for (const auto& [field, each] : merged.cases)
      if (!named.has(field)) size = size + size_of(each);
    if (best_ && best_size_ <= size) return;
    best_size_ = size;
    best_.emplace();
    best_->from_stored = from_stored;
    best_->results = results;
    best_->shown.records.assign(records.begin(), records.end() - 1);
    best_->shown.named = shown;
    const std::size_t first = from_stored ? 1 : 0;
    for (const auto& [field, each] : merged.cases) {
      if (named.has(field) || !tells_apart(each)) continue;
      for (std::size_t row = 0; row < 2; ++row) {
        best_->shown.records[first + row][field] = values_of(each)[row];
        best_->shown.named[first + row].add(field);
      }
    }
  }

  row_rules given_;
  std::size_t field_;
  row_law law_;
  search_for wanted_;
  field_mask merged_;  ///< the fields of rows that decide which is preferred
  std::map<std::pair<int, cases_of_rows>, std::optional<preference_found>> known_;
  std::optional<dependence> best_;
  record_size best_size_;
};

}  // namespace detail

/// Whether the field at `index` of a stored record depends on how the rows of one run come in:
/// merged and then decided. The smallest rows that show it (with `from_stored`, the first is the
/// stored record), or nothing if it never does. Exact.
inline std::optional<dependence> find_row_dependence(const row_rules& given, std::size_t index,
                                                     row_law law,
                                                     search_for wanted = search_for::smallest) {
  return detail::row_law_search(given, index, law, wanted).find();
}

}  // namespace tidemark::engine::proof
