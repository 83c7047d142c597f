// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <compare>
#include <random>
#include <vector>

#include <contract/shipped_programs.hpp>
#include <tidemark/engine/decide.hpp>
#include <tidemark/engine/merger.hpp>
#include <tidemark/engine/repeatable.hpp>
#include <tidemark/videos/to_records.hpp>

#include "../catch.hpp"
#include "random_values.hpp"
#include "sample.hpp"

/// Laws for every record, row and order; each is checked on random values of some records.
namespace {

using namespace tidemark;
using namespace tidemark::engine_test;

constexpr int rounds = 4'000;

template <typename Record>
bool same_fields(const Record& a, const Record& b) {
  bool same = true;
  for_each_field<Record>([&](auto i) { same = same && field<i>(a) == field<i>(b); });
  return same;
}

/// A random record without missing counters, like a stored one.
template <typename Record>
Record stored_record(randomness& random) {
  Record stored = random.any_record<Record>();
  engine::settle_insert(stored);
  return stored;
}

/// For every program: the key is kept, the reported fields are those that changed, a monotonic
/// field never falls, no counter becomes missing.
template <typename Record>
void decide_laws(randomness& random, const engine::program<Record>& rules) {
  const Record before = stored_record<Record>(random);
  Record after = before;
  Record explained = before;
  const Record incoming = random.any_record<Record>();
  const field_mask changed = engine::decide(rules, after, incoming);
  const auto decided = engine::decide_with_verdicts(rules, explained, incoming);
  REQUIRE(decided.changed == changed);
  REQUIRE(same_key(before, after));
  for_each_field<Record>([&](auto i) {
    INFO("field " << field_names<Record>[i]);
    REQUIRE(changed.has(i) == !(field<i>(before) == field<i>(after)));
    REQUIRE(changed.has(i) == engine::is_taken(decided.of(i)));
    REQUIRE(field<i>(explained) == field<i>(after));
    if (rules.rule_of(i) == policy::rule::ignored) REQUIRE_FALSE(changed.has(i));
    if constexpr (has_order(field_types<Record>[i])) {
      if (is_present(field<i>(before)) && rules.rule_of(i) == policy::rule::monotonic)
        REQUIRE(order_of(field<i>(after)) >= order_of(field<i>(before)));
      if (is_present(field<i>(before)) && rules.rule_of(i) == policy::rule::monotonic_down)
        REQUIRE(order_of(field<i>(after)) <= order_of(field<i>(before)));
    }
    if constexpr (field_types<Record>[i] == field_type::counter)
      REQUIRE(is_present(field<i>(after)));
  });
}

/// For programs whose gates compare a monotonic field with itself: the same row again changes
/// nothing, and monotonic fields end up equal in any order of rows.
template <typename Record>
void repeat_laws(randomness& random, const engine::program<Record>& rules) {
  Record stored = stored_record<Record>(random);
  std::vector<Record> rows(4);
  for (Record& row : rows) row = random.any_record<Record>();
  Record other = stored;
  for (const auto& row : rows) {
    engine::decide(rules, stored, row);
    REQUIRE(engine::decide(rules, stored, row).empty());
  }
  std::reverse(rows.begin(), rows.end());
  for (const auto& row : rows) engine::decide(rules, other, row);
  for_each_field<Record>([&](auto i) {
    if (rules.rule_of(i) == policy::rule::monotonic) REQUIRE(field<i>(stored) == field<i>(other));
  });
}

/// Whether a record that was just decided changes something when it comes once more, in any of
/// several tries.
template <typename Record>
bool repetition_changes(randomness& random, const engine::program<Record>& rules) {
  for (int tries = 0; tries < 30; ++tries) {
    Record stored = stored_record<Record>(random);
    const Record row = random.any_record<Record>();
    engine::decide(rules, stored, row);
    if (!engine::decide(rules, stored, row).empty()) return true;
  }
  return false;
}

/// A merge keeps one whole row per key; the same row again changes nothing; without ties the order
/// of arrival does not matter.
template <typename Row>
void merge_laws(randomness& random, const engine::preference_order<Row>& order) {
  std::vector<Row> rows(6);
  for (Row& row : rows) row = random.any_record<Row>();
  const auto merge = [&] {
    engine::merger<Row> merger(order);
    for (const Row& row : rows) merger.add(row);
    return merger.rows();
  };
  const auto winners = merge();
  REQUIRE(winners.size() == 1);
  REQUIRE(std::any_of(rows.begin(), rows.end(),
                      [&](const Row& row) { return same_fields(row, winners[0]); }));
  rows.push_back(winners[0]);
  REQUIRE(same_fields(merge()[0], winners[0]));
  rows.pop_back();

  const auto equal_to_best = std::count_if(rows.begin(), rows.end(), [&](const Row& row) {
    return std::is_eq(order.compare(row, winners[0]));
  });
  std::shuffle(rows.begin(), rows.end(), random.engine());
  if (equal_to_best == 1) REQUIRE(same_fields(merge()[0], winners[0]));
  REQUIRE(std::is_eq(order.compare(merge()[0], winners[0])));
}

engine::preference_order<videos::video_row> shipped_order() {
  using policy::preference;
  engine::preference_order<videos::video_row> order;
  for (const char* name : {"gmv_cents", "views", "items_sold"}) {
    order.steps[order.step_count++] = {preference::highest,
                                       find_field<videos::video_row>(name).value(), {}};
  }
  auto& complete = order.steps[order.step_count++];
  complete.word = preference::most_complete;
  for (const char* name : {"gmv_cents", "gpm_cents", "views", "items_sold", "ctr", "duration",
                           "posted_at", "hash_tags"})
    complete.fields.add(find_field<videos::video_row>(name).value());
  return order;
}

}  // namespace

TEST_CASE("decide keeps its laws under random programs") {
  randomness random(20260220);
  for (int i = 0; i < rounds; ++i) {
    decide_laws<sample>(random, random.any_program<sample>());
    decide_laws<videos::creator_video>(random, random.any_program<videos::creator_video>());
    decide_laws<videos::metric_snapshot>(random, random.any_program<videos::metric_snapshot>());
  }
}

TEST_CASE("with the shipped rules repetition changes nothing, nor does order in monotonic fields") {
  randomness random(20260221);
  const auto rules = contract::shipped_programs();
  for (int i = 0; i < rounds; ++i) {
    repeat_laws(random, rules.creator_videos);
    repeat_laws(random, rules.snapshots);
  }
}

TEST_CASE("a record that appears twice changes nothing under a repeatable program") {
  randomness random(20260223);
  int repeatable_with_gates = 0, changed_by_repetition = 0;
  for (int i = 0; i < rounds; ++i) {
    const auto rules = random.any_program<sample>();
    const bool changes = repetition_changes(random, rules);
    if (engine::is_repeatable(rules)) REQUIRE_FALSE(changes);
    repeatable_with_gates += engine::is_repeatable(rules) && rules.gate_count > 0;
    changed_by_repetition += changes;
  }
  CHECK(repeatable_with_gates > 100);
  CHECK(changed_by_repetition > 100);
  CHECK(engine::is_repeatable(contract::shipped_programs().creator_videos));
  CHECK(engine::is_repeatable(contract::shipped_programs().snapshots));
}

TEST_CASE("a merge keeps its laws") {
  randomness random(20260222);
  for (int i = 0; i < rounds; ++i) merge_laws(random, shipped_order());
}
