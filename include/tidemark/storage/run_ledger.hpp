// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/storage/brand_lock.hpp>
#include <tidemark/storage/ledger.hpp>
#include <tidemark/storage/visitor.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark::storage {

/// Who runs a brand, which runs there were, and the rows that they rejected. Apart from the
/// metrics: an entry and rejected rows stay whatever becomes of their run. One thread at a time;
/// every write is one transaction.
class run_ledger {
 public:
  virtual ~run_ledger() = default;

  /// Takes the right to run `brand_id`, over all processes that use this storage. `holder` names
  /// the caller to others. Error `busy` when another holds it; the message names that one.
  virtual result<std::unique_ptr<brand_lock>> lock_brand(std::int64_t brand_id,
                                                         const std::string& holder) = 0;

  /// Writes a ledger entry `running`, durably, and returns its id.
  ///
  /// With a `due_at` its due run becomes the one of this entry. That must be the host's own:
  /// claimed by `start.host` and without a run, or `done` by it, for a further attempt, and then it
  /// stays as it is. Error `busy` when it is neither; then nothing is written.
  virtual result<std::int64_t> begin_run(const run_start& start) = 0;

  /// Ends as failed every entry of `brand_id` that still says `running`: its process died, because
  /// the caller holds the brand's `lock`. Their due runs that are still claimed become `released`.
  /// Returns their ids, ascending.
  virtual result<std::vector<std::int64_t>> fail_abandoned_runs(std::int64_t brand_id,
                                                                const brand_lock& lock,
                                                                timestamp at) = 0;

  /// Says that run `run_id` is alive at `at`. Error when there is no such run or it has ended.
  virtual result<void> heartbeat(std::int64_t run_id, timestamp at) = 0;

  /// Keeps rows in quarantine, whatever becomes of their run. Their `id` is ignored. Error when the
  /// run of one does not exist; then none is kept.
  virtual result<void> quarantine(std::span<const quarantined_row> rows) = 0;

  /// Ends run `run_id` as failed, and its due run, if that is still claimed: as `done`, or as
  /// `released` if its host's end has `interrupted` it. Error when there is no such run or it has
  /// ended.
  virtual result<void> fail_run(std::int64_t run_id, const std::string& message, timestamp at,
                                bool interrupted = false) = 0;

  /// The brands with an entry `running` that has given no sign of life since `before`: neither
  /// began nor had a heartbeat. In ascending order; who holds their locks is not looked at.
  virtual result<std::vector<std::int64_t>> find_silent_brands(timestamp before) = 0;

  /// Ledger entries, newest first, of one brand or all.
  virtual result<void> walk_runs(std::optional<std::int64_t> brand_id,
                                 const visitor<ledger_entry>& visit) = 0;

  /// Quarantined rows in the order of their ids, of one run or all.
  virtual result<void> walk_rejected(std::optional<std::int64_t> run_id,
                                     const visitor<quarantined_row>& visit) = 0;
};

}  // namespace tidemark::storage
