// SPDX-License-Identifier: BSL-1.0
#include <daemon/untold_ends.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include <daemon/due_claims.hpp>

#include "one_brand.hpp"

using namespace tidemark;
using namespace tidemark::host;

namespace {

/// The ledger, oldest first: status and error.
std::vector<std::string> ledger(storage::backend& store) {
  std::vector<std::string> entries;
  REQUIRE(store.walk_runs({}, [&](const storage::ledger_entry& entry) {
    entries.insert(entries.begin(), std::string(to_text(entry.status)) + ' ' +
                                        entry.error.value_or(""));
    return true;
  }));
  return entries;
}

}  // namespace

TEST_CASE("ends that the storage could not be told are told once, brand by brand") {
  one_brand brand;
  auto& store = brand.store();
  const auto due = parse_rfc3339("2026-02-20T06:00:00Z").value();
  const auto first = begin_run(store, 1);
  const auto second = begin_run(store, 2);
  CHECK(store.claim_due_run(1, due).value());

  untold_ends untold;
  untold.keep({1, first, "its server went away", now(), due});
  untold.keep({2, second, "so did that one", now(), {}});
  using entries = std::vector<std::string>;
  REQUIRE(untold.tell(store, 1));
  CHECK(ledger(store) == entries{"failed its server went away", "running "});
  CHECK(store.last_claimed_run(1).value() == settled(due));
  REQUIRE(untold.tell(store, std::nullopt));
  CHECK(ledger(store) == entries{"failed its server went away", "failed so did that one"});
  CHECK_FALSE(store.last_claimed_run(2).value());

  // Somebody else was faster.
  untold.keep({1, first, "again", now(), {}});
  CHECK(untold.tell(store, std::nullopt));
  CHECK(ledger(store).front() == "failed its server went away");
}

TEST_CASE("ends that the storage does not take are kept") {
  one_brand brand;
  auto& store = brand.store();
  const auto run_id = begin_run(store, 1);
  untold_ends untold;
  untold.keep({1, run_id, "its server went away", now(), {}});
  untold.keep({2, {}, {}, {}, parse_rfc3339("2026-02-20T06:00:00Z").value()});
  const auto data = brand.folder.path() / "data";
  const auto away = brand.folder.path() / "away";
  std::filesystem::rename(data, away);
  CHECK_FALSE(untold.tell(store, std::nullopt));
  CHECK_FALSE(untold.tell(store, std::nullopt));
  std::filesystem::rename(away, data);
  const auto back = connect_storage(*brand.loaded);
  REQUIRE(back);
  REQUIRE(untold.tell(**back, std::nullopt));
  CHECK(ledger(**back) == std::vector<std::string>{"failed its server went away"});
  CHECK((*back)->last_claimed_run(2).value());
}
