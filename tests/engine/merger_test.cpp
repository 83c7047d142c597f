// SPDX-License-Identifier: BSL-1.0
#include <tidemark/engine/merger.hpp>

#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <catch.hpp>

#include "sample.hpp"

using namespace tidemark;
using engine_test::sample;

namespace {

engine::preference_order<sample> highest_gmv() {
  engine::preference_order<sample> order;
  order.steps[order.step_count++] = {policy::preference::highest,
                                     find_field<sample>("gmv").value(), {}};
  return order;
}

std::vector<sample> random_rows(std::size_t count, std::size_t keys) {
  std::mt19937 random(7);
  std::vector<sample> rows(count);
  for (auto& row : rows) {
    row.id = "video " + std::to_string(random() % keys);
    row.gmv = counter{static_cast<std::int64_t>(random() % 50)};
    row.text = std::to_string(random());
  }
  return rows;
}

std::string shown(const sample& row) {
  return row.id + '=' + std::to_string(*row.gmv.known) + '/' + *row.text + ' ';
}

/// What a merger says of rows while it takes them, and what it keeps of them.
struct merged {
  std::string outcomes, losers, winners;
};

/// `together`: rows of a list are added at once, otherwise one by one.
merged merge(const std::vector<std::vector<sample>>& lists, bool together) {
  engine::merger<sample> merger(highest_gmv());
  merged seen;
  const auto added = [&](const sample& row, const auto& outcome) {
    seen.outcomes += row.id + ' ' + std::to_string(outcome.number) + (outcome.first ? " f" : "") +
                     (outcome.won ? " w" : "") + '\n';
  };
  const auto lost = [&](const sample& winner, const sample& loser) {
    seen.losers += shown(winner) + "> " + shown(loser) + '\n';
  };
  for (std::size_t i = 0; i < lists.size(); ++i) {
    if (i > 0) merger.next_list();
    if (together) merger.add_all(lists[i], added, lost);
    else
      for (const auto& row : lists[i]) added(row, merger.add(row, lost));
  }
  for (const sample* winner : merger.take(lost).winners) seen.winners += shown(*winner);
  return seen;
}

/// Keeps rows, and counts how often they were all kept again.
struct wasteful_rows {
  sample keep(const sample& row) {
    ++kept;
    return row;
  }
  void drop(const sample&) { ++dropped; }
  bool is_wasteful() const { return dropped > 3; }

  std::size_t kept = 0, dropped = 0;
};

}  // namespace

TEST_CASE("rows that are added at once are merged as one by one") {
  // Few keys meet within a block, many make the index grow several times.
  for (const std::size_t keys : {1UL, 10UL, 100'000UL}) {
    const std::vector<std::vector<sample>> lists{random_rows(5'000, keys), {},
                                                 random_rows(3'000, keys)};
    const auto together = merge(lists, true);
    const auto singly = merge(lists, false);
    CHECK((together.outcomes == singly.outcomes));
    CHECK((together.losers == singly.losers));
    CHECK((together.winners == singly.winners));
  }
}

TEST_CASE("the winner of a key is the row that no other beats, of equal ones the first") {
  const auto rows = random_rows(5'000, 300);
  std::vector<std::pair<std::string, const sample*>> best;  // in the order of the keys
  for (const auto& row : rows) {
    auto known = best.begin();
    while (known != best.end() && known->first != row.id) ++known;
    if (known == best.end()) best.emplace_back(row.id, &row);
    else if (*row.gmv.known > *known->second->gmv.known) known->second = &row;
  }
  std::string expected;
  for (const auto& [id, row] : best) expected += shown(*row);
  CHECK((merge({rows}, true).winners == expected));
}

TEST_CASE("rows are kept again when most of what was kept has lost") {
  engine::merger<sample, wasteful_rows> merger(highest_gmv());
  sample row;
  for (int gmv = 0; gmv < 20; ++gmv) {
    row.id = gmv % 2 == 0 ? "a" : "b";
    row.gmv = counter{gmv};
    row.text = std::to_string(gmv);
    merger.add(row);
  }
  const auto taken = merger.take();
  REQUIRE(taken.winners.size() == 2);
  CHECK(shown(*taken.winners[0]) == "a=18/18 ");
  CHECK(shown(*taken.winners[1]) == "b=19/19 ");
  CHECK(taken.keeper.kept < 20);
}
