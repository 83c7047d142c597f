// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "storage_under_test.hpp"

/// One run is one transaction; its plan is what it would do.
namespace tidemark::contract {

/// Deliveries of three runs that together insert, update, leave unchanged and fail to attribute.
inline std::vector<delivery> eventful_runs() {
  const auto a = [] { return seen("a").by("anna"); };
  return {{{a().gmv(10).title("one"), seen("b").by("bo").gmv(5).ctr(7), seen("u").gmv(1)},
           {{90, {a().gmv(10), seen("b").gmv(5), seen("u").gmv(1)}}, {30, {a().gmv(3)}}}},
          {{a().gmv(12).title("two"), seen("b").by("cleo").gmv(5).ctr(7), seen("c").by("anna")},
           {{90, {a().gmv(12), seen("b").gmv(5), seen("c")}}, {30, {a().gmv(2), seen("c")}}}},
          {{seen("u").by("bo").gmv(1), seen("b").likes(1), seen("z").gmv(1)},
           {{90, {seen("u").gmv(1), seen("z").gmv(1)}}, {30, {}}}}};
}

/// Everything that a run may touch, to compare before and after.
struct whole_content {
  std::vector<std::map<std::string, std::string>> rows;
  std::size_t runs_succeeded = 0;

  bool operator==(const whole_content&) const = default;
};

inline whole_content content_of(storage::backend& from) {
  whole_content content;
  for (const std::int64_t brand : {1, 2}) {
    for (const auto& video : all_videos(from, brand)) {
      content.rows.push_back(texts_of(video.record));
      content.rows.back()["id"] = std::to_string(video.id);
      content.rows.back()["username"] = video.username;
      content.rows.back()["inserted_at"] = to_text(video.inserted_at);
      content.rows.back()["updated_at"] = to_text(video.updated_at);
    }
    for (const auto& snapshot : all_snapshots(from, brand)) {
      content.rows.push_back(texts_of(snapshot.record));
      content.rows.back()["id"] = std::to_string(snapshot.id);
      content.rows.back()["inserted_at"] = to_text(snapshot.inserted_at);
      content.rows.back()["updated_at"] = to_text(snapshot.updated_at);
    }
  }
  for (const auto& run : all_runs(from))
    content.runs_succeeded += run.status == storage::run_status::succeeded;
  return content;
}

inline void check_failing_commit(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto runs = eventful_runs();
  sync(*store, runs[0]);
  const auto before = content_of(*store);
  const auto ended = all_runs(*store)[0].id;
  const auto of_other_brand = value_of(store->begin_run(start_of_run({.brand_id = 2})));
  const auto failed = value_of(store->begin_run(start_of_run({})));
  succeeds(store->fail_run(failed, "stopped", moment("2026-02-20 10:00:00")));

  auto lock = value_of(store->lock_brand(1, "contract suite"));
  for (const std::int64_t run_id : {ended, of_other_brand, failed, failed + 1000}) {
    INFO("run " << run_id);
    auto batch = batch_of(runs[1], {});
    batch.run_id = run_id;
    auto figures = figures_for(runs[1]);
    const auto figures_before = figures;
    CHECK_FALSE(store->commit_run(std::move(batch), shipped_programs(), *lock, figures));
    CHECK(figures == figures_before);
    CHECK(content_of(*store) == before);
  }
  lock.reset();
  const auto figures = sync(*store, runs[1]);
  CHECK(figures.all_time == storage::upsert_counts{1, 2, 0});
}

inline void check_repeated_run(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto runs = eventful_runs();
  for (const auto& run : runs) sync(*store, run);
  auto expected = content_of(*store);
  for (const auto& run : {runs[2], runs[2]}) {
    const auto figures = sync(*store, run, {.at = moment("2026-02-20 12:00:00"),
                                            .source_run_id = "again"});
    ++expected.runs_succeeded;
    CHECK(figures.all_time == storage::upsert_counts{0, 0, 2});
    CHECK(figures.snapshots[0].second == storage::upsert_counts{0, 0, 2});
    CHECK(content_of(*store) == expected);
  }
}

inline void check_empty_run(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto figures = sync(*store, {{}, {{90, {}}, {30, {}}}});
  CHECK(figures == figures_for({{}, {{90, {}}, {30, {}}}}));
  CHECK(all_runs(*store)[0].status == storage::run_status::succeeded);
}

// --- plan

using change_key = std::tuple<std::string, std::string, std::int32_t>;  ///< record, video, window
struct change {
  bool inserted = false;
  std::map<std::string, std::pair<std::string, std::string>> fields;

  bool operator==(const change&) const = default;
};
using changes = std::map<change_key, change>;

inline std::string shown(const change& difference) {
  std::string text = difference.inserted ? "insert" : "update";
  for (const auto& [field, values] : difference.fields)
    text += " " + field + ": " + values.first + " -> " + values.second;
  return text;
}

/// What is in a plan. Values of ids are not compared, only that they change.
inline changes planned(const std::vector<storage::planned_change>& plan) {
  changes all;
  for (const auto& planned_change : plan) {
    change& entry = all[{std::string(planned_change.record), planned_change.tiktok_video_id,
                         planned_change.window_days.value_or(0)}];
    entry.inserted = planned_change.inserted;
    for (const auto& field : planned_change.fields) {
      const bool id = field.field == "creator_id" || field.field == "creator_video_id";
      auto& [before, after] = entry.fields[std::string(field.field)];
      before = id ? "id" : field.before.value_or("missing");
      after = id ? "id" : field.after.value_or("missing");
    }
  }
  return all;
}

template <record Record, typename Stored>
void add_difference(changes& all, const std::vector<Stored>& before,
                    const std::vector<Stored>& after) {
  for (const auto& now : after) {
    const Stored* was = nullptr;
    for (const auto& earlier : before)
      if (same_key(earlier.record, now.record)) was = &earlier;
    std::int32_t window_days = 0;
    if constexpr (requires { now.record.window_days; }) window_days = now.record.window_days;
    change difference{was == nullptr, {}};
    const auto texts = texts_of(now.record);
    const auto old_texts = was ? texts_of(was->record) : std::map<std::string, std::string>{};
    for_each_field<Record>([&](auto i) {
      if (key_fields<Record>.has(i)) return;
      const std::string name(field_names<Record>[i]);
      const std::string old_text = was ? old_texts.at(name) : "missing";
      if (texts.at(name) == old_text) return;
      const bool id = name == "creator_id" || name == "creator_video_id";
      difference.fields[name] = {id ? "id" : old_text, id ? "id" : texts.at(name)};
    });
    if (!was || !difference.fields.empty())
      all[{std::string(record_traits<Record>::name), now.record.tiktok_video_id, window_days}] =
          difference;
  }
}

inline std::vector<storage::planned_change> plan(storage::backend& of, const delivery& brought,
                                                 const run_setting& setting,
                                                 storage::run_figures& figures) {
  figures = figures_for(brought);
  auto batch = batch_of(brought, setting);
  return collect<storage::planned_change>([&](const auto& visit) {
    return of.plan_run(batch, shipped_programs(), figures,
                       storage::planned_fields::all, visit);
  });
}

/// Every field of a changed row has a verdict, which says whether it changes.
inline void check_verdicts(const std::vector<storage::planned_change>& plan) {
  constexpr auto ruled = [](std::string_view record) {
    const bool all_time = record == record_traits<videos::creator_video>::name;
    return all_time ? field_count<videos::creator_video> - key_fields<videos::creator_video>.count()
                    : field_count<videos::metric_snapshot> -
                          key_fields<videos::metric_snapshot>.count();
  };
  for (const auto& change : plan) {
    INFO(change.record << " " << change.tiktok_video_id);
    for (const auto& field : change.fields) CHECK(engine::is_taken(field.given));
    for (const auto& field : change.refused) CHECK_FALSE(engine::is_taken(field.given));
    if (!change.inserted)
      CHECK(change.fields.size() + change.refused.size() == ruled(change.record));
  }
}

inline void check_plan(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  run_setting setting;
  for (const auto& run : eventful_runs()) {
    setting.source_run_id += "+";
    const auto before = content_of(*store);
    const auto videos_before = all_videos(*store, 1);
    const auto snapshots_before = all_snapshots(*store, 1);
    storage::run_figures planned_figures;
    const auto first = plan(*store, run, setting, planned_figures);
    const auto second = plan(*store, run, setting, planned_figures);
    CHECK(planned(first) == planned(second));
    check_verdicts(first);
    CHECK(content_of(*store) == before);
    CHECK(all_runs(*store).size() == before.runs_succeeded);

    CHECK(sync(*store, run, setting) == planned_figures);
    changes expected;
    add_difference<videos::creator_video>(expected, videos_before, all_videos(*store, 1));
    add_difference<videos::metric_snapshot>(expected, snapshots_before, all_snapshots(*store, 1));
    const auto actual = planned(first);
    CHECK(actual.size() == expected.size());
    for (const auto& [key, difference] : expected) {
      INFO(std::get<0>(key) << " " << std::get<1>(key) << " " << std::get<2>(key));
      REQUIRE(actual.contains(key));
      CHECK(shown(actual.at(key)) == shown(difference));
    }
  }
}

inline void check_plan_order(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const std::vector<seen> rows{seen("b").by("anna"), seen("a").by("bo"), seen("B").by("anna")};
  std::vector<std::string> order;
  storage::run_figures figures;
  for (const auto& planned_change : plan(*store, {rows, {{90, rows}, {30, rows}}}, {}, figures))
    order.push_back(planned_change.tiktok_video_id +
                    std::to_string(planned_change.window_days.value_or(0)));
  CHECK(order == std::vector<std::string>{"B0", "a0", "b0", "B30", "B90", "a30", "a90", "b30",
                                          "b90"});

  int visits = 0;
  storage::run_figures stopped_figures = figures_for({{}, {{90, {}}, {30, {}}}});
  auto batch = batch_of({rows, {{90, rows}, {30, rows}}}, {});
  succeeds(store->plan_run(batch, shipped_programs(),
                           stopped_figures, storage::planned_fields::taken,
                           [&](const auto&) { return ++visits < 2; }));
  CHECK(visits == 2);
  CHECK(stopped_figures == figures);

  sync(*store, {rows, {{90, rows}, {30, rows}}});
  figures = figures_for({rows, {{90, rows}}});
  auto again = batch_of({rows, {{90, rows}}}, {});
  CHECK(value_of(store->plan_run(again, shipped_programs(), figures,
                                 storage::planned_fields::taken,
                                 [](const auto&) { return true; })) == 3);
}

/// Ids of what is not stored yet would differ between databases, and a plan uses up none.
inline void check_planned_ids(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  sync(*store, {{seen("m").by("mia")}});
  const auto stored_id = video(*store, "m").id;
  const std::vector<seen> rows{seen("y").by("yan"), seen("m").by("ben")};
  storage::run_figures figures;
  std::vector<std::string> ids;
  for (const auto& change : plan(*store, {rows, {{30, rows}}}, {}, figures))
    for (const auto& field : change.fields)
      if (field.field == "creator_id" || field.field == "creator_video_id")
        ids.push_back(change.tiktok_video_id + " " + field.after.value_or("missing"));
  CHECK(ids == std::vector<std::string>{"m missing", "y missing",
                                        "m " + std::to_string(stored_id), "y missing"});
}

inline void commit_contract(const storage_under_test& under_test) {
  SECTION("a commit that fails stores nothing, and the next one works") {
    check_failing_commit(under_test);
  }
  SECTION("the same run again rewrites no row") { check_repeated_run(under_test); }
  SECTION("a run without rows succeeds") { check_empty_run(under_test); }
  SECTION("a plan tells what the commit does then, and writes nothing") { check_plan(under_test); }
  SECTION("ids of what is not stored yet are missing from a plan") {
    check_planned_ids(under_test);
  }
  SECTION("a plan goes by record, video and window, and can be stopped") {
    check_plan_order(under_test);
  }
}

}  // namespace tidemark::contract
