// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <tidemark/videos/select_page.hpp>

#include "storage_under_test.hpp"

/// `list_videos` and `walk_listed` must answer as videos/select_page.hpp does.
namespace tidemark::contract {

/// A line of the answer in one text, so that whole pages compare and print well.
inline std::string line_of(const videos::listed_video& video) {
  const auto text = [](const auto& value) { return field_text(value).value_or("missing"); };
  return video.tiktok_video_id + " @" + video.username + " title " + text(video.title) + " url " +
         text(video.video_url) + " posted " + text(video.posted_at) + " gmv " +
         text(video.gmv_cents) + " gpm " + text(video.gpm_cents) + " views " + text(video.views) +
         " items " + text(video.items_sold) + " ctr " + text(video.ctr) + " duration " +
         text(video.duration) + " tags " + text(video.hash_tags) + " thumbnail " +
         text(video.thumbnail_url);
}

inline std::vector<std::string> lines_of(const std::vector<videos::listed_video>& videos) {
  std::vector<std::string> lines;
  for (const auto& video : videos) lines.push_back(line_of(video));
  return lines;
}

/// The reference's answer over all that `from` says it stores.
inline videos::video_page expected_page(storage::backend& from, const videos::period_query& query) {
  const auto stored = all_videos(from, query.brand_id);
  const auto snapshots = all_snapshots(from, query.brand_id);
  std::vector<videos::candidate<videos::creator_video>> all;
  for (const auto& video : stored) {
    auto metrics = videos::select_metrics(video.record);
    if (query.window_days) {
      const videos::metric_snapshot* latest = nullptr;  // the walk goes by date
      for (const auto& snapshot : snapshots)
        if (snapshot.record.tiktok_video_id == video.record.tiktok_video_id &&
            snapshot.record.window_days == *query.window_days)
          latest = &snapshot.record;
      metrics = videos::select_metrics(latest);
    }
    all.push_back({&video.record, video.username, &video.thumbnail_url, metrics});
  }
  return videos::select_page(std::move(all), query);
}

/// Pages, total and walk of `query` against the reference.
inline void check_listing(storage::backend& of, const videos::period_query& query) {
  INFO("window " << query.window_days.value_or(0) << " sort "
                 << videos::sort_words[static_cast<std::size_t>(query.sort)] << " "
                 << videos::direction_words[static_cast<std::size_t>(query.dir)] << " page "
                 << query.page << " search '" << query.search << "' creator '" << query.creator
                 << "' hashtag '" << query.hashtag << "' min_gmv "
                 << query.min_gmv_cents.value_or(-1));
  const auto page = value_of(of.list_videos(query));
  const auto expected = expected_page(of, query);
  CHECK(lines_of(page.videos) == lines_of(expected.videos));
  CHECK(page.total == expected.total);
  CHECK(page.page == query.page);
  CHECK(page.per_page == query.per_page);

  auto whole = query;
  whole.page = 1;
  whole.per_page = 200;
  const auto walked = collect<videos::listed_video>(
      [&](const auto& visit) { return of.walk_listed(query, visit); });
  CHECK(lines_of(walked) == lines_of(expected_page(of, whole).videos));
}

/// Videos with ties, missing values, awkward texts, and snapshots in some windows only.
inline void fill_for_listing(storage::backend& into) {
  const std::vector<seen> rows{
      seen("v01").by("anna").gmv(500).views(10).items(1).gpm(5).ctr(100).title("100% Summer_Sale")
          .posted("2026-01-31 23:59:59").hash_tags({"Summer", "#sale"}),
      seen("v02").by("anna").gmv(500).views(10).items(1).gpm(5).ctr(100).title("100x SummerXSale")
          .posted("2026-02-01 00:00:00").hash_tags({"summer sale"}).duration(9),
      seen("v10").by("b_o").gmv(500).views(30).title("\xC3\x84pfel")
          .posted("2026-02-01 23:59:59").hash_tags({}),
      seen("v09").by("@cleo").gmv(-5).views(20).ctr(-1).gpm(-1).title("\xC3\xA4pfel"),
      seen("V09").by("cleo").gmv(0).posted("2026-02-02 00:00:00").hash_tags({"a\",\"b", "x"}),
      seen("v03").by("dora").items(7).gpm(0).ctr(0).title(""),
      seen("v04").by("dora").gmv(9'000'000'000'000).views(1).title("a','b [\"x\"]")
          .hash_tags({"#", "back\\slash"}),
      seen("w").gmv(1)};
  sync(into, {rows, {{30, {rows[0], rows[2], rows[7]}}, {90, rows}}},
       {.snapshot_date = day("2026-02-10")});
  const std::vector<seen> later{seen("v01").gmv(3).views(99), seen("v02").gmv(700).ctr(1),
                                seen("v09").gmv(-7)};
  sync(into, {{}, {{30, later}}}, {.snapshot_date = day("2026-02-12")});
  // An older day that comes later is not the latest, though its id is higher.
  sync(into, {{}, {{30, {seen("v01").gmv(9999), seen("v03").gmv(1)}}}},
       {.snapshot_date = day("2026-02-01")});
  sync(into, {{seen("other").by("anna").gmv(1)}}, {.brand_id = 2});
}

inline std::vector<videos::period_query> filters() {
  std::vector<videos::period_query> all(1);
  const auto add = [&](auto set) {
    videos::period_query query;
    set(query);
    all.push_back(query);
  };
  for (const std::int64_t cents : {-6, 0, 1, 500, 501})
    add([&](auto& query) { query.min_gmv_cents = cents; });
  for (const char* text : {"summer", "SUMMER", "100%", "100", "%", "_", "r_s", "\"", "\\", "','",
                           "\",\"", "[", "#", "@", "\xC3\x84", "\xC3\xA4", "anna", "no such",
                           "e\",", "slash", "ale", "\x1F", "\x1Fsale"})
    add([&](auto& query) { query.search = text; });
  for (const char* name : {"anna", "ANNA", "@anna", "@@anna", "cleo", "@cleo", "b_o", "bxo", "ann",
                           "@"})
    add([&](auto& query) { query.creator = name; });
  for (const char* tag : {"summer", "#SUMMER", "sale", "#sale", "##sale", "summer sale", "#", "x",
                          "a\",\"b", "b", "back\\slash", "%"})
    add([&](auto& query) { query.hashtag = tag; });
  for (const char* text : {"2026-01-31", "2026-02-01", "2026-02-02", "0001-01-01", "9999-12-31"}) {
    add([&](auto& query) { query.posted_after = day(text); });
    add([&](auto& query) { query.posted_before = day(text); });
    add([&](auto& query) { query.posted_after = query.posted_before = day(text); });
  }
  add([](auto& query) {
    query.search = "s";
    query.creator = "anna";
    query.hashtag = "sale";
    query.min_gmv_cents = 1;
    query.posted_after = day("2026-01-01");
  });
  return all;
}

inline void check_filters(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  fill_for_listing(*store);
  for (auto query : filters()) {
    query.brand_id = 1;
    for (const std::optional<std::int32_t> window : {0, 30, 90, 7}) {
      query.window_days = window == 0 ? std::nullopt : window;
      check_listing(*store, query);
    }
  }
}

inline void check_sorts(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  fill_for_listing(*store);
  using videos::direction;
  videos::period_query query = query_of(1);
  for (std::size_t sort = 0; sort < videos::sort_words.size(); ++sort) {
    query.sort = static_cast<videos::sort_field>(sort);
    for (const auto dir : {direction::asc, direction::desc}) {
      query.dir = dir;
      for (const std::optional<std::int32_t> window : {0, 30, 90, 7}) {
        query.window_days = window == 0 ? std::nullopt : window;
        for (query.per_page = 2, query.page = 1; query.page <= 5; ++query.page)
          check_listing(*store, query);
      }
    }
  }
}

inline void check_page_limits(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  CHECK(value_of(store->list_videos(query_of(1))).total == 0);
  fill_for_listing(*store);
  struct page_case {
    std::int64_t page, per_page;
    std::size_t expected;
    bool more;
  };
  constexpr std::int64_t last_number = std::numeric_limits<std::int64_t>::max();
  for (const auto& test : {page_case{1, 1, 1, true}, {6, 1, 1, true}, {7, 1, 1, false},
                           {8, 1, 0, false}, {1, 6, 6, true}, {2, 6, 1, false}, {1, 7, 7, false},
                           {2, 7, 0, false}, {1, 200, 7, false}, {2, 200, 0, false},
                           {last_number, 1, 0, false}, {last_number, 200, 0, false}}) {
    INFO("page " << test.page << " of " << test.per_page);
    auto query = query_of(1);
    query.page = test.page;
    query.per_page = test.per_page;
    const auto found = value_of(store->list_videos(query));
    CHECK(found.total == 7);
    CHECK(found.videos.size() == test.expected);
    CHECK(found.has_more() == test.more);
  }
  CHECK(value_of(store->list_videos(query_of(3))).total == 0);
}

/// Every source of metrics, known or not.
inline void check_periods(storage::backend& of) {
  for (const std::optional<std::int32_t> window : {0, 7, 30, 90}) {
    auto query = query_of(1);
    query.window_days = window == 0 ? std::nullopt : window;
    check_listing(of, query);
  }
}

/// Whatever a run brings, the next page shows the latest snapshot of every video and window.
inline void check_latest(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto run = [&](const char* on, const delivery& brought) {
    INFO("a run of " << on);
    sync(*store, brought, {.snapshot_date = day(on)});
    check_periods(*store);
  };
  const auto a = [](std::int64_t gmv) { return seen("a").by("anna").gmv(gmv); };
  const auto b = [](std::int64_t gmv) { return seen("b").gmv(gmv).views(gmv).ctr(gmv); };
  run("2026-02-10", {{}, {{30, {b(4)}}}});                      // a snapshot without a video
  run("2026-02-11", {{a(5)}, {{30, {a(5)}}, {90, {}}}});        // the first video
  run("2026-02-09", {{}, {{30, {a(9), b(9)}}}});                // an older day
  run("2026-02-12", {{}, {{90, {b(2)}}}});                      // a window that is new
  run("2026-02-11", {{b(1).by("bo")}, {{30, {a(4)}}}});         // a video that was unknown
  run("2026-02-11", {{}, {{30, {a(8)}}}});                      // the same day goes up
  run("2026-02-11", {{}, {{30, {a(8)}}}});                      // and stays
  run("2026-02-08", {{}, {{7, {a(1)}}}});                       // an older day of a new window
  run("2026-02-13", {{seen("c").by("bo")}, {{30, {a(1)}}, {7, {seen("c").by("bo").gmv(3)}}}});
  value_of(store->retain(day("2026-03-01"), {}));
  check_periods(*store);
  run("2026-02-12", {{}, {{30, {a(7)}}, {7, {a(7)}}}});         // a day that was removed
}

inline void listing_contract(const storage_under_test& under_test) {
  SECTION("filters select as the reference does") { check_filters(under_test); }
  SECTION("sorts and pages are the reference's") { check_sorts(under_test); }
  SECTION("pages end with the videos") { check_page_limits(under_test); }
  SECTION("periods show the latest snapshots after every run") { check_latest(under_test); }
}

}  // namespace tidemark::contract
