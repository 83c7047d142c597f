// SPDX-License-Identifier: BSL-1.0
#include <tidemark/engine/proof/merge_differences.hpp>

#include <random>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/engine/proof/concrete_record.hpp>

#include "../../catch.hpp"
#include "../random_values.hpp"
#include "../sample.hpp"

using namespace tidemark;
using namespace tidemark::engine_test;
namespace proof = engine::proof;

namespace {

constexpr auto shape = engine::shape_of<sample>();

class random_lists {
 public:
  explicit random_lists(std::uint32_t seed) : engine_(seed) {}

  engine::preference_list any() {
    engine::preference_list list;
    for (std::size_t steps = engine_() % 5; steps > 0; --steps) list.steps.push_back(any_step());
    list.last_seen_wins = engine_() % 2 != 0;
    return list;
  }

  engine::preference_list changed(engine::preference_list list) {
    if (list.steps.empty()) list.last_seen_wins = !list.last_seen_wins;
    else if (engine_() % 3 == 0) list.steps.erase(list.steps.begin() + at(list));
    else if (engine_() % 2 == 0) *(list.steps.begin() + at(list)) = any_step();
    else std::swap(list.steps.front(), list.steps.back());
    return list;
  }

 private:
  std::ptrdiff_t at(const engine::preference_list& list) {
    return static_cast<std::ptrdiff_t>(engine_() % list.steps.size());
  }

  engine::preference_step any_step() {
    engine::preference_step step;
    step.word = static_cast<policy::preference>(engine_() % 3);
    do step.field = static_cast<field_index>(1 + engine_() % (field_count<sample> - 1));
    while (!has_order(field_types<sample>[step.field]));
    if (step.word != policy::preference::most_complete) return step;
    step.field = 0;
    while (step.fields.count() < 2)
      step.fields.add(1 + engine_() % (field_count<sample> - 1));
    return step;
  }

  std::mt19937 engine_;
};

engine::preference_order<sample> order_of(const engine::preference_list& list) {
  engine::preference_order<sample> order;
  for (const auto& step : list.steps) order.steps[order.step_count++] = step;
  order.last_seen_wins = list.last_seen_wins;
  return order;
}

bool later_wins(const engine::preference_list& list, const sample& earlier, const sample& later) {
  return order_of(list).prefers(later, earlier);
}

}  // namespace

TEST_CASE("random prefer lists are compared as all rows compare them") {
  int equal = 0, different = 0;
  for (std::uint32_t seed = 1; seed <= 600; ++seed) {
    INFO("seed " << seed);
    random_lists lists(seed);
    randomness random(seed);
    const auto a = lists.any();
    const auto b = seed % 2 == 0 ? lists.any() : lists.changed(a);
    const auto found = proof::compare_preferences(shape, a, b);
    ++(found ? different : equal);
    if (found) {
      const auto row = [&](std::size_t index) {
        return proof::concrete_record<sample>(found->shown.records[index],
                                              found->shown.named[index]);
      };
      REQUIRE(later_wins(a, row(0), row(1)) == (found->winners[0] == 1));
      REQUIRE(later_wins(b, row(0), row(1)) == (found->winners[1] == 1));
      REQUIRE(found->winners[0] != found->winners[1]);
    } else {
      for (int tries = 0; tries < 500; ++tries) {
        const auto earlier = random.any_record<sample>(), later = random.any_record<sample>();
        REQUIRE(later_wins(a, earlier, later) == later_wins(b, earlier, later));
      }
    }
  }
  CHECK(equal > 20);
  CHECK(different > 300);
}

TEST_CASE("many overlapping counts are compared in no time") {
  // The sums of all counts together have too many values to keep: only those from which a tie can
  // still be reached are.
  engine::preference_list many;
  for (std::size_t first = 1; first + 3 < field_count<sample>; ++first) {
    engine::preference_step step{policy::preference::most_complete, 0, {}};
    for (std::size_t i = first; i < first + 3; ++i) step.fields.add(i);
    many.steps.push_back(step);
  }
  auto fewer = many;
  fewer.steps.pop_back();
  const auto found = proof::compare_preferences(shape, many, fewer);
  REQUIRE(found);
  CHECK(found->winners[0] != found->winners[1]);
}

TEST_CASE("two rows that only their arrival tells apart differ in a field that no step reads") {
  engine::preference_list first, last;
  last.last_seen_wins = true;
  const auto found = proof::compare_preferences(shape, first, last);
  REQUIRE(found);
  CHECK(found->shown.records[0][1] != found->shown.records[1][1]);
  CHECK(found->shown.named[0].count() == 1);
}

TEST_CASE("steps that decide nothing make no difference") {
  const auto step = [](policy::preference word, std::string_view field) {
    return engine::preference_step{word, find_field<sample>(field).value(), {}};
  };
  const auto complete = [](std::initializer_list<std::string_view> fields) {
    engine::preference_step made{policy::preference::most_complete, 0, {}};
    for (const auto field : fields) made.fields.add(find_field<sample>(field).value());
    return made;
  };
  using policy::preference;
  const engine::preference_list once{{step(preference::highest, "gmv")}, false};
  engine::preference_list twice = once;
  twice.steps.push_back(step(preference::lowest, "gmv"));
  CHECK_FALSE(proof::compare_preferences(shape, once, twice));
  engine::preference_list counted = once;
  counted.steps.push_back(complete({"gmv"}));
  CHECK_FALSE(proof::compare_preferences(shape, once, counted));
  engine::preference_list more = once;
  more.steps.push_back(complete({"gmv", "rate"}));
  const auto found = proof::compare_preferences(shape, once, more);
  REQUIRE(found);
  CHECK(found->when == "one is decided by first_seen and the other by most_complete: [gmv, rate], "
                       "for different rows");
  // Two counts of which a third one follows.
  engine::preference_list sums{{complete({"gmv", "rate"}), complete({"rate", "day"})}, false};
  engine::preference_list third = sums;
  third.steps.push_back(complete({"gmv", "day"}));
  CHECK(proof::compare_preferences(shape, sums, third));
  third.steps.back() = complete({"gmv", "rate"});
  CHECK_FALSE(proof::compare_preferences(shape, sums, third));
}
