// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tidemark/result.hpp>
#include <tidemark/storage/due_runs.hpp>
#include <tidemark/storage/ledger.hpp>

/// What a run does to its due run, for every storage: what run_ledger.hpp promises.
namespace tidemark::storage {

/// Whether a run that begins takes the due run of its due time, which at present is `due`: false
/// where that stays as it is, for a further attempt. Error `busy` where the run may not begin.
inline result<bool> may_begin(const run_start& start, const std::optional<due_run>& due) {
  const std::string name = "the due run of brand " + std::to_string(start.brand_id) + " at " +
                           to_rfc3339(*start.due_at);
  if (!due) return busy_error(name + " is claimed by nobody; claim it before its run begins");
  const bool own = due->host == start.host;
  if (own && due->state == due_run_state::done) return false;
  if (own && due->state == due_run_state::claimed && !due->run_id) return true;
  return busy_error(name + " is " + std::string(to_text(due->state)) +
                    (due->host.empty() ? "" : " by " + due->host) +
                    (due->run_id ? ", as run " + std::to_string(*due->run_id) : "") +
                    "; " + start.host + " does not start it");
}

/// Ends `due` with its run `run_id`; false where that is not its run, or it has ended already. It
/// keeps the name of its host.
inline bool end_with_run(due_run& due, std::int64_t run_id, due_run_state as, timestamp at) {
  if (due.state != due_run_state::claimed || due.run_id != run_id) return false;
  due.state = as;
  due.changed_at = at;
  return true;
}

}  // namespace tidemark::storage
