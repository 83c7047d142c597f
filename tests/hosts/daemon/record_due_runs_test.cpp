// SPDX-License-Identifier: BSL-1.0
// Hosts record due runs on a real storage.
#include <daemon/record_due_runs.hpp>

#include <optional>
#include <string>
#include <vector>

#include "one_brand.hpp"

using namespace tidemark;
using namespace tidemark::host;
using state = tidemark::storage::due_run_state;

namespace {

timestamp at(const std::string& time) {
  return parse_rfc3339("2026-02-20T" + time + ":00Z").value();
}

const timestamp due = at("06:00");

/// A due run in words: its state, its host, and whether it has a run.
std::string shown(const std::optional<storage::due_run>& found) {
  if (!found) return "nobody's";
  return std::string(to_text(found->state)) + ' ' + found->host + (found->run_id ? ", run" : "");
}
std::string stored(storage::backend& store, timestamp due_at = due) {
  return shown(store.find_due_run(1, due_at).value());
}

recorded_due_runs recorded(storage::backend& store, const step_by& by, const due_record& record,
                           std::optional<timestamp> to_claim = {}) {
  const auto written = record_due_runs(store, 1, record, to_claim, by);
  INFO((written ? "" : written.error().message));
  REQUIRE(written);
  return *written;
}
bool claims(storage::backend& store, const step_by& by, timestamp due_at = due) {
  return recorded(store, by, {}, due_at).claimed;
}
std::int64_t misses(storage::backend& store, const step_by& by,
                    const std::vector<timestamp>& due_at, std::int64_t older = 0) {
  due_record record;
  for (const auto moment : due_at) record.missed.add(moment);
  record.missed.older = older;
  record.at = by.at;
  return recorded(store, by, record).missed;
}

const step_by alpha{"alpha", at("06:00")};
const step_by beta{"beta", at("06:01")};
const step_by beta_later{"beta", at("06:05")};

}  // namespace

TEST_CASE("a due run is claimed by one host, until it releases it or counts as dead") {
  one_brand brand;
  auto& store = brand.store();
  CHECK(claims(store, alpha));
  CHECK(stored(store) == "claimed alpha");
  CHECK_FALSE(claims(store, beta));
  CHECK(claims(store, alpha));  // as if the answer was lost
  REQUIRE(release_due_run(store, 1, due, beta));
  CHECK(stored(store) == "claimed alpha");
  REQUIRE(release_due_run(store, 1, due, alpha));
  CHECK(stored(store) == "released alpha");
  CHECK(claims(store, beta));
  CHECK_FALSE(claims(store, alpha));

  const auto next = at("07:00");
  CHECK(claims(store, {"alpha", next}, next));
  CHECK_FALSE(claims(store, {"beta", at("07:04")}, next));
  CHECK(claims(store, {"beta", at("07:05")}, next));
}

TEST_CASE("a claim whose run has begun cannot be taken over, however old it is") {
  one_brand brand;
  auto& store = brand.store();
  REQUIRE(claims(store, alpha));
  const auto run_id = begin_run(store, 1, "alpha", due);
  CHECK(stored(store) == "claimed alpha, run");
  const step_by much_later{"beta", at("23:00")};
  CHECK_FALSE(claims(store, much_later));
  CHECK(misses(store, much_later, {due}) == 0);
  REQUIRE(release_due_run(store, 1, due, alpha));
  CHECK(stored(store) == "claimed alpha, run");
  REQUIRE(store.fail_run(run_id, "stopped", now(), true));
  CHECK(stored(store) == "released alpha, run");
  CHECK(misses(store, much_later, {due}) == 0);  // it had a run
  CHECK(claims(store, much_later));
  CHECK(stored(store) == "claimed beta");
}

TEST_CASE("an unclaimed due run is missed once, and counted by the host that records it") {
  one_brand brand;
  auto& store = brand.store();
  const std::vector<timestamp> all{at("02:00"), at("03:00"), at("04:00")};
  REQUIRE(claims(store, {"gamma", all[1]}, all[1]));
  begin_run(store, 1, "gamma", all[1]);
  CHECK(misses(store, alpha, all, 7) == 9);  // with the older ones
  CHECK(misses(store, beta, all, 7) == 0);
  CHECK(stored(store, all[2]) == "missed alpha");
  CHECK_FALSE(claims(store, beta, all[2]));

  REQUIRE(claims(store, alpha));
  CHECK(misses(store, beta, {due}) == 0);
  CHECK(misses(store, beta_later, {due}) == 1);  // alpha has died
}

TEST_CASE("repeating an attempt without an answer counts what that had recorded") {
  one_brand brand;
  auto& store = brand.store();
  const auto older = at("05:00");
  CHECK(misses(store, {"alpha", at("05:30")}, {older}) == 1);
  CHECK(misses(store, alpha, {due}) == 1);  // this answer is lost
  due_record again;
  for (const auto moment : {older, due}) again.unanswered.add(moment);
  again.at = at("06:02");
  again.unanswered_since = alpha.at;
  CHECK(recorded(store, beta, again).missed == 0);
  const auto own = recorded(store, {"alpha", again.at}, again);
  CHECK(own.missed == 1);
  CHECK(own.last_missed == due);
}

TEST_CASE("a run whose beginning was not answered does not hinder its repetition") {
  one_brand brand;
  auto& store = brand.store();
  brand.folder.write("rows.jsonl", "{\"id\":\"7\",\"username\":\"anna\",\"gmv\":\"1.00\"}\n");
  one_host host(brand.loaded, "alpha");
  one_host other(brand.loaded, "beta");
  REQUIRE(claims(store, alpha));
  const auto run_id = begin_run(store, 1, "alpha", due);
  CHECK(other.run(due).outcome == run_outcome::skipped);
  CHECK(host.run(due).outcome == run_outcome::succeeded);
  CHECK(stored(store) == "done alpha, run");
  CHECK(store.find_due_run(1, due).value()->run_id != run_id);
}

TEST_CASE("a job ends its due run as done, or releases it") {
  one_brand brand;
  auto& store = brand.store();
  one_host host(brand.loaded, "alpha");
  const auto next = at("07:00");

  host.stopping = true;
  CHECK(host.run(due).outcome == run_outcome::skipped);
  CHECK(stored(store) == "nobody's");
  host.stopping = false;

  auto lock = store.lock_brand(1, "somebody");
  auto end = host.run(due);
  CHECK((end.outcome == run_outcome::not_begun && end.recorded));
  CHECK(stored(store) == "released alpha");
  lock->reset();

  CHECK(host.run(due).outcome == run_outcome::failed);  // there are no rows
  CHECK(stored(store) == "done alpha, run");
  one_host other(brand.loaded, "beta");
  CHECK(other.run(due).outcome == run_outcome::skipped);
  CHECK(other.run(due, true).outcome == run_outcome::skipped);
  brand.folder.write("rows.jsonl", "{\"id\":\"7\",\"username\":\"anna\",\"gmv\":\"1.00\"}\n");
  lock = store.lock_brand(1, "somebody");
  CHECK(host.run(due, true).outcome == run_outcome::not_begun);
  CHECK(stored(store) == "done alpha, run");
  lock->reset();
  CHECK(host.run(due, true).outcome == run_outcome::succeeded);
  CHECK(stored(store) == "done alpha, run");

  host.stop = true;  // in the run
  CHECK(host.run(next).outcome == run_outcome::failed);
  CHECK(stored(store, next) == "released alpha, run");
  host.stop = false;
  CHECK(other.run(next).outcome == run_outcome::succeeded);
  CHECK(stored(store, next) == "done beta, run");
  std::vector<std::string> ledger;
  REQUIRE(store.walk_runs(1, [&](const storage::ledger_entry& entry) {
    ledger.push_back(entry.start.host + ' ' + to_rfc3339(entry.start.due_at.value()));
    return true;
  }));
  CHECK(ledger.size() == 4);
  CHECK(ledger.front() == "beta " + to_rfc3339(next));
}

TEST_CASE("nothing is recorded if it is not known who works on a due run") {
  one_brand brand;
  REQUIRE(claims(brand.store(), alpha));
  const auto unknown = [](const storage::due_run&) -> result<bool> { return failure("no answer"); };
  const auto written = record_due_runs(brand.store(), 1, {}, due, beta_later, unknown);
  REQUIRE(!written);
  CHECK(written.error().message == "no answer");
  CHECK(stored(brand.store()) == "claimed alpha");
}
