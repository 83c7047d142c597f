// SPDX-License-Identifier: BSL-1.0
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/engine/merger.hpp>
#include <tidemark/engine/preference.hpp>

#include "../catch.hpp"
#include "sample.hpp"

using namespace tidemark;
using namespace tidemark::engine_test;
using policy::preference;

namespace {

/// A `prefer:` list; the last step is first_seen or last_seen.
struct prefer {
  engine::preference_order<sample> order;

  prefer& add(preference word, std::initializer_list<std::string_view> fields = {}) {
    if (word == preference::first_seen || word == preference::last_seen) {
      order.last_seen_wins = word == preference::last_seen;
      return *this;
    }
    auto& step = order.steps[order.step_count++];
    step.word = word;
    for (const auto name : fields) step.fields.add(find_field<sample>(name).value());
    step.field = find_field<sample>(*fields.begin()).value();
    return *this;
  }
};

struct merge_case {
  std::string name;
  std::vector<named_texts> rows;  ///< in order of arrival
  std::size_t winner;             ///< its position
};

void check_merges(const engine::preference_order<sample>& order,
                  const std::vector<merge_case>& cases) {
  for (const auto& test : cases) {
    INFO(test.name);
    engine::merger<sample> merger(order);
    for (const auto& row : test.rows) {
      sample incoming = sample_of(row);
      merger.add(incoming);
    }
    REQUIRE(merger.rows().size() == 1);
    CHECK(texts_of(merger.rows()[0]) == test.rows[test.winner]);
  }
}

}  // namespace

TEST_CASE("a step of a merge decides if the steps before it are equal") {
  const auto order = prefer()
                         .add(preference::highest, {"gmv"})
                         .add(preference::highest, {"count"})
                         .add(preference::lowest, {"number"})
                         .add(preference::most_complete, {"rate", "day", "text", "list"})
                         .add(preference::first_seen)
                         .order;
  check_merges(
      order,
      {{"one row is its own winner", {{{"gmv", "1"}}}, 0},
       {"the highest first field wins, with any other fields",
        {{{"gmv", "5"}}, {{"gmv", "6"}}, {{"gmv", "5"}, {"count", "9"}, {"text", "x"}}}, 1},
       {"missing sorts below every value", {{{"count", "9"}}, {{"gmv", "-5"}}}, 1},
       {"equal gmv, more of the second", {{{"gmv", "5"}, {"count", "1"}},
                                          {{"gmv", "5"}, {"count", "9"}}}, 1},
       {"a known 0 beats a missing value", {{{"gmv", "5"}}, {{"gmv", "5"}, {"count", "0"}}}, 1},
       {"the lowest of a lowest step wins", {{{"number", "7"}}, {{"number", "-7"}}}, 1},
       {"the limits of a lowest step do not overflow",
        {{{"number", "9223372036854775807"}}, {{"number", "-9223372036854775808"}}}, 1},
       {"missing loses in a lowest step too", {{{"number", "7"}}, {{"text", "x"}}}, 0},
       {"more present fields win", {{{"text", "x"}, {"document", "{}"}},
                                    {{"rate", "0"}, {"text", ""}}}, 1},
       {"only listed fields count", {{{"rate", "1"}},
                                     {{"document", "{}"}, {"moment", "2026-01-01 00:00:00"}}}, 0},
       {"which fields are present does not count", {{{"rate", "1"}}, {{"text", "x"}}}, 0},
       {"the earliest wins a tie", {{{"text", "first"}}, {{"text", "second"}}}, 0},
       {"the earliest of the best wins a tie",
        {{{"gmv", "1"}}, {{"gmv", "2"}, {"text", "a"}}, {{"gmv", "2"}, {"text", "b"}}}, 1}});
}

TEST_CASE("last_seen gives a tie to the latest row") {
  check_merges(prefer().add(preference::highest, {"gmv"}).add(preference::last_seen).order,
               {{"a tie", {{{"text", "first"}}, {{"text", "second"}}}, 1},
                {"without a tie", {{{"gmv", "2"}, {"text", "first"}}, {{"gmv", "1"}}}, 0}});
}

TEST_CASE("a list with only first_seen takes the first row") {
  check_merges(prefer().add(preference::first_seen).order,
               {{"any", {{{"gmv", "1"}}, {{"gmv", "2"}}}, 0}});
}
