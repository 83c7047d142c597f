// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "all_time_contract.hpp"
#include "commit_contract.hpp"
#include "corrections_contract.hpp"
#include "due_runs_contract.hpp"
#include "ledger_contract.hpp"
#include "listing_contract.hpp"
#include "reading_contract.hpp"
#include "rule_trials_contract.hpp"
#include "snapshot_contract.hpp"
#include "storage_under_test.hpp"
#include "thumbnail_contract.hpp"
#include "upkeep_contract.hpp"

namespace tidemark::contract {

/// What every storage must do: the methods and promises of storage/backend.hpp.
///
/// Call it from a TEST_CASE of its own; each section opens a fresh storage:
///
///     TEST_CASE("sqlite keeps the storage contract") {
///       contract::storage_contract({open_fresh, reopen});
///     }
inline void storage_contract(const storage_under_test& under_test) {
  SECTION("all-time records") { all_time_contract(under_test); }
  SECTION("snapshots") { snapshot_contract(under_test); }
  SECTION("runs") { commit_contract(under_test); }
  SECTION("due runs") { due_runs_contract(under_test); }
  SECTION("corrections") { corrections_contract(under_test); }
  SECTION("ledger and quarantine") { ledger_contract(under_test); }
  SECTION("reading") { reading_contract(under_test); }
  SECTION("listing") { listing_contract(under_test); }
  SECTION("rule trials") { rule_trials_contract(under_test); }
  SECTION("thumbnails") { thumbnail_contract(under_test); }
  SECTION("upkeep") { upkeep_contract(under_test); }
}

}  // namespace tidemark::contract
