// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include <tidemark/result.hpp>
#include <tidemark/storage/due_runs.hpp>
#include <tidemark/value/timestamp.hpp>

#include "../schedule/brand_state.hpp"

namespace tidemark::host {

/// The result of recording due runs of a brand.
struct recorded_due_runs {
  bool claimed = false;     ///< this host has the due run that it claimed
  std::int64_t missed = 0;  ///< due runs that this host has marked as missed, and must report
  timestamp last_missed;    ///< the last of them, if there is any
};

/// Whether another host may be working on a due run, which its record does not show.
using is_worked_on = std::function<result<bool>(const storage::due_run& stored)>;

/// Records `record` for `brand_id`, and claims the due run of `to_claim`, in one transaction.
/// Changes of other hosts meanwhile are kept, and so are due runs that are `worked_on`. On error it
/// is unknown whether anything was recorded.
result<recorded_due_runs> record_due_runs(storage::due_runs& store, std::int64_t brand_id,
                                          const due_record& record,
                                          std::optional<timestamp> to_claim, const step_by& by,
                                          const is_worked_on& worked_on = {});

/// Releases the claim of a due run whose run did not begin, if this host has it.
result<void> release_due_run(storage::due_runs& store, std::int64_t brand_id, timestamp due_at,
                             const step_by& by);

}  // namespace tidemark::host
