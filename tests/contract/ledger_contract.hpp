// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <boost/json.hpp>

#include <tidemark/storage/figures_json.hpp>

#include "storage_under_test.hpp"

/// The contract of runs, rejected rows and locks: storage/run_ledger.hpp.
namespace tidemark::contract {

inline bool same_json(const std::string& a, const std::string& b) {
  boost::json::error_code wrong_first, wrong_second;
  const auto first = boost::json::parse(a, wrong_first);
  const auto second = boost::json::parse(b, wrong_second);
  return !wrong_first && !wrong_second && first == second;
}

inline void check_ledger(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const run_setting first{.source_run_id = "the same"};
  const auto first_id = value_of(store->begin_run(start_of_run(first)));
  const auto second_id = value_of(store->begin_run(start_of_run(first)));
  const auto other_id = value_of(store->begin_run(start_of_run({.brand_id = 2})));
  succeeds(store->heartbeat(first_id, moment("2026-02-20 09:01:00")));
  succeeds(store->fail_run(first_id, "the file's \"gone\"", moment("2026-02-20 09:02:00")));

  const auto runs = all_runs(*store);
  REQUIRE(runs.size() == 3);
  CHECK(runs[0].id == other_id);
  CHECK(runs[1].id == second_id);
  CHECK(runs[2].id == first_id);
  CHECK(all_runs(*store, 2).size() == 1);
  CHECK(all_runs(*store, 3).empty());

  CHECK(runs[1].status == storage::run_status::running);
  CHECK_FALSE(runs[1].finished_at);
  CHECK_FALSE(runs[1].error);
  CHECK_FALSE(runs[1].stats);
  const auto& failed = runs[2];
  CHECK(failed.status == storage::run_status::failed);
  CHECK(failed.error == "the file's \"gone\"");
  CHECK(failed.finished_at == moment("2026-02-20 09:02:00"));
  CHECK_FALSE(failed.stats);
  CHECK(failed.start.brand_id == 1);
  CHECK(failed.start.source_run_id == "the same");
  CHECK(failed.start.snapshot_date == day("2026-02-20"));
  CHECK(failed.start.started_at == first.at);
  CHECK(failed.start.policy_name == "videos");
  CHECK(failed.start.policy_hash == "hash-of-the-policy");
  CHECK(failed.start.host == "test-host");
}

inline void check_ended_runs(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto at = moment("2026-02-20 09:02:00");
  sync(*store, {{seen("v").by("anna")}});
  const auto failed_id = value_of(store->begin_run(start_of_run({})));
  succeeds(store->fail_run(failed_id, "first", at));
  for (const std::int64_t id : {all_runs(*store).back().id, failed_id, failed_id + 1000}) {
    CHECK_FALSE(store->heartbeat(id, at));
    CHECK_FALSE(store->fail_run(id, "second", at));
  }
  CHECK(all_runs(*store)[0].error == "first");
  CHECK(all_runs(*store)[1].status == storage::run_status::succeeded);
}

inline void check_statistics(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto row = seen("v").by("anna").gmv(5);
  auto lock = value_of(store->lock_brand(1, "contract suite"));
  auto batch = batch_of({{row}, {{90, {row, seen("w")}}}}, {});
  batch.run_id = value_of(store->begin_run(start_of_run({})));
  storage::run_figures figures{.duplicate_rows = 3, .conflict_video_count = 2,
                               .max_conflict_gmv_cents = 1, .rejected_rows = 4,
                               .videos_synced = 77, .creators_created = 77,
                               .creators_matched = 77, .unattributed_rows = 77,
                               .all_time = {77, 77, 77}, .snapshots = {{90, {}}, {30, {}}}};
  succeeds(store->commit_run(std::move(batch), shipped_programs(), *lock, figures));
  const storage::run_figures expected{3, 2, 1, 4, 1, 1, 0, 1, {1, 0, 0},
                                      {{90, {2, 0, 0}}, {30, {0, 0, 0}}}};
  CHECK(figures == expected);
  const auto run = all_runs(*store).at(0);
  CHECK(run.status == storage::run_status::succeeded);
  CHECK(run.finished_at);
  CHECK_FALSE(run.error);
  REQUIRE(run.stats);
  CHECK(same_json(run.stats->text, to_json(expected).text));
}

inline void check_abandoned_runs(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  sync(*store, {{seen("v").by("anna")}});
  const auto first = value_of(store->begin_run(start_of_run({})));
  const auto second = value_of(store->begin_run(start_of_run({})));
  value_of(store->begin_run(start_of_run({.brand_id = 2})));
  const auto lock = value_of(store->lock_brand(1, "contract suite"));
  const auto at = moment("2026-02-21 09:00:00");
  CHECK(value_of(store->fail_abandoned_runs(1, *lock, at)) == std::vector{first, second});
  CHECK(value_of(store->fail_abandoned_runs(1, *lock, at)).empty());
  const auto runs = all_runs(*store);
  REQUIRE(runs.size() == 4);
  CHECK(runs[0].status == storage::run_status::running);
  for (const std::size_t i : {1u, 2u}) {
    CHECK(runs[i].status == storage::run_status::failed);
    CHECK(runs[i].finished_at == at);
    CHECK_FALSE(runs[i].error.value_or("").empty());
  }
  CHECK(runs[3].status == storage::run_status::succeeded);
}

inline void check_quarantine(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto first = value_of(store->begin_run(start_of_run({})));
  const auto second = value_of(store->begin_run(start_of_run({.brand_id = 2})));
  const auto at = moment("2026-02-20 09:00:00");
  const std::vector<storage::quarantined_row> rows{
      {99, first, 1, "data/a.jsonl", 90, 17, "gmv: \"x\" is not an amount of money",
       "{\"gmv\":\"x\"}",
       at},
      {99, second, 2, "data/b.csv", std::nullopt, std::nullopt, "no id", std::nullopt, at},
      {99, first, 1, "data/a.jsonl", 30, 1, "bad bytes", "\\xFF'\"\xC3\xA4\n", at}};
  succeeds(store->quarantine(rows));
  succeeds(store->quarantine({}));
  succeeds(store->fail_run(first, "too many rejected rows", at));

  const auto kept = all_rejected(*store);
  REQUIRE(kept.size() == 3);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    INFO("row " << i);
    CHECK((i == 0 || kept[i - 1].id < kept[i].id));
    CHECK(kept[i].run_id == rows[i].run_id);
    CHECK(kept[i].brand_id == rows[i].brand_id);
    CHECK(kept[i].source == rows[i].source);
    CHECK(kept[i].window_days == rows[i].window_days);
    CHECK(kept[i].position == rows[i].position);
    CHECK(kept[i].reason == rows[i].reason);
    CHECK(kept[i].raw == rows[i].raw);
    CHECK(kept[i].inserted_at == at);
  }
  const auto of_first = all_rejected(*store, first);
  REQUIRE(of_first.size() == 2);
  CHECK(of_first[1].id == kept[2].id);

  auto unknown = rows;
  unknown.back().run_id = second + 1000;
  CHECK_FALSE(store->quarantine(unknown));
  CHECK(all_rejected(*store).size() == 3);
}

inline void check_locks(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  auto held = value_of(store->lock_brand(1, "host alpha, process 17"));
  const auto refused = store->lock_brand(1, "host beta, process 18");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == error_kind::busy);
  CHECK(refused.error().message.find("host alpha, process 17") != std::string::npos);
  const auto other = value_of(store->lock_brand(2, "host beta, process 18"));
  CHECK_FALSE(store->lock_brand(1, "again"));
  held.reset();
  held = value_of(store->lock_brand(1, "host beta, process 18"));
  CHECK(held);
}

inline void check_silent_brands(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto before = moment("2026-02-20 09:00:00");
  const auto begin = [&](std::int64_t brand_id, const char* at) {
    return value_of(store->begin_run(start_of_run({.brand_id = brand_id, .at = moment(at)})));
  };
  begin(7, "2026-02-20 08:00:00");
  begin(7, "2026-02-20 08:30:00");
  begin(3, "2026-02-20 08:59:59");
  const auto alive = begin(4, "2026-02-20 08:00:00");
  begin(5, "2026-02-20 09:00:00");
  const auto over = begin(6, "2026-02-20 08:00:00");
  value_of(store->heartbeat(alive, before));
  value_of(store->fail_run(over, "no rows", before));
  CHECK(value_of(store->find_silent_brands(before)) == std::vector<std::int64_t>{3, 7});
  CHECK(value_of(store->find_silent_brands(moment("2026-02-20 09:00:01"))) ==
        std::vector<std::int64_t>{3, 4, 5, 7});
  CHECK(value_of(store->find_silent_brands(moment("2026-02-20 08:00:00"))).empty());
}

inline void ledger_contract(const storage_under_test& under_test) {
  SECTION("every attempt is an entry, newest first") { check_ledger(under_test); }
  SECTION("a run that has ended does not change any more") { check_ended_runs(under_test); }
  SECTION("a run that succeeded keeps its figures") { check_statistics(under_test); }
  SECTION("runs of processes that died end as failed") { check_abandoned_runs(under_test); }
  SECTION("rejected rows stay, also when their run fails") { check_quarantine(under_test); }
  SECTION("a brand has one holder, and the others learn its name") { check_locks(under_test); }
  SECTION("a run that gives no sign of life is found") { check_silent_brands(under_test); }
}

}  // namespace tidemark::contract
