// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <tidemark/result.hpp>
#include <tidemark/storage/figures.hpp>
#include <tidemark/storage/figures_json.hpp>
#include <tidemark/storage/ledger.hpp>

namespace tidemark::memory {

/// One attempt as it is kept: its statistics stay numbers until someone reads them, so that ending
/// a run needs no memory.
struct kept_run {
  storage::ledger_entry entry;  ///< without `stats`
  std::optional<storage::run_figures> stats;
  std::optional<timestamp> heartbeat_at;

  bool is_running() const { return entry.status == storage::run_status::running; }

  /// Ends the run; `figures` are its statistics.
  void succeed(storage::run_figures figures, timestamp at) noexcept {
    stats = std::move(figures);
    entry.status = storage::run_status::succeeded;
    entry.finished_at = at;
  }

  void fail(std::string message, timestamp at) noexcept {
    entry.error = std::move(message);
    entry.status = storage::run_status::failed;
    entry.finished_at = at;
  }

  /// The entry with its statistics.
  storage::ledger_entry read() const {
    storage::ledger_entry complete = entry;
    if (stats) complete.stats = storage::to_json(*stats);
    return complete;
  }
};

/// All runs; ids count up from 1.
class kept_runs {
 public:
  std::int64_t begin(const storage::run_start& start) {
    const auto id = static_cast<std::int64_t>(runs_.size()) + 1;
    runs_.push_back({{id, start, storage::run_status::running, {}, {}, {}}, {}, {}});
    return id;
  }

  bool has(std::int64_t run_id) const {
    return run_id >= 1 && static_cast<std::uint64_t>(run_id) <= runs_.size();
  }

  /// The run `run_id`, which is there.
  kept_run& at(std::int64_t run_id) { return runs_[static_cast<std::size_t>(run_id - 1)]; }

  /// The run `run_id`, if it is still running; valid until the next `begin`.
  result<kept_run*> running(std::int64_t run_id) {
    if (!has(run_id)) return failure(fmt::format("run {} does not exist", run_id));
    kept_run& run = at(run_id);
    if (!run.is_running())
      return failure(
          fmt::format("run {} has already ended: it {}", run_id, to_text(run.entry.status)));
    return &run;
  }

  /// Ends every running run of a brand as failed, and returns their ids.
  std::vector<std::int64_t> fail_running(std::int64_t brand_id, const std::string& message,
                                         timestamp at) {
    std::vector<kept_run*> abandoned;
    for (auto& run : runs_)
      if (run.entry.start.brand_id == brand_id && run.is_running()) abandoned.push_back(&run);
    std::vector<std::string> messages(abandoned.size(), message);
    std::vector<std::int64_t> run_ids;
    run_ids.reserve(abandoned.size());
    for (const auto* run : abandoned) run_ids.push_back(run->entry.id);
    for (std::size_t i = 0; i < abandoned.size(); ++i)
      abandoned[i]->fail(std::move(messages[i]), at);
    return run_ids;
  }

  const std::vector<kept_run>& all() const { return runs_; }

 private:
  std::vector<kept_run> runs_;
};

}  // namespace tidemark::memory
