// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "storage_under_test.hpp"

/// The contract of all-time records (rules/README.md, "Videos and snapshots").
namespace tidemark::contract {

using named_texts = std::map<std::string, std::string>;

/// One video over some runs, a row each; then the named fields and the last run's counts.
struct upsert_case {
  std::string name;
  std::vector<seen> given;
  named_texts expected;
  storage::upsert_counts last;
};

inline constexpr storage::upsert_counts inserted_one{1, 0, 0};
inline constexpr storage::upsert_counts updated_one{0, 1, 0};
inline constexpr storage::upsert_counts unchanged_one{0, 0, 1};

inline void check_fields(const named_texts& stored, const named_texts& expected) {
  for (const auto& [field, text] : expected) {
    INFO("field " << field);
    CHECK(stored.at(field) == text);
  }
}

/// The values that only move up.
inline std::vector<upsert_case> counter_cases() {
  const auto v = [] { return seen("v").by("anna"); };
  return {
      {"a new record is inserted as it came, missing counters as 0",
       {v().likes(3).posted("2026-01-02 03:04:05")},
       {{"gmv_cents", "0"}, {"impressions", "0"}, {"items_sold", "0"}, {"affiliate_orders", "0"},
        {"likes", "3"}, {"comments", "0"}, {"shares", "0"}, {"est_commission_cents", "missing"},
        {"gpm_cents", "missing"}, {"ctr", "missing"}, {"duration", "missing"},
        {"title", "missing"}, {"hash_tags", "missing"}, {"posted_at", "2026-01-02 03:04:05"},
        {"video_url", "https://www.tiktok.com/@anna/video/v"}},
       inserted_one},
      {"a new record keeps a negative gmv", {v().gmv(-500)}, {{"gmv_cents", "-500"}}, inserted_one},
      {"a weaker row lowers nothing and changes no rate",
       {v().gmv(200).views(20).items(2).ctr(24000).gpm(7).title("old"),
        v().gmv(199).views(19).items(1).ctr(1).gpm(1).title("new")},
       {{"gmv_cents", "200"}, {"impressions", "20"}, {"items_sold", "2"}, {"ctr", "2.4"},
        {"gpm_cents", "7"}, {"title", "old"}},
       unchanged_one},
      {"each counter moves up on its own",
       {v().gmv(200).views(20).items(2).orders(4).likes(4).comments(4).shares(4).commission(4),
        v().gmv(1).views(21).items(1).orders(5).likes(3).comments(5).shares(3).commission(5)},
       {{"gmv_cents", "200"}, {"impressions", "21"}, {"items_sold", "2"},
        {"affiliate_orders", "5"}, {"likes", "4"}, {"comments", "5"}, {"shares", "4"},
        {"est_commission_cents", "5"}},
       updated_one},
      {"a missing counter raises nothing, not even a negative one",
       {v().gmv(-5).likes(-1), v()}, {{"gmv_cents", "-5"}, {"likes", "-1"}}, unchanged_one},
      {"a zero raises a negative value", {v().gmv(-5), v().gmv(0)}, {{"gmv_cents", "0"}},
       updated_one},
      {"any value beats a missing one", {v(), v().commission(-3)},
       {{"est_commission_cents", "-3"}}, updated_one},
  };
}

/// All other values.
inline std::vector<upsert_case> gated_cases() {
  const auto v = [] { return seen("v").by("anna"); };
  return {
      {"an equal gmv passes the gate", {v().gmv(200).ctr(24000), v().gmv(200).ctr(4000)},
       {{"ctr", "0.4"}}, updated_one},
      {"a stronger gmv passes the gate for every gated field",
       {v().gmv(1).ctr(24000).gpm(9).duration(9).title("old").hash_tags({"old"}),
        v().gmv(2).ctr(0).gpm(-1).duration(0).title("").hash_tags({})},
       {{"ctr", "0"}, {"gpm_cents", "-1"}, {"duration", "0"}, {"title", ""}, {"hash_tags", "[]"}},
       updated_one},
      {"a missing gmv fails the gate against a stored 0", {v().gmv(0).ctr(1), v().ctr(2)},
       {{"ctr", "0.0001"}}, unchanged_one},
      {"a missing gmv fails the gate against a counter that was never known",
       {v().title("old"), v().title("new")}, {{"title", "old"}}, unchanged_one},
      {"a missing gmv fails the gate against a negative one", {v().gmv(-5), v().ctr(2)},
       {{"ctr", "missing"}}, unchanged_one},
      {"an open gate keeps what the row does not say",
       {v().gmv(1).ctr(24000).gpm(9).duration(9).title("old").hash_tags({"old"}), v().gmv(2)},
       {{"gmv_cents", "2"}, {"ctr", "2.4"}, {"gpm_cents", "9"}, {"duration", "9"},
        {"title", "old"}, {"hash_tags", "[\"old\"]"}},
       updated_one},
      {"the first known post time stays",
       {v(), v().posted("2026-01-01 00:00:00"), v().gmv(9).posted("2025-01-01 00:00:00")},
       {{"posted_at", "2026-01-01 00:00:00"}, {"gmv_cents", "9"}}, updated_one},
      {"a row without username updates a known video and keeps its creator and address",
       {v().gmv(1), seen("v").gmv(2).title("new")},
       {{"gmv_cents", "2"}, {"title", "new"},
        {"video_url", "https://www.tiktok.com/@anna/video/v"}},
       updated_one},
      {"the same row again changes nothing",
       {v().gmv(5).title("t").ctr(1).hash_tags({"x"}),
        v().gmv(5).title("t").ctr(1).hash_tags({"x"})},
       {{"gmv_cents", "5"}}, unchanged_one},
  };
}

inline void check_upsert_cases(const storage_under_test& under_test,
                               const std::vector<upsert_case>& cases) {
  for (const auto& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const auto store = under_test.open_fresh();
      storage::run_figures figures;
      for (const auto& row : test.given) figures = sync(*store, {{row}});
      check_fields(texts_of(video(*store, "v").record), test.expected);
      CHECK(figures.all_time == test.last);
      CHECK(figures.videos_synced == 1);
    }
  }
}

inline void check_creators(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto first = sync(*store, {{seen("a").by("anna"), seen("b").by("anna"), seen("c").by("bo"),
                                    seen("d")}});
  CHECK(first.creators_created == 2);
  CHECK(first.creators_matched == 0);
  CHECK(first.videos_synced == 3);
  const auto a = video(*store, "a");
  CHECK(a.username == "anna");
  CHECK(a.record.creator_id == video(*store, "b").record.creator_id);
  CHECK(a.record.creator_id != video(*store, "c").record.creator_id);
  CHECK_FALSE(value_of(store->find_videos(1, std::vector<std::string>{"d"}))[0]);

  const auto second =
      sync(*store, {{seen("a").by("bo"), seen("b").by("cleo"), seen("e").by("bo")}});
  CHECK(second.creators_created == 1);
  CHECK(second.creators_matched == 1);
  CHECK(second.all_time == storage::upsert_counts{1, 2, 0});
  CHECK(video(*store, "a").username == "bo");
  CHECK(video(*store, "a").record.creator_id == video(*store, "c").record.creator_id);
  CHECK(video(*store, "b").username == "cleo");
  CHECK(video(*store, "b").record.video_url == "https://www.tiktok.com/@anna/video/b");

  const auto other_brand = sync(*store, {{seen("a").by("anna").gmv(9)}}, {.brand_id = 2});
  CHECK(other_brand.creators_matched == 1);
  CHECK(other_brand.all_time == inserted_one);
  CHECK(video(*store, "a").record.gmv_cents == counter{0});
  CHECK(video(*store, "a", 2).record.gmv_cents == counter{9});
}

inline void check_times_of_videos(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto first = moment("2026-02-20 09:00:00");
  const auto second = timestamp{moment("2026-02-21 09:00:00").micros + 123'456};
  const auto third = moment("2026-02-22 09:00:00");
  sync(*store, {{seen("a").by("anna").gmv(5), seen("b").by("anna").gmv(5)}}, {.at = first});
  sync(*store, {{seen("a").by("anna").gmv(6), seen("b").by("anna").gmv(5)}}, {.at = second});
  sync(*store, {{seen("a").by("anna").gmv(4), seen("b").by("anna")}}, {.at = third});
  CHECK(video(*store, "a").inserted_at == first);
  CHECK(video(*store, "a").updated_at == second);
  CHECK(video(*store, "b").inserted_at == first);
  CHECK(video(*store, "b").updated_at == first);
  CHECK_FALSE(video(*store, "a").thumbnail_url);
}

/// Under `incoming > stored`, a gate that read the raised gmv would never open.
inline void check_rules_read_before(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  auto rules = shipped_programs();
  rules.creator_videos = rules_for<videos::creator_video>()
                             .monotonic({"gmv_cents", "impressions"})
                             .gated("gmv_cents", policy::comparison::gt, "gmv_cents",
                                    policy::null_rule::replace, {"title", "ctr"})
                             .gated("impressions", policy::comparison::lt, "gmv_cents",
                                    policy::null_rule::keep, {"duration"})
                             .latest_known({"creator_id"})
                             .ignored_rest();
  const auto old = seen("v").by("anna").gmv(5).views(1).title("old").ctr(1).duration(1).likes(1);
  sync(*store, {{old}}, {}, rules);
  sync(*store, {{seen("v").by("anna").gmv(9).views(5).title("new").duration(2).likes(2)}}, {},
       rules);
  check_fields(texts_of(video(*store, "v").record),
               {{"gmv_cents", "9"}, {"impressions", "5"}, {"title", "new"}, {"ctr", "missing"},
                {"duration", "1"}, {"likes", "1"}});
}

inline void all_time_contract(const storage_under_test& under_test) {
  SECTION("counters") { check_upsert_cases(under_test, counter_cases()); }
  SECTION("other values") { check_upsert_cases(under_test, gated_cases()); }
  SECTION("creators are made once, matched by name and the latest known") {
    check_creators(under_test);
  }
  SECTION("updated_at moves only with a change") { check_times_of_videos(under_test); }
  SECTION("every rule reads the record as it was before the run") {
    check_rules_read_before(under_test);
  }
}

}  // namespace tidemark::contract
