// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include "storage_under_test.hpp"

/// The contract of corrections: storage/corrections.hpp.
namespace tidemark::contract {

inline std::vector<storage::correction> all_corrections(
    storage::backend& from, std::int64_t brand_id,
    const std::optional<std::string>& tiktok_video_id = {}) {
  return collect<storage::correction>([&](const auto& visit) {
    return from.walk_corrections(brand_id, tiktok_video_id, visit);
  });
}

inline void check_same(const storage::correction& kept, const storage::correction& added) {
  CHECK(kept.brand_id == added.brand_id);
  CHECK(kept.tiktok_video_id == added.tiktok_video_id);
  CHECK(kept.field == added.field);
  CHECK(kept.before == added.before);
  CHECK(kept.after == added.after);
  CHECK(kept.reason == added.reason);
  CHECK(kept.author == added.author);
  CHECK(kept.run_id == added.run_id);
  CHECK(kept.held == added.held);
  CHECK(kept.released_at == added.released_at);
  CHECK(kept.inserted_at == added.inserted_at);
}

inline void check_corrections(const storage_under_test& under_test) {
  auto store = under_test.open_fresh();
  CHECK(all_corrections(*store, 1).empty());
  timestamp at = moment("2026-02-20 09:00:00");
  at.micros += 5;
  const std::vector<storage::correction> added{
      {99, 1, "v", "gmv_cents", json{"5"}, json{"12000"}, "the shop's \"refund\"", "anna", {},
       false, {}, at},
      {99, 1, "w", "title", {}, json{"\"\xC3\xA4 'b'\""}, "typo", "ben", 17, true, at, at},
      {99, 2, "v", "gmv_cents", json{"1"}, {}, "another brand", "anna", {}, true, {}, at},
      {99, 1, "v", "hash_tags", json{"[\"a\",\"b\"]"}, {}, "again", "anna", {}, false, {}, at}};
  std::vector<std::int64_t> ids;
  for (const auto& correction : added) ids.push_back(value_of(store->add_correction(correction)));
  for (std::size_t i = 1; i < ids.size(); ++i) CHECK(ids[i - 1] < ids[i]);

  value_of(store->retain(day("2030-01-01"), moment("2030-01-01 00:00:00")));
  if (under_test.reopen) {
    store.reset();
    store = under_test.reopen();
  }
  const auto kept = all_corrections(*store, 1);
  REQUIRE(kept.size() == 3);
  const std::size_t expected[] = {0, 1, 3};
  for (std::size_t i = 0; i < kept.size(); ++i) {
    INFO("correction " << i);
    CHECK(kept[i].id == ids[expected[i]]);
    check_same(kept[i], added[expected[i]]);
  }
  const auto of_video = all_corrections(*store, 1, "v");
  REQUIRE(of_video.size() == 2);
  CHECK(of_video[1].id == ids[3]);
  CHECK(all_corrections(*store, 2, "w").empty());
  CHECK(all_corrections(*store, 3).empty());
  int visited = 0;
  succeeds(store->walk_corrections(1, {}, [&](const auto&) { return ++visited < 2; }));
  CHECK(visited == 2);
}

inline void corrections_contract(const storage_under_test& under_test) {
  SECTION("corrections are kept for ever, in their order") { check_corrections(under_test); }
}

}  // namespace tidemark::contract
