// SPDX-License-Identifier: BSL-1.0
#include <daemon/stray_runs.hpp>

#include <functional>
#include <string>
#include <vector>

#include <daemon/due_claims.hpp>

#include "one_brand.hpp"

using namespace tidemark;
using namespace tidemark::host;

namespace {

const timestamp due = parse_rfc3339("2026-02-20T06:00:00Z").value();
const timestamp next_due = parse_rfc3339("2026-02-20T07:00:00Z").value();

}  // namespace

TEST_CASE("a claim that nobody is at is found by the second look") {
  using change = std::function<void(storage::backend&)>;
  const claim_scope all{{1}, {}, {}, {}};
  struct {
    std::string name;
    change before;  ///< the first look
    claim_scope scope;
    change between;
    std::vector<stray_run> found;
  } cases[] = {
      {"its host died before the run began", [](auto& store) { store.claim_due_run(1, due); }, all,
       {}, {{1, due}}},
      {"its run, or another, has failed since",
       [](auto& store) {
         store.claim_due_run(1, due);
         store.fail_run(begin_run(store, 1), "by hand", now());
       },
       all, {}, {{1, due}}},
      {"this host has it", [](auto& store) { store.claim_due_run(1, due); },
       {{1}, {}, {{1, due}}, {}}, {}, {}},
      {"this host has an older one", [](auto& store) { store.claim_due_run(1, next_due); },
       {{1}, {}, {{1, due}}, {}}, {}, {{1, next_due}}},
      {"this host is running the brand", [](auto& store) { store.claim_due_run(1, due); },
       {{1}, {1}, {}, {}}, {}, {}},
      {"a run is going on",
       [](auto& store) {
         store.claim_due_run(1, due);
         begin_run(store, 1);
       },
       all, {}, {}},
      {"its run has ended", [](auto& store) { store.claim_due_run(1, due); }, all,
       [](auto& store) { store.claim_due_run(1, settled(due)); }, {}},
      {"the next one was claimed", [](auto& store) { store.claim_due_run(1, due); }, all,
       [](auto& store) {
         store.claim_due_run(1, next_due);
         begin_run(store, 1);
       },
       {}},
      {"a schedule that counts from a moment on",
       [](auto& store) { store.claim_due_run(1, settled(second_of(now()))); }, all, {}, {}},
      {"nothing was ever due", {}, all, {}, {}},
  };
  for (const auto& [name, before, scope, between, found] : cases) {
    INFO(name);
    one_brand brand;
    auto& store = brand.store();
    if (before) before(store);
    stray_runs strays;
    CHECK(strays.find(store, scope).value().empty());
    if (between) between(store);
    CHECK(strays.find(store, scope).value() == found);
  }
}

TEST_CASE("a due time that another host gives back is found at once") {
  one_brand brand;
  auto& store = brand.store();
  const claim_scope scope{{1}, {}, {}, {{1, due}}};
  const std::vector<stray_run> given_back{{1, due, false, true}};
  stray_runs strays;
  CHECK(store.claim_due_run(1, due).value());
  CHECK(strays.find(store, scope).value().empty());
  CHECK(store.release_due_run(1, due).value());
  CHECK(strays.find(store, scope).value() == given_back);
  CHECK(store.claim_due_run(1, next_due).value());
  CHECK(strays.find(store, scope).value().empty());
}

TEST_CASE("a claim is not taken over from who holds the brand") {
  one_brand brand;
  auto& store = brand.store();
  const auto other = connect_storage(*brand.loaded);
  REQUIRE(other);
  CHECK(store.claim_due_run(1, due).value());
  begin_run(store, 1);
  auto lock = (*other)->lock_brand(1, "somebody");
  REQUIRE(lock);
  CHECK_FALSE(stray_runs::take_over(store, 1).value());
  CHECK_FALSE(stray_runs::take_over_dead(store, 1).value());
  lock->reset();
  CHECK(stray_runs::take_over_dead(store, 1).value() == stray_run{1, due, true});
  CHECK_FALSE(stray_runs::take_over(store, 1).value());
}

TEST_CASE("a claim without a run that goes on is not at once a dead host's") {
  one_brand brand;
  auto& store = brand.store();
  CHECK(store.claim_due_run(1, due).value());
  CHECK_FALSE(stray_runs::take_over_dead(store, 1).value());
  REQUIRE(store.fail_run(begin_run(store, 1), "by hand", now()));
  CHECK_FALSE(stray_runs::take_over_dead(store, 1).value());
  CHECK(stray_runs::take_over(store, 1).value() == stray_run{1, due, true});
}

TEST_CASE("a job leaves its due time settled, or gives it back") {
  one_brand brand;
  auto& store = brand.store();
  const auto last = [&] { return store.last_claimed_run(1).value(); };
  one_host host(brand.loaded);

  host.stopping = true;
  CHECK_FALSE(host.run(due).claimed);
  CHECK_FALSE(last());
  host.stopping = false;

  auto lock = store.lock_brand(1, "somebody");
  auto end = host.run(due);
  CHECK((end.outcome == run_outcome::not_begun && !end.claimed && !end.left));
  CHECK_FALSE(last());
  lock->reset();

  end = host.run(due);  // there are no rows
  CHECK((end.outcome == run_outcome::failed && end.claimed));
  CHECK(last() == settled(due));
  end = host.run(due);  // another host
  CHECK((end.outcome == run_outcome::succeeded && end.left));
  brand.folder.write("rows.jsonl", "{\"id\":\"7\",\"username\":\"anna\",\"gmv\":\"1.00\"}\n");
  lock = (*brand.connected).lock_brand(1, "somebody");
  end = host.run(due, true, 2);  // the same host again
  CHECK((end.outcome == run_outcome::not_begun && end.claimed));
  CHECK_FALSE(store.claim_due_run(1, due).value());
  lock->reset();
  end = host.run(due, true, 2);
  CHECK((end.outcome == run_outcome::succeeded && !end.left));
  CHECK(last() == settled(due));

  host.stop = true;  // in the run
  end = host.run(next_due);
  CHECK((end.outcome == run_outcome::failed && !end.claimed));
  CHECK(last() == settled(due));
  host.stop = false;

  end = host.run(next_due);
  CHECK(end.outcome == run_outcome::succeeded);
  CHECK(last() == settled(next_due));
}
