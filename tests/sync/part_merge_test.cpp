// SPDX-License-Identifier: BSL-1.0
#include <tidemark/sync/part_merge.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <rapidcheck.h>

#include <tidemark/sync/run_merge.hpp>

#include "catch.hpp"
#include "shipped_policy.hpp"

using namespace tidemark;

namespace {

using number = std::optional<std::int64_t>;

struct delivered {
  std::string id;
  number gmv, views, items;
};
using part = std::vector<delivered>;

videos::video_row to_row(const delivered& given) {
  videos::video_row row;
  row.brand_id = 1;
  row.tiktok_video_id = given.id;
  row.gmv_cents = given.gmv;
  row.views = given.views;
  row.items_sold = given.items;
  return row;
}

/// The result of merging one window of one source.
struct outcome {
  std::vector<std::tuple<std::string, number, number, number>> rows;
  sync::conflict_figures figures;
};

outcome merged(const sync::video_policy& policy, const std::vector<part>& parts) {
  sync::run_merge merge(policy.merge);
  for (const part& rows : parts) {
    merge.begin_part(videos::added_over_days());
    for (const auto& given : rows) {
      auto row = to_row(given);
      merge.add(row);
    }
  }
  REQUIRE(merge.end_source());
  outcome found;
  found.figures = merge.figures();
  const auto canonical = merge.take();
  for (const auto& row : canonical.lists[0])
    found.rows.emplace_back(row.tiktok_video_id, row.gmv_cents, row.views, row.items_sold);
  return found;
}

number plus(number a, number b) { return !a ? b : !b ? a : number(*a + *b); }

/// The simplest form of the rule: in every part the largest (gmv, views, items) of a video, then
/// sums.
outcome obvious(const std::vector<part>& parts) {
  outcome expected;
  std::vector<std::string> seen;
  std::map<std::string, std::tuple<number, number, number>> sums;
  for (const part& rows : parts) {
    std::map<std::string, std::vector<delivered>> videos;
    for (const auto& given : rows) {
      videos[given.id].push_back(given);
      if (std::find(seen.begin(), seen.end(), given.id) == seen.end()) seen.push_back(given.id);
    }
    for (const auto& [id, group] : videos) {
      const auto key = [](const delivered& given) {
        return std::tuple(given.gmv, given.views, given.items);  // nullopt is below every value
      };
      const auto best = *std::max_element(group.begin(), group.end(),
                                          [&](auto& a, auto& b) { return key(a) < key(b); });
      auto& [gmv, views, items] = sums[id];
      gmv = plus(gmv, best.gmv);
      views = plus(views, best.views);
      items = plus(items, best.items);
      std::int64_t low = group[0].gmv.value_or(0), high = low;
      bool conflict = false;
      for (const auto& given : group) {
        low = std::min(low, given.gmv.value_or(0));
        high = std::max(high, given.gmv.value_or(0));
        conflict = conflict || given.gmv.value_or(0) != group[0].gmv.value_or(0) ||
                   given.views.value_or(0) != group[0].views.value_or(0) ||
                   given.items.value_or(0) != group[0].items.value_or(0);
      }
      expected.figures.duplicate_rows += static_cast<std::int64_t>(group.size()) - 1;
      expected.figures.conflict_video_count += conflict;
      expected.figures.max_conflict_gmv_cents =
          std::max(expected.figures.max_conflict_gmv_cents, high - low);
    }
  }
  for (const auto& id : seen) {
    const auto& [gmv, views, items] = sums[id];
    expected.rows.emplace_back(id, gmv, views, items);
  }
  return expected;
}

rc::Gen<std::vector<part>> random_parts() {
  const auto some = rc::gen::map(rc::gen::inRange(-2, 9), [](int drawn) {
    return drawn < 0 ? number() : number(drawn - 1);  // missing, negative, 0 and more
  });
  const auto row = rc::gen::build<delivered>(
      rc::gen::set(&delivered::id, rc::gen::element<std::string>("a", "b", "c")),
      rc::gen::set(&delivered::gmv, some), rc::gen::set(&delivered::views, some),
      rc::gen::set(&delivered::items, some));
  return rc::gen::container<std::vector<part>>(rc::gen::container<part>(row));
}

}  // namespace

TEST_CASE("duplicates are merged within parts, then the parts of a video are added up") {
  struct { const char* name; std::vector<part> given; outcome expected; } const cases[] = {
      {"no row in any part", {{}, {}}, {{}, {0, 0, 0}}},
      {"a video of both parts", {{{"a", 100, 10, 1}}, {{"a", 30, 5, 2}}},
       {{{"a", 130, 15, 3}}, {0, 0, 0}}},
      {"a duplicate counts in its part, the weaker row for nothing",
       {{{"a", 7'398, 900, 9}, {"a", 1'668'639, 70'000, 123}}, {{"a", 1, 1, 1}}},
       {{{"a", 1'668'640, 70'001, 124}}, {1, 1, 1'661'241}}},
      {"duplicates in both parts are counted twice",
       {{{"a", 5, 1, 1}, {"a", 4, 1, 1}}, {{"a", 9, 1, 1}, {"a", 2, 1, 1}}},
       {{{"a", 14, 2, 2}}, {2, 2, 7}}},
      {"videos keep the order in which they were first seen",
       {{{"b", 1, 1, 1}}, {{"a", 2, 2, 2}, {"b", 3, 3, 3}}},
       {{{"b", 4, 4, 4}, {"a", 2, 2, 2}}, {0, 0, 0}}},
  };
  const auto policy = shipped_policy();
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    const auto found = merged(policy, given);
    CHECK(found.rows == expected.rows);
    CHECK(found.figures == expected.figures);
  }
}

TEST_CASE("random parts add up to the result of the simplest form of the rule") {
  const auto policy = shipped_policy();
  CHECK(rc::check([&] {
    const auto parts = *random_parts();
    const auto found = merged(policy, parts);
    const auto expected = obvious(parts);
    RC_ASSERT(found.rows == expected.rows);
    RC_ASSERT(found.figures == expected.figures);
  }));
}

TEST_CASE("a window in one part equals the window without parts") {
  const auto policy = shipped_policy();
  CHECK(rc::check([&] {
    const auto rows = rc::gen::map(random_parts(), [](auto parts) {
      return parts.empty() ? part() : parts.front();
    });
    const auto part = *rows;
    sync::run_merge whole(policy.merge);
    for (const auto& each : part) {
      auto row = to_row(each);
      whole.add(row);
    }
    const auto found = merged(policy, {part});
    RC_ASSERT(found.figures == whole.figures());
    outcome expected;
    const auto canonical = whole.take();
    for (const auto& row : canonical.lists[0])
      expected.rows.emplace_back(row.tiktok_video_id, row.gmv_cents, row.views, row.items_sold);
    RC_ASSERT(found.rows == expected.rows);
  }));
}
