// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>
#include <tidemark/sync/fetch_batch.hpp>
#include <tidemark/sync/plan_brand.hpp>
#include <tidemark/sync/quarantine.hpp>
#include <tidemark/sync/run_observer.hpp>
#include <tidemark/sync/run_request.hpp>
#include <tidemark/sync/video_policy.hpp>
#include <tidemark/sync/weaker_names.hpp>
#include <tidemark/value/raw_text.hpp>

namespace tidemark::sync {

/// How a run ended.
enum class run_end : std::uint8_t { succeeded, failed, busy };

constexpr std::string_view to_text(run_end end) {
  constexpr std::string_view words[] = {"succeeded", "failed", "busy"};
  return words[static_cast<std::size_t>(end)];
}

/// The outcome of a run. After `busy` nothing was written, not even to the ledger.
struct run_report {
  run_end end = run_end::failed;
  std::optional<std::int64_t> run_id;  ///< the ledger's
  storage::run_figures figures;        ///< has every window; after a failure, what was counted
  std::string message;                 ///< why it did not succeed
  /// The kind of the error; also `busy` if the run failed because a rate limit outlasted the
  /// retries.
  error_kind kind = error_kind::failed;
  /// Why it failed, if the ledger could not be updated and still has `running`.
  std::optional<std::string> unreported;
  bool interrupted = false;  ///< it failed because its host is shutting down
};

namespace detail {

/// Fetch, merge, quarantine, commit: the part of a run that the ledger entry covers.
inline result<void> run_started(storage::backend& store, const video_policy& policy,
                                const run_request& request, std::int64_t run_id,
                                const storage::brand_lock& lock, run_observer& observer,
                                storage::run_figures& figures) {
  quarantine rejects(store, run_id, request.brand_id, request.rejected_kept_max);
  auto fetched = fetch_batch(request, policy, run_id, rejects, observer, figures);
  if (!fetched) return fetched.error();
  if (request.limit)
    if (const auto allowed = check_changes(store, policy, request, fetched->batch, figures);
        !allowed)
      return allowed;
  const auto stored = store.commit_run(std::move(fetched->batch), policy.rules, lock, figures);
  if (!stored) return failure(stored.error().message);
  warn_of_weaker_names(store, request.brand_id, std::move(fetched->weakly_named), observer);
  return {};
}

}  // namespace detail

/// Runs one brand once (hosts/tidemark/commands.md, "A run"): takes its lock, writes `running` to
/// the ledger, fetches every window, merges, and commits all changes with `succeeded` at once.
///
/// Any failure after the ledger entry ends it as `failed` and leaves the metric tables unchanged;
/// rejected rows are kept in either case. Entries that a dead process left `running` are ended
/// first. The sources of `request` are used on this thread.
inline run_report run_brand(storage::backend& store, const video_policy& policy,
                            const run_request& request, run_observer& observer) {
  run_report report;
  for (const std::int32_t days : policy.windows) report.figures.snapshots.push_back({days, {}});
  auto lock = store.lock_brand(request.brand_id, request.host);
  if (!lock) {
    report.end = lock.error().kind == error_kind::busy ? run_end::busy : run_end::failed;
    report.kind = lock.error().kind;
    report.message = lock.error().message;
    return report;
  }
  const auto abandoned = store.fail_abandoned_runs(request.brand_id, **lock, now());
  if (!abandoned) {
    report.message = abandoned.error().message;
    return report;
  }
  for (const std::int64_t run_id : *abandoned) observer.abandoned(run_id);
  const auto run_id =
      store.begin_run({request.brand_id, request.source_run_id, request.snapshot_date, now(),
                       policy.name, request.policy_hash, request.host, request.due_at});
  if (!run_id) {
    // Another host has taken over what is due.
    if (request.due_at && run_id.error().kind == error_kind::busy) report.end = run_end::busy;
    report.message = run_id.error().message;
    return report;
  }
  report.run_id = *run_id;
  observer.started(*run_id);
  auto done = detail::run_started(store, policy, request, *run_id, **lock, observer,
                                  report.figures);
  if (done) {
    report.end = run_end::succeeded;
    return report;
  }
  report.message = done.error().message;
  report.kind = done.error().kind;
  report.interrupted = observer.stop_requested();
  if (auto written = store.fail_run(*run_id, storable_text(report.message), now(),
                                    report.interrupted);
      !written) {
    report.unreported = storable_text(report.message);
    report.message += "; could not update the ledger: " + written.error().message;
  }
  return report;
}

}  // namespace tidemark::sync
