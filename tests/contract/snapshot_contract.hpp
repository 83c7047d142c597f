// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <tidemark/engine/decide.hpp>
#include <tidemark/videos/to_records.hpp>

#include "all_time_contract.hpp"
#include "storage_under_test.hpp"

/// The contract of snapshots (rules/README.md, "Videos and snapshots"), and of every value.
namespace tidemark::contract {

inline std::vector<upsert_case> snapshot_cases() {
  const auto v = [] { return seen("v"); };
  return {
      {"a new snapshot is inserted as it came, missing counters as 0", {v().views(-7)},
       {{"gmv_cents", "0"}, {"views", "-7"}, {"items_sold", "0"}, {"gpm_cents", "missing"},
        {"ctr", "missing"}, {"raw_payload", "missing"}, {"source_run_id", "run-1"},
        {"creator_video_id", "missing"}},
       inserted_one},
      {"a weaker row lowers nothing",
       {v().gmv(9).views(9).items(9).ctr(9).gpm(9).payload("{\"n\":1}"),
        v().gmv(8).views(8).items(8).ctr(8).gpm(8).payload("{\"n\":2}")},
       {{"gmv_cents", "9"}, {"views", "9"}, {"items_sold", "9"}, {"ctr", "0.0009"},
        {"gpm_cents", "9"}, {"raw_payload", "{\"n\":1}"}, {"source_run_id", "run-1"}},
       unchanged_one},
      {"the run that changed it is stamped",
       {v().gmv(9).views(9).payload("{\"n\":1}"), v().gmv(8).views(10).payload("{\"n\":2}")},
       {{"views", "10"}, {"raw_payload", "{\"n\":1}"}, {"source_run_id", "run-2"}}, updated_one},
      {"an equal gmv passes the snapshot's own gate",
       {v().gmv(9).ctr(9).payload("{\"n\":1}"), v().gmv(9).ctr(3).payload("{\"n\":2}")},
       {{"ctr", "0.0003"}, {"raw_payload", "{\"n\":2}"}, {"source_run_id", "run-2"}}, updated_one},
      {"an open gate keeps what the row does not say",
       {v().gmv(9).ctr(9).gpm(9).payload("{\"n\":1}"), v().gmv(10)},
       {{"gmv_cents", "10"}, {"ctr", "0.0009"}, {"gpm_cents", "9"}, {"raw_payload", "{\"n\":1}"}},
       updated_one},
      {"a missing gmv fails the gate against a stored 0",
       {v().ctr(9), v().ctr(3).payload("{\"n\":2}")},
       {{"ctr", "0.0009"}, {"raw_payload", "missing"}, {"source_run_id", "run-1"}}, unchanged_one},
  };
}

inline void check_snapshot_cases(const storage_under_test& under_test) {
  for (const auto& test : snapshot_cases()) {
    DYNAMIC_SECTION(test.name) {
      const auto store = under_test.open_fresh();
      storage::run_figures figures;
      run_setting setting;
      for (std::size_t i = 0; i < test.given.size(); ++i) {
        setting.source_run_id = "run-" + std::to_string(i + 1);
        setting.at.micros += 1'000'000;
        figures = sync(*store, {{}, {{30, {test.given[i]}}}}, setting);
      }
      const auto stored = snapshot(*store, "v");
      check_fields(texts_of(stored.record), test.expected);
      REQUIRE(figures.snapshots.size() == 1);
      CHECK(figures.snapshots[0].second == test.last);
      CHECK(stored.inserted_at == moment("2026-02-20 09:00:01"));
      CHECK((stored.updated_at == setting.at) == (test.last.unchanged == 0));
      CHECK(figures.unattributed_rows == 1);
      CHECK(figures.videos_synced == 0);
    }
  }
}

inline void check_keys_of_snapshots(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto today = seen("v").by("anna").gmv(5);
  const delivery both{{today}, {{90, {today}}, {30, {today}}}};
  sync(*store, both);
  sync(*store, both, {.brand_id = 2});
  const auto next_day = sync(*store, both, {.snapshot_date = day("2026-02-21")});
  CHECK(next_day.snapshots ==
        std::vector<std::pair<std::int32_t, storage::upsert_counts>>{{90, inserted_one},
                                                                     {30, inserted_one}});
  const auto stored = all_snapshots(*store, 1);
  std::vector<std::pair<std::string, std::int32_t>> keys;
  for (const auto& snapshot : stored) {
    keys.emplace_back(to_text(snapshot.record.snapshot_date), snapshot.record.window_days);
    CHECK(snapshot.record.creator_video_id == video(*store, "v").id);
  }
  CHECK(keys == std::vector<std::pair<std::string, std::int32_t>>{
                    {"2026-02-20", 30}, {"2026-02-20", 90},
                    {"2026-02-21", 30}, {"2026-02-21", 90}});
}

inline void check_late_username(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const delivery unnamed{{seen("v").gmv(5)}, {{30, {seen("v").gmv(5)}}, {90, {seen("w").gmv(5)}}}};
  const auto first = sync(*store, unnamed);
  CHECK(first.unattributed_rows == 2);
  CHECK(first.videos_synced == 0);
  CHECK(first.all_time == storage::upsert_counts{});
  CHECK(all_videos(*store, 1).empty());
  CHECK_FALSE(snapshot(*store, "v").record.creator_video_id);

  const auto named = seen("v").by("anna").gmv(3);
  const auto second = sync(*store, {{named}, {{30, {named}}}}, {.source_run_id = "sync-2"});
  CHECK(second.all_time == inserted_one);
  CHECK(second.snapshots[0].second == updated_one);
  CHECK(second.unattributed_rows == 0);
  CHECK(snapshot(*store, "v").record.creator_video_id == video(*store, "v").id);
  CHECK(snapshot(*store, "v").record.source_run_id == "sync-2");
  CHECK(snapshot(*store, "v").record.gmv_cents == counter{5});

  const auto third = sync(*store, unnamed);
  CHECK(third.unattributed_rows == 1);
  CHECK(third.all_time == updated_one);
  CHECK(snapshot(*store, "v").record.creator_video_id == video(*store, "v").id);
}

/// Every value must come back as it went in: limits, signs, awkward texts.
inline void check_round_trip(const storage_under_test& under_test) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  const std::string awkward = "a'b\"c\\d%_\n\t{}[],|\xC3\xA4\xF0\x9F\x98\x80 \x7F";
  const std::vector<seen> rows{
      seen("1").by("anna").title(awkward).posted("0001-01-01 00:00:00").gmv(most).gpm(most)
          .commission(most).views(most).items(most).orders(most).likes(most).comments(most)
          .shares(most).ctr(percent::units_max).duration(most)
          .hash_tags({awkward, "", "b", "a", "b"}).payload("{\"a\":\"\\\"\\\\ \\n\"}"),
      seen("2").by("b.o_%").title("").posted("9999-12-31 23:59:59").gmv(least).gpm(least)
          .commission(least).views(least).items(least).orders(least).likes(least).comments(least)
          .shares(least).ctr(-percent::units_max).duration(least).hash_tags({}).payload("{}"),
      seen("3").by("anna").ctr(1).gmv(1'234'567'890'123'456'789).posted("1969-12-31 23:59:59"),
      seen(awkward).by(awkward).ctr(-1).posted("1970-01-01 00:00:00")};
  const auto store = under_test.open_fresh();
  sync(*store, {rows, {{30, rows}}});
  for (const auto& given : rows) {
    auto row = given.row();
    row.brand_id = 1;
    INFO("video " << row.tiktok_video_id);
    const auto stored = video(*store, row.tiktok_video_id);
    std::string joined_tags;
    const auto view = videos::view_of(row, joined_tags);
    videos::row_keeper texts;
    auto all_time = videos::to_creator_video(view, texts);
    engine::settle_insert(all_time);
    all_time.creator_id = stored.record.creator_id;
    CHECK(stored.username == *row.username);
    CHECK(texts_of(stored.record) == texts_of(all_time));
    auto expected = videos::to_snapshot(view, day("2026-02-20"), 30, "sync-1");
    engine::settle_insert(expected);
    expected.creator_video_id = stored.id;
    CHECK(texts_of(snapshot(*store, row.tiktok_video_id).record) == texts_of(expected));
  }
  const auto again = sync(*store, {rows, {{30, rows}}}, {.source_run_id = "sync-2"});
  CHECK(again.all_time == storage::upsert_counts{0, 0, 4});
  CHECK(again.snapshots[0].second == storage::upsert_counts{0, 0, 4});
}

inline void snapshot_contract(const storage_under_test& under_test) {
  SECTION("cases") { check_snapshot_cases(under_test); }
  SECTION("there is one snapshot per brand, video, day and window") {
    check_keys_of_snapshots(under_test);
  }
  SECTION("a snapshot finds its record when the username comes later") {
    check_late_username(under_test);
  }
  SECTION("every value comes back as it went in") { check_round_trip(under_test); }
}

}  // namespace tidemark::contract
