// SPDX-License-Identifier: BSL-1.0
#include "pending_reports.hpp"

#include <utility>

namespace tidemark::host {

namespace {

/// Whether the ledger says that the run is still in progress.
result<bool> is_running(storage::run_ledger& ledger, std::int64_t brand_id, std::int64_t run_id) {
  bool running = false;
  const auto walked = ledger.walk_runs(brand_id, [&](const storage::ledger_entry& entry) {
    if (entry.id == run_id) running = entry.status == storage::run_status::running;
    return entry.id > run_id;
  });
  if (!walked) return walked.error();
  return running;
}

}  // namespace

void pending_reports::keep(pending_report report) {
  const std::lock_guard held(mutex_);
  reports_.push_back(std::move(report));
}

result<void> pending_reports::deliver(storage::run_ledger& ledger,
                                      std::optional<std::int64_t> brand_id) {
  std::vector<pending_report> taken;
  {
    const std::lock_guard held(mutex_);
    std::vector<pending_report> others;
    for (auto& report : reports_)
      (!brand_id || report.brand_id == *brand_id ? taken : others).push_back(std::move(report));
    reports_ = std::move(others);
  }
  result<void> delivered;
  for (auto& report : taken) {
    if (delivered) delivered = deliver(ledger, report);
    if (!delivered) keep(std::move(report));
  }
  return delivered;
}

result<void> pending_reports::deliver(storage::run_ledger& ledger, const pending_report& report) {
  const auto failed =
      ledger.fail_run(report.run_id, report.message, report.at, report.interrupted);
  if (failed) return {};
  const auto running = is_running(ledger, report.brand_id, report.run_id);
  return running && !*running ? result<void>{} : failed;  // another host has ended it
}

}  // namespace tidemark::host
