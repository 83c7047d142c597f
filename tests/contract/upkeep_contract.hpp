// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "storage_under_test.hpp"

/// Checks and retention: storage/upkeep.hpp.
namespace tidemark::contract {

inline std::string text_of(const storage::named_values& values) {
  std::string text;
  for (const auto& [name, value] : values) {
    if (!text.empty()) text += ", ";
    text += name + " " + (std::holds_alternative<std::string>(value)
                              ? std::get<std::string>(value)
                              : std::to_string(std::get<std::int64_t>(value)));
  }
  return text;
}

inline const storage::check& check_named(const storage::verify_report& report,
                                         std::string_view name) {
  for (const auto& check : report.checks)
    if (check.name == name) return check;
  FAIL("there is no check " << name);
  return report.checks.front();
}

inline void check_clean_report(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  std::vector<std::string> names;
  for (const auto& check : value_of(store->verify({})).checks) names.push_back(check.name);
  CHECK(names == std::vector<std::string>{"snapshot_coverage", "latest_snapshot",
                                          "duplicate_videos", "duplicate_snapshots", "regression",
                                          "dangling_references", "stale_runs"});
  const auto row = seen("a").by("anna").gmv(5).views(5).items(5);
  sync(*store, {{row}, {{90, {row, seen("u")}}, {30, {row}}}});
  sync(*store, {{}, {{90, {row}}}}, {.snapshot_date = day("2026-02-21")});
  sync(*store, {{row}, {{7, {row}}}}, {.brand_id = 2, .snapshot_date = day("2026-03-01")});
  const auto figures = [&](std::optional<std::int64_t> brand) {
    const auto report = value_of(store->verify(brand));
    CHECK(report.ok());
    std::vector<std::string> texts;
    for (const auto& check : report.checks) texts.push_back(text_of(check.figure));
    return texts;
  };
  const std::string regression = "count 0, views_below_snapshot 0, items_below_snapshot 0";
  CHECK(figures(1) == std::vector<std::string>{"30 1, 90 3", "30 2026-02-20, 90 2026-02-21",
                                               "count 0", "count 0", regression, "count 0",
                                               "count 0"});
  CHECK(figures({}) == std::vector<std::string>{"7 1, 30 1, 90 3",
                                                "7 2026-03-01, 30 2026-02-20, 90 2026-02-21",
                                                "count 0", "count 0", regression, "count 0",
                                                "count 0"});
  CHECK(figures(3) == std::vector<std::string>{"", "", "count 0", "count 0", regression, "count 0",
                                               "count 0"});
}

inline void check_regressions(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto early = moment("2026-02-20 09:00:00");
  const auto late = moment("2026-02-21 09:00:00");
  // b's snapshot came before its record, without a username; only a's gmv has regressed.
  sync(*store, {{}, {{30, {seen("b").gmv(99).views(99)}}}}, {.at = early});
  sync(*store,
       {{seen("a").by("anna").gmv(10).views(10).items(1), seen("b").by("anna").gmv(1),
         seen("c").by("anna").gmv(10)},
        {{90, {seen("a").gmv(11).views(11).items(1), seen("c").gmv(10).views(1).items(1)}},
         {30, {seen("a").gmv(500)}}}},
       {.at = late});
  sync(*store, {{}, {{30, {seen("a").gmv(10)}}}},
       {.snapshot_date = day("2026-02-21"), .at = late});
  sync(*store, {{seen("a").by("anna")}, {{30, {seen("a").gmv(-1)}}}}, {.brand_id = 2, .at = late});
  const auto report = value_of(store->verify({}));
  CHECK_FALSE(report.ok());
  for (const auto& check : report.checks) CHECK(check.ok() == (check.name != "regression"));
  const auto& regression = check_named(report, "regression");
  CHECK(text_of(regression.figure) == "count 1, views_below_snapshot 2, items_below_snapshot 1");
  REQUIRE(regression.violations.size() == 1);
  CHECK(text_of(regression.violations[0]) ==
        "brand_id 1, tiktok_video_id a, window_days 90, all_time_gmv_cents 10, "
        "snapshot_gmv_cents 11");
  CHECK(value_of(store->verify(2)).ok());
}

/// More regressions than are kept; a video that is below in views only comes first of all.
inline void check_many_regressions(const storage_under_test& under_test) {
  constexpr std::size_t count = storage::violations_kept_max + 7;
  const auto store = under_test.open_fresh();
  delivery brought{{seen("0").by("anna")}, {{30, {seen("0").views(9)}}}};
  for (std::size_t i = 0; i < count; ++i) {
    const std::string id = std::to_string(100'000 + i);
    brought.videos.push_back(seen(id).by("anna").gmv(1));
    brought.windows[0].second.push_back(seen(id).gmv(2));
  }
  sync(*store, brought);
  const auto report = value_of(store->verify({}));
  CHECK_FALSE(report.ok());
  for (const auto& check : report.checks)
    CHECK(check.violation_count == (check.name == "regression" ? std::int64_t{count} : 0));
  const auto& regression = check_named(report, "regression");
  CHECK(text_of(regression.figure) ==
        "count " + std::to_string(count) + ", views_below_snapshot 1, items_below_snapshot 0");
  REQUIRE(regression.violations.size() == storage::violations_kept_max);
  CHECK(std::get<std::string>(regression.violations.front()[1].second) == "100000");
  CHECK(std::get<std::string>(regression.violations.back()[1].second) ==
        std::to_string(100'000 + storage::violations_kept_max - 1));
}

inline void check_stale_runs(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto lock = value_of(store->lock_brand(1, "contract suite"));
  value_of(store->begin_run(start_of_run({})));
  const auto stale = value_of(store->begin_run(start_of_run({.brand_id = 2})));
  sync(*store, {}, {.brand_id = 3});
  const auto report = value_of(store->verify({}));
  const auto& check = check_named(report, "stale_runs");
  CHECK(text_of(check.figure) == "count 1");
  REQUIRE(check.violations.size() == 1);
  CHECK(text_of(check.violations[0]) ==
        "run_id " + std::to_string(stale) +
            ", brand_id 2, source_run_id sync-1, started_at 2026-02-20T09:00:00Z");
  CHECK(value_of(store->verify(1)).ok());
  CHECK_FALSE(value_of(store->verify(2)).ok());
  // The check must not have taken the lock.
  CHECK(value_of(store->lock_brand(2, "contract suite")));
}

inline void check_retention_of_snapshots(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto row = [](const char* id) { return seen(id).by("anna").gmv(5); };
  const auto on = [](const char* text) { return run_setting{.snapshot_date = day(text)}; };
  sync(*store, {{row("a")}, {{30, {row("a"), row("b")}}, {90, {row("a")}}}}, on("2026-02-01"));
  sync(*store, {{row("a")}, {{30, {row("a")}}}}, on("2026-02-02"));
  sync(*store, {{row("a")}, {{30, {row("a")}}}}, on("2026-02-03"));
  sync(*store, {{}, {{30, {row("c")}}}}, on("2026-02-01"));
  const auto before = texts_of(video(*store, "a").record);

  const auto none = value_of(store->retain({}, {}));
  CHECK(none.snapshots == 0);
  CHECK(value_of(store->retain(day("2026-02-01"), {})).snapshots == 0);
  CHECK(value_of(store->retain(day("2026-02-03"), {})).snapshots == 2);
  std::vector<std::string> left;
  for (const auto& snapshot : all_snapshots(*store, 1))
    left.push_back(snapshot.record.tiktok_video_id + " " +
                   to_text(snapshot.record.snapshot_date) + " " +
                   std::to_string(snapshot.record.window_days));
  CHECK(left == std::vector<std::string>{"a 2026-02-01 90", "a 2026-02-03 30", "b 2026-02-01 30",
                                         "c 2026-02-01 30"});
  CHECK(value_of(store->retain(day("2027-01-01"), {})).snapshots == 0);
  CHECK(texts_of(video(*store, "a").record) == before);
  // A day that was removed can be replayed.
  CHECK(sync(*store, {{}, {{30, {row("a")}}}}, on("2026-02-02")).snapshots[0].second ==
        storage::upsert_counts{1, 0, 0});
}

inline void check_retention_of_rejected_rows(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto run_id = value_of(store->begin_run(start_of_run({})));
  std::vector<storage::quarantined_row> rows;
  for (const char* at : {"2026-02-01 00:00:00", "2026-02-02 00:00:00", "2026-02-01 23:59:59"})
    rows.push_back({0, run_id, 1, "a.csv", 30, 1, "no id", "x", moment(at)});
  succeeds(store->quarantine(rows));
  CHECK(value_of(store->retain(day("2027-01-01"), {})).rejected_rows == 0);
  CHECK(value_of(store->retain({}, moment("2026-02-02 00:00:00"))).rejected_rows == 2);
  const auto left = all_rejected(*store);
  REQUIRE(left.size() == 1);
  CHECK(left[0].inserted_at == moment("2026-02-02 00:00:00"));
  succeeds(store->quarantine(rows));
  CHECK(all_rejected(*store).back().id > left[0].id);
}

inline void upkeep_contract(const storage_under_test& under_test) {
  SECTION("a storage answers") { succeeds(under_test.open_fresh()->ping()); }
  SECTION("a sound storage passes every check, with figures per window") {
    check_clean_report(under_test);
  }
  SECTION("an all-time gmv below a later snapshot is a violation") {
    check_regressions(under_test);
  }
  SECTION("of many violations the first are kept, and all are counted") {
    check_many_regressions(under_test);
  }
  SECTION("a run that nobody runs is a violation") { check_stale_runs(under_test); }
  SECTION("retention keeps the latest snapshot of each video and window") {
    check_retention_of_snapshots(under_test);
  }
  SECTION("retention removes rejected rows by their time") {
    check_retention_of_rejected_rows(under_test);
  }
}

}  // namespace tidemark::contract
