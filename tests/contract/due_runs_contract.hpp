// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include "storage_under_test.hpp"

/// The contract of due runs: storage/due_runs.hpp, and storage/run_ledger.hpp for their runs.
namespace tidemark::contract {

using storage::due_run;
using storage::due_run_change;
using storage::due_run_state;

inline const timestamp due_time = moment("2026-02-20 03:00:00");

/// A due run that `host` has claimed and not begun.
inline due_run claim_of(std::int64_t brand_id, timestamp due_at,
                        const std::string& host = "alpha") {
  return {brand_id, due_at, due_run_state::claimed, host, {}, {due_at.micros + 123'456}};
}

inline due_run with_state(due_run due, due_run_state state) {
  due.state = state;
  return due;
}

/// Whether the one change was made.
inline bool change_due_run(storage::backend& store, std::optional<due_run> before, due_run after) {
  const due_run_change wanted{std::move(before), std::move(after)};
  const auto made = value_of(store.change_due_runs(std::span(&wanted, 1)));
  REQUIRE(made.size() == 1);
  return made[0];
}

/// Stores a due run that is not there yet.
inline due_run put(storage::backend& store, due_run due) {
  REQUIRE(change_due_run(store, {}, due));
  return due;
}

inline std::optional<due_run> found(storage::backend& store, const due_run& like) {
  return value_of(store.find_due_run(like.brand_id, like.due_at));
}

inline std::vector<due_run> open_due_runs(storage::backend& store) {
  return collect<due_run>([&](const auto& visit) { return store.walk_open_due_runs(visit); });
}

inline storage::run_start scheduled(const due_run& due) {
  auto start = start_of_run({.brand_id = due.brand_id, .at = {due.due_at.micros + 1'500'000}});
  start.host = due.host;
  start.due_at = due.due_at;
  return start;
}

inline void check_claims(const storage_under_test& under_test) {
  auto store = under_test.open_fresh();
  const auto claim = claim_of(1, due_time);
  CHECK_FALSE(found(*store, claim));
  CHECK(change_due_run(*store, {}, claim));
  CHECK_FALSE(change_due_run(*store, {}, claim_of(1, due_time, "beta")));
  CHECK_FALSE(change_due_run(*store, {}, claim));
  CHECK(found(*store, claim) == claim);
  const auto other = put(*store, claim_of(2, due_time, "beta's \"own\""));
  CHECK(found(*store, other) == other);
  CHECK_FALSE(value_of(store->find_due_run(1, {due_time.micros + 1'000'000})));
  CHECK_FALSE(value_of(store->find_due_run(3, due_time)));
  if (!under_test.reopen) return;
  store.reset();
  store = under_test.reopen();
  CHECK(found(*store, claim) == claim);
  CHECK_FALSE(change_due_run(*store, {}, claim));
  CHECK(found(*store, other) == other);
}

inline void check_changes(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto claim = put(*store, claim_of(1, due_time));
  auto next = claim;
  next.host = "beta";
  next.state = due_run_state::released;
  next.run_id = 17;
  ++next.changed_at.micros;

  // Every member is compared.
  std::vector<due_run> stale(6, claim);
  stale[0].state = due_run_state::done;
  stale[1].host = "beta";
  stale[2].run_id = 17;
  ++stale[3].changed_at.micros;
  ++stale[4].due_at.micros;
  ++stale[5].brand_id;
  for (std::size_t i = 0; i < stale.size(); ++i) {
    INFO("stale member " << i);
    CHECK_FALSE(change_due_run(*store, stale[i], next));
    CHECK(found(*store, claim) == claim);
  }
  CHECK(change_due_run(*store, claim, next));
  CHECK(found(*store, claim) == next);
  CHECK_FALSE(change_due_run(*store, claim, next));
  CHECK(change_due_run(*store, next, claim));
  CHECK(found(*store, claim) == claim);
  const auto absent = claim_of(3, due_time);
  CHECK_FALSE(change_due_run(*store, absent, with_state(absent, due_run_state::done)));
  CHECK_FALSE(found(*store, absent));
}

inline void check_several_changes(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto kept = put(*store, claim_of(1, due_time));
  const auto changed = put(*store, claim_of(2, due_time));
  const auto missed = with_state(changed, due_run_state::missed);
  const auto fresh = claim_of(3, due_time);
  const auto done = with_state(fresh, due_run_state::done);
  const std::vector<due_run_change> wanted{{missed, changed},
                                            {{}, fresh},
                                            {changed, missed},
                                            {{}, kept},
                                            {fresh, done},
                                            {changed, changed}};
  CHECK(value_of(store->change_due_runs(wanted)) ==
        std::vector{false, true, true, false, true, false});
  CHECK(found(*store, kept) == kept);
  CHECK(found(*store, changed) == missed);
  CHECK(found(*store, fresh) == done);
  CHECK(value_of(store->change_due_runs({})).empty());
}

inline void check_last_due_run(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  CHECK_FALSE(value_of(store->find_last_due_run(1)));
  // "The schedule counts from here": not a whole second, and without a run.
  due_run from_here{1, {due_time.micros + 1}, due_run_state::done, "alpha", {}, due_time};
  put(*store, from_here);
  CHECK(value_of(store->find_last_due_run(1)) == from_here);
  CHECK(found(*store, from_here) == from_here);
  put(*store, claim_of(1, {due_time.micros - 5'000'000}));
  CHECK(value_of(store->find_last_due_run(1)) == from_here);
  auto last = put(*store, claim_of(1, {due_time.micros + 60'000'000}));
  put(*store, claim_of(2, {due_time.micros + 90'000'000}));
  for (const auto state : {due_run_state::done, due_run_state::released, due_run_state::missed}) {
    CHECK(value_of(store->find_last_due_run(1)) == last);
    const auto next = with_state(last, state);
    REQUIRE(change_due_run(*store, last, next));
    last = next;
  }
  CHECK(value_of(store->find_last_due_run(1)) == last);
}

inline void check_open_due_runs(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  CHECK(open_due_runs(*store).empty());
  const auto at = [](std::int64_t seconds) {
    return timestamp{due_time.micros + seconds * 1'000'000};
  };
  const auto late = put(*store, claim_of(2, at(0)));
  const auto third = put(*store, with_state(claim_of(1, at(120)), due_run_state::released));
  const auto first = put(*store, claim_of(1, at(0)));
  put(*store, with_state(claim_of(1, at(60)), due_run_state::done));
  put(*store, with_state(claim_of(3, at(0)), due_run_state::missed));
  CHECK(open_due_runs(*store) == std::vector{first, third, late});
  int visited = 0;
  succeeds(store->walk_open_due_runs([&](const due_run&) { return ++visited < 2; }));
  CHECK(visited == 2);
}

inline void check_begun_due_runs(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto claim = put(*store, claim_of(1, due_time));
  const auto start = scheduled(claim);
  const auto run_id = value_of(store->begin_run(start));
  CHECK(all_runs(*store)[0].start.due_at == due_time);
  auto begun = claim;
  begun.run_id = run_id;
  begun.changed_at = start.started_at;
  CHECK(found(*store, claim) == begun);

  struct {
    const char* name;
    std::optional<due_run> there;
  } refused[] = {
      {"nobody has claimed it", {}},
      {"another host has claimed it", claim_of(2, due_time, "beta")},
      {"its host has begun it", begun},
      {"another host had its run", with_state(claim_of(3, due_time, "beta"), due_run_state::done)},
      {"it is released", with_state(claim_of(4, due_time), due_run_state::released)},
      {"it is missed", with_state(claim_of(5, due_time), due_run_state::missed)},
  };
  for (const auto& [name, there] : refused) {
    INFO(name);
    if (there && !(there == begun)) put(*store, *there);
    const auto mine = there == begun ? claim : claim_of(there ? there->brand_id : 9, due_time);
    const auto outcome = store->begin_run(scheduled(mine));
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == error_kind::busy);
    CHECK(outcome.error().message.find("2026-02-20T03:00:00Z") != std::string::npos);
    CHECK(found(*store, mine) == there);
    CHECK(all_runs(*store).size() == 1);
  }

  const auto done = put(*store, with_state(claim_of(6, due_time), due_run_state::done));
  const auto again = value_of(store->begin_run(scheduled(done)));
  CHECK(found(*store, done) == done);
  succeeds(store->fail_run(again, "no rows", due_time, true));
  CHECK(found(*store, done) == done);
  CHECK(value_of(store->begin_run(start_of_run({}))) > again);  // without a due time
}

/// What `end` does to a due run of brand 1 that has begun.
template <typename End>
void check_end(const storage_under_test& under_test, due_run_state expected, End end) {
  const auto store = under_test.open_fresh();
  auto due = put(*store, claim_of(1, due_time));
  const auto other = put(*store, claim_of(1, {due_time.micros + 1'000'000}));
  const auto lock = value_of(store->lock_brand(1, "contract suite"));
  const auto run_id = value_of(store->begin_run(scheduled(due)));
  const auto at = moment("2026-02-20 03:10:00");
  end(*store, *lock, run_id, at);
  due.run_id = run_id;
  due.state = expected;
  due.changed_at = at;
  CHECK(found(*store, due) == due);
  CHECK(found(*store, other) == other);
}

/// A due run that no longer belongs to its run stays as it is.
inline void check_lost_due_runs(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto claim = put(*store, claim_of(1, due_time));
  const auto lock = value_of(store->lock_brand(1, "contract suite"));
  const auto begin = [&](const due_run& due) {
    const auto id = value_of(store->begin_run(scheduled(due)));
    return std::pair(id, found(*store, due).value());
  };
  const auto [first, begun] = begin(claim);
  const auto released = with_state(begun, due_run_state::released);
  REQUIRE(change_due_run(*store, begun, released));
  succeeds(store->fail_run(first, "no rows", due_time));
  CHECK(found(*store, claim) == released);

  const auto taken = claim_of(1, due_time, "beta");
  REQUIRE(change_due_run(*store, released, taken));
  const auto [second, begun_by_beta] = begin(taken);
  const auto claimed_again = claim_of(1, due_time, "gamma");
  REQUIRE(change_due_run(*store, begun_by_beta, claimed_again));
  const auto third = begin(claimed_again).second;
  auto batch = batch_of({{seen("v").by("anna")}}, {});
  batch.run_id = second;
  storage::run_figures figures;
  succeeds(store->commit_run(std::move(batch), shipped_programs(), *lock, figures));
  CHECK(found(*store, claim) == third);
}

inline void check_retention_of_due_runs(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  const auto at = [](std::int64_t seconds) {
    return timestamp{due_time.micros + seconds * 1'000'000};
  };
  const auto over = [&](std::int64_t brand_id, std::int64_t due, std::int64_t changed,
                        due_run_state state = due_run_state::done) {
    return due_run{brand_id, at(due), state, "alpha", {}, at(changed)};
  };
  const std::vector<due_run> kept{
      put(*store, with_state(claim_of(1, at(0)), due_run_state::claimed)),
      put(*store, over(1, 10, 20, due_run_state::released)),
      put(*store, over(1, 40, 100)),        // not before the limit
      put(*store, over(1, 60, 70)),         // the last of its brand
      put(*store, over(2, 0, 5)),           // the same
      put(*store, {3, {at(0).micros + 1}, due_run_state::done, "alpha", {}, at(0)}),  // the same
  };
  const std::vector<due_run> removed{
      put(*store, over(1, 20, 99)), put(*store, over(1, 30, 30, due_run_state::missed)),
      put(*store, {1, {at(50).micros + 1}, due_run_state::done, "alpha", {}, at(50)})};
  CHECK(value_of(store->retain(day("2027-01-01"), {})).due_runs == 0);
  CHECK(value_of(store->retain({}, at(0))).due_runs == 0);
  CHECK(value_of(store->retain({}, at(100))).due_runs == 3);
  for (const auto& due : kept) CHECK(found(*store, due) == due);
  for (const auto& due : removed) CHECK_FALSE(found(*store, due));
  CHECK(value_of(store->retain({}, at(100))).due_runs == 0);
  CHECK(value_of(store->find_last_due_run(1)) == kept[3]);
  // What was removed can be claimed again.
  CHECK(change_due_run(*store, {}, claim_of(1, at(20))));
}

inline void due_runs_contract(const storage_under_test& under_test) {
  using enum due_run_state;
  SECTION("of several hosts that claim a due run one does") { check_claims(under_test); }
  SECTION("only who knows a due run as it is changes it") { check_changes(under_test); }
  SECTION("of several changes each is made by itself") { check_several_changes(under_test); }
  SECTION("the last due run of a brand is found, whatever became of it") {
    check_last_due_run(under_test);
  }
  SECTION("due runs that are claimed or released are found") { check_open_due_runs(under_test); }
  SECTION("a run begins with its host's own claim only") { check_begun_due_runs(under_test); }
  SECTION("a due run is done when its run succeeds") {
    check_end(under_test, done, [](auto& store, auto& lock, auto run_id, timestamp at) {
      auto batch = batch_of({{seen("v").by("anna")}}, {.at = at});
      batch.run_id = run_id;
      storage::run_figures figures;
      succeeds(store.commit_run(std::move(batch), shipped_programs(), lock, figures));
    });
  }
  SECTION("a due run is done when its run fails") {
    check_end(under_test, done, [](auto& store, auto&, auto run_id, timestamp at) {
      succeeds(store.fail_run(run_id, "no rows", at));
    });
  }
  SECTION("a due run is released when its run is interrupted") {
    check_end(under_test, released, [](auto& store, auto&, auto run_id, timestamp at) {
      succeeds(store.fail_run(run_id, "stopped", at, true));
    });
  }
  SECTION("a due run is released when its run is abandoned") {
    check_end(under_test, released, [](auto& store, auto& lock, auto run_id, timestamp at) {
      CHECK(value_of(store.fail_abandoned_runs(1, lock, at)) == std::vector{run_id});
    });
  }
  SECTION("a due run that is another run's by now stays as it is") {
    check_lost_due_runs(under_test);
  }
  SECTION("retention removes due runs that are over, but never the last of a brand") {
    check_retention_of_due_runs(under_test);
  }
}

}  // namespace tidemark::contract
