// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <tidemark/storage/due_runs.hpp>
#include <tidemark/value/timestamp.hpp>

/// The steps that a host may take with a due run (ARCHITECTURE.md, "Due runs"). Each looks at the
/// due run that the storage has, if any, and returns the change to request, or nothing if the step
/// is not for this host. The storage makes a change only if the due run is still the same.
namespace tidemark::host {

/// How long a claim may be without a run, before its host counts as dead. For a claim whose run has
/// begun, the ledger shows that.
inline constexpr std::chrono::minutes claim_without_run_max{5};

/// The host that takes a step, and the time.
struct step_by {
  std::string host;
  timestamp at;
};

/// Whether no host works on `stored`, an open due run.
bool is_abandoned(const storage::due_run& stored, const step_by& by);

/// Claims the due run. `stored` may be released or abandoned.
std::optional<storage::due_run_change> claim(std::int64_t brand_id, timestamp due_at,
                                             const std::optional<storage::due_run>& stored,
                                             const step_by& by);

/// Releases a claim whose run did not begin.
std::optional<storage::due_run_change> release(const std::optional<storage::due_run>& stored,
                                               const step_by& by);

/// Gives up a due run that had no run: it is unclaimed, released or abandoned. One of this host may
/// have a run, of which this host does not know.
std::optional<storage::due_run_change> miss(std::int64_t brand_id, timestamp due_at,
                                            const std::optional<storage::due_run>& stored,
                                            const step_by& by);

/// Ends the due run with the run that `stored` had, which was interrupted.
storage::due_run_change settle(const storage::due_run& stored, const step_by& by);

/// Begins a schedule at `by.at`: the brand has no earlier due run.
storage::due_run_change begin_schedule(std::int64_t brand_id, const step_by& by);

}  // namespace tidemark::host
