// SPDX-License-Identifier: BSL-1.0
#include <daemon/pending_reports.hpp>

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "one_brand.hpp"

using namespace tidemark;
using namespace tidemark::host;

namespace {

/// The ledger, oldest first: status and error.
std::vector<std::string> ledger(storage::backend& store) {
  std::vector<std::string> entries;
  REQUIRE(store.walk_runs({}, [&](const storage::ledger_entry& entry) {
    entries.insert(entries.begin(),
                   std::string(to_text(entry.status)) + ' ' + entry.error.value_or(""));
    return true;
  }));
  return entries;
}

}  // namespace

TEST_CASE("failures that could not be stored are reported once, brand by brand") {
  one_brand brand;
  auto& store = brand.store();
  const auto due = parse_rfc3339("2026-02-20T06:00:00Z").value();
  const auto claim = [&](timestamp due_at) {
    const storage::due_run claimed{1, due_at, storage::due_run_state::claimed, "test", {}, due_at};
    REQUIRE(store.change_due_runs(std::array{storage::due_run_change{{}, claimed}}));
  };
  claim(due);
  const auto first = begin_run(store, 1, "test", due);
  const auto second = begin_run(store, 2);

  pending_reports pending;
  pending.keep({1, first, "its server went away", now()});
  pending.keep({2, second, "so did that one", now()});
  using entries = std::vector<std::string>;
  REQUIRE(pending.deliver(store, 1));
  CHECK(ledger(store) == entries{"failed its server went away", "running "});
  CHECK(store.find_due_run(1, due).value()->state == storage::due_run_state::done);
  REQUIRE(pending.deliver(store, std::nullopt));
  CHECK(ledger(store) == entries{"failed its server went away", "failed so did that one"});

  // Another host was faster.
  pending.keep({1, first, "again", now()});
  CHECK(pending.deliver(store, std::nullopt));
  CHECK(ledger(store).front() == "failed its server went away");

  // It was interrupted by the end of its host.
  const auto next = parse_rfc3339("2026-02-20T07:00:00Z").value();
  claim(next);
  pending.keep({1, begin_run(store, 1, "test", next), "stopped", now(), true});
  CHECK(pending.deliver(store, std::nullopt));
  CHECK(store.find_due_run(1, next).value()->state == storage::due_run_state::released);
}

TEST_CASE("failures that cannot be stored are kept") {
  one_brand brand;
  auto& store = brand.store();
  const auto run_id = begin_run(store, 1);
  pending_reports pending;
  pending.keep({1, run_id, "its server went away", now()});
  const auto data = brand.folder.path() / "data";
  const auto away = brand.folder.path() / "away";
  std::filesystem::rename(data, away);
  CHECK_FALSE(pending.deliver(store, std::nullopt));
  CHECK_FALSE(pending.deliver(store, std::nullopt));
  std::filesystem::rename(away, data);
  const auto back = connect_storage(*brand.loaded);
  REQUIRE(back);
  REQUIRE(pending.deliver(**back, std::nullopt));
  CHECK(ledger(**back) == std::vector<std::string>{"failed its server went away"});
}
