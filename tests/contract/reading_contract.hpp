// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include "commit_contract.hpp"
#include "storage_under_test.hpp"

/// Look-ups and walks.
namespace tidemark::contract {

inline void check_find(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  sync(*store, {{seen("a").by("anna").gmv(1), seen("b").by("bo").gmv(2)}});
  sync(*store, {{seen("a").by("anna").gmv(3)}}, {.brand_id = 2});
  const std::vector<std::string> wanted{"b", "nobody", "a", "b", ""};
  const auto found = value_of(store->find_videos(1, wanted));
  REQUIRE(found.size() == 5);
  CHECK((found[0] && found[0]->record.gmv_cents == counter{2}));
  CHECK_FALSE(found[1]);
  CHECK((found[2] && found[2]->record.gmv_cents == counter{1}));
  CHECK((found[3] && found[3]->id == found[0]->id));
  CHECK_FALSE(found[4]);
  CHECK(value_of(store->find_videos(1, {})).empty());
  CHECK_FALSE(value_of(store->find_videos(3, std::vector<std::string>{"a"}))[0]);

  std::vector<std::string> many(2000, "nobody");
  many.back() = "a";
  const auto last = value_of(store->find_videos(1, many));
  REQUIRE(last.size() == many.size());
  CHECK(last.back());
}

inline void check_highest_shown(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto row = [](const char* id, std::int64_t gmv) { return seen(id).by("anna").gmv(gmv); };
  const std::vector<seen> old{row("a", 9), row("b", 9), row("refund", -5), row("none", 4)};
  sync(*store, {old, {{90, {old[0], old[1], old[2]}}, {30, {row("refund", -7)}}}});
  // The window shows a later day, although it is weaker, and not an earlier one that comes late.
  sync(*store, {{row("a", 2)}, {{90, {row("a", 2)}}, {30, {row("a", 3)}}}},
       {.snapshot_date = day("2026-02-21")});
  sync(*store, {{}, {{90, {row("a", 8)}}}}, {.snapshot_date = day("2026-02-19")});
  sync(*store, {{row("a", 50)}, {{90, {row("a", 50)}}}}, {.brand_id = 2});

  const std::vector<std::string> ids{"refund", "b", "a", "none", "b"};
  struct shown_case {
    const char* name;
    std::vector<std::int32_t> windows;
    std::vector<std::int64_t> expected;
  };
  for (const auto& [name, windows, expected] : std::vector<shown_case>{
           {"the highest of all windows", {90, 30}, {-5, 9, 3, 0, 9}},
           {"of one window", {90}, {-5, 9, 2, 0, 9}},
           {"a window without snapshot shows 0", {30}, {-7, 0, 3, 0, 0}},
           {"so does one that no video has", {7, 90}, {0, 9, 2, 0, 9}}}) {
    INFO(name);
    CHECK(value_of(store->find_highest_shown(1, ids, windows)) == expected);
  }
  const std::vector<std::int32_t> both{30, 90};
  CHECK(value_of(store->find_highest_shown(1, {}, both)).empty());
  CHECK(value_of(store->find_highest_shown(3, ids, both)) == std::vector<std::int64_t>(5));
}

inline void check_walks(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  std::vector<seen> rows;
  for (const char* id : {"b", "10", "9", "\xC3\xA4", "a", "B", "ab", "a b", "\xF0\x9F\x98\x80"})
    rows.push_back(seen(id).by("anna"));
  sync(*store, {rows, {{90, rows}, {7, rows}}});
  sync(*store, {{}, {{30, {rows[0]}}}}, {.snapshot_date = day("2025-12-31")});
  sync(*store, {{seen("c").by("anna")}}, {.brand_id = 2});

  const std::vector<std::string> in_order{"10", "9", "B", "a", "a b", "ab", "b", "\xC3\xA4",
                                          "\xF0\x9F\x98\x80"};
  std::vector<std::string> walked;
  for (const auto& video : all_videos(*store, 1)) walked.push_back(video.record.tiktok_video_id);
  CHECK(walked == in_order);

  std::vector<std::string> keys;
  for (const auto& snapshot : all_snapshots(*store, 1))
    keys.push_back(snapshot.record.tiktok_video_id + " " +
                   to_text(snapshot.record.snapshot_date) + " " +
                   std::to_string(snapshot.record.window_days));
  std::vector<std::string> expected;
  for (const auto& id : in_order) {
    if (id == "b") expected.push_back("b 2025-12-31 30");
    expected.push_back(id + " 2026-02-20 7");
    expected.push_back(id + " 2026-02-20 90");
  }
  CHECK(keys == expected);
  CHECK(all_snapshots(*store, 1, "b").size() == 3);
  CHECK(all_snapshots(*store, 2, "b").empty());
  CHECK(all_snapshots(*store, 1, "nobody").empty());
  CHECK(all_videos(*store, 3).empty());
}

inline void check_stopped_walks(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const std::vector<seen> rows{seen("a").by("anna"), seen("b").by("anna"), seen("c").by("anna")};
  sync(*store, {rows, {{90, rows}}});
  sync(*store, {rows, {{30, rows}}});
  const auto run_id = all_runs(*store)[0].id;
  const storage::quarantined_row bad{0, run_id, 1, "a.csv", 30, 1, "no id", "x", {}};
  succeeds(store->quarantine(std::vector{bad, bad, bad}));
  int visits = 0;
  const auto stop_at_two = [&](const auto&) { return ++visits % 2 != 0; };
  succeeds(store->walk_videos(1, stop_at_two));
  CHECK(visits == 2);
  succeeds(store->walk_snapshots(1, {}, stop_at_two));
  CHECK(visits == 4);
  succeeds(store->walk_listed(query_of(1), stop_at_two));
  CHECK(visits == 6);
  succeeds(store->walk_runs({}, stop_at_two));
  CHECK(visits == 8);
  succeeds(store->walk_rejected({}, stop_at_two));
  CHECK(visits == 10);
  // The storage is as usable as before.
  CHECK(sync(*store, {rows}).all_time == storage::upsert_counts{0, 0, 3});
}

inline void check_reopening(const storage_under_test& under_test) {
  auto store = under_test.open_fresh();
  for (const auto& run : eventful_runs()) sync(*store, run);
  const auto run_id = value_of(store->begin_run(start_of_run({})));
  succeeds(store->quarantine(std::vector<storage::quarantined_row>{
      {0, run_id, 1, "a.csv", 30, 1, "no id", "x", moment("2026-02-20 09:00:00")}}));
  const auto before = content_of(*store);
  const auto digest = value_of(storage::digest_brand(*store, 1));
  if (!under_test.reopen) return;
  store.reset();
  store = under_test.reopen();
  CHECK(content_of(*store) == before);
  CHECK(value_of(storage::digest_brand(*store, 1)) == digest);
  CHECK(all_runs(*store).size() == 4);
  CHECK(all_rejected(*store, run_id).size() == 1);
  CHECK(sync(*store, eventful_runs()[2]).all_time == storage::upsert_counts{0, 0, 2});
}

inline void reading_contract(const storage_under_test& under_test) {
  SECTION("records are found by key, in the order of the keys") { check_find(under_test); }
  SECTION("what the windows show is that of their latest snapshots") {
    check_highest_shown(under_test);
  }
  SECTION("walks go in byte order of the video, then by date and window") {
    check_walks(under_test);
  }
  SECTION("a walk ends when its visitor says so") { check_stopped_walks(under_test); }
  SECTION("what was stored is there after opening again") { check_reopening(under_test); }
}

}  // namespace tidemark::contract
