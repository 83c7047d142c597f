// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>
#include <tidemark/storage/due_runs.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark::host {

/// Whether a daemon of a tidemark before schema version 3 may be working on `stored`. Such a claim
/// names neither its host nor its run: it counts as live for some minutes after its due time, and
/// as long as the newest run of the brand is running. Errors: those of the storage.
result<bool> may_be_run_by_older_daemon(storage::backend& store, const storage::due_run& stored,
                                        timestamp now);

/// The same question about any due run of `store`, which must outlive it, at the time of asking.
inline auto older_daemons(storage::backend& store) {
  return [&store](const storage::due_run& stored) {
    return may_be_run_by_older_daemon(store, stored, now());
  };
}

}  // namespace tidemark::host
