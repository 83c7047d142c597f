// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/engine/decide.hpp>
#include <tidemark/storage/decide_batch.hpp>
#include <tidemark/storage/rule_trials.hpp>

#include "rules_for.hpp"
#include "storage_under_test.hpp"

/// Rules tried on records that vanish.
namespace tidemark::contract {

inline videos::creator_video tried_video(std::int64_t gmv_cents, const char* title) {
  videos::creator_video made;
  made.brand_id = 5;
  made.tiktok_video_id = "7";
  made.creator_id = 12;
  made.gmv_cents = counter{gmv_cents};
  made.title = title;
  return made;
}

inline videos::metric_snapshot tried_snapshot(std::optional<std::int64_t> gmv_cents,
                                              std::int64_t ctr_units) {
  videos::metric_snapshot made;
  made.brand_id = 5;
  made.tiktok_video_id = "7";
  made.window_days = 30;
  made.snapshot_date = day("2026-02-20");
  if (gmv_cents) made.gmv_cents = counter{*gmv_cents};
  made.ctr = percent{ctr_units};
  return made;
}

inline void check_tried_videos(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto rules = shipped_programs().creator_videos;
  videos::creator_video without_creator = tried_video(1, "new");
  without_creator.creator_id.reset();
  const std::vector<storage::rule_trial<videos::creator_video>> trials{
      {tried_video(500, "stronger"), {tried_video(400, "weaker"), tried_video(600, "strongest")}},
      {std::nullopt, {without_creator}},
      {std::nullopt, {without_creator, tried_video(1, "with creator"), without_creator}},
      {tried_video(500, "alone"), {}},
  };
  const auto found = value_of(store->try_rules(rules, trials));
  REQUIRE(found.size() == 4);
  REQUIRE(found[0]);
  CHECK(found[0]->brand_id == 5);
  CHECK(found[0]->gmv_cents == counter{600});
  CHECK(found[0]->title == "strongest");
  CHECK_FALSE(found[1]);
  REQUIRE(found[2]);
  CHECK(found[2]->creator_id == 12);
  REQUIRE(found[3]);
  CHECK(found[3]->title == "alone");
  CHECK(value_of(store->find_videos(5, std::vector<std::string>{"7"}))[0] == std::nullopt);
  CHECK(value_of(store->try_rules(rules, {})).empty());
}

/// Each rule word on the same records, against the engine.
inline void check_tried_words(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  using record = videos::metric_snapshot;
  std::vector<storage::rule_trial<record>> trials{
      {tried_snapshot(5, 1), {tried_snapshot(4, 2), tried_snapshot(6, 3)}},
      {tried_snapshot(5, 1), {tried_snapshot(std::nullopt, 2)}},
      {std::nullopt, {tried_snapshot(std::nullopt, 1), tried_snapshot(-1, 2)}},
  };
  for (auto& trial : trials)
    if (trial.stored) engine::settle_insert(*trial.stored);
  using policy::comparison;
  using policy::null_rule;
  const auto gated = [](comparison op, null_rule on_null) {
    return rules_for<record>().gated("gmv_cents", op, "gmv_cents", on_null, {"ctr"});
  };
  for (const auto& rules : {
           rules_for<record>().monotonic({"gmv_cents", "ctr"}),
           rules_for<record>().monotonic_down({"gmv_cents", "ctr"}),
           rules_for<record>().first_known({"gmv_cents", "ctr"}),
           rules_for<record>().latest_known({"gmv_cents", "ctr"}),
           rules_for<record>().latest({"gmv_cents", "ctr"}),
           gated(comparison::ge, null_rule::keep).monotonic({"gmv_cents"}),
           gated(comparison::lt, null_rule::replace).latest({"gmv_cents"}),
       }) {
    const auto program = rules.ignored_rest();
    const auto found = value_of(store->try_rules(program, trials));
    REQUIRE(found.size() == trials.size());
    for (std::size_t i = 0; i < trials.size(); ++i) {
      auto expected = trials[i].stored;
      for (record incoming : trials[i].incoming) {
        if (expected) {
          engine::decide(program, *expected, std::move(incoming));
        } else {
          engine::settle_insert(incoming);
          expected = std::move(incoming);
        }
      }
      INFO("trial " << i);
      REQUIRE(found[i]);
      CHECK(texts_of(*found[i]) == texts_of(*expected));
    }
  }
}

inline void rule_trials_contract(const storage_under_test& under_test) {
  SECTION("tried records come back with their keys, and leave nothing behind") {
    check_tried_videos(under_test);
  }
  SECTION("each rule word does what the engine does") { check_tried_words(under_test); }
}

}  // namespace tidemark::contract
