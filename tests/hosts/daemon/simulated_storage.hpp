// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/storage/due_runs.hpp>

namespace tidemark::host {

/// The due runs, runs and lock of one brand as a storage keeps them (storage/due_runs.hpp,
/// run_ledger.hpp), with answers that get lost: the request may or may not have been carried out.
class simulated_storage final : public storage::due_runs {
 public:
  struct run {
    std::optional<timestamp> due_at;
    bool running = true;
    bool succeeded = false;
    bool attempted = false;  ///< its host knew of it
    std::int64_t alive_at = 0;  ///< its last heartbeat, in true time
  };

  explicit simulated_storage(std::mt19937_64& random) : random_(random) {}

  bool is_up = true;
  unsigned lost_of_thousand = 0;  ///< answers
  std::string holder;             ///< of the brand's lock; empty: none
  std::int64_t true_time = 0;
  std::map<timestamp, storage::due_run> rows;
  std::vector<run> runs;  ///< their ids are their places

  run& run_of(std::int64_t id) { return runs[static_cast<std::size_t>(id)]; }

  result<std::optional<storage::due_run>> find_due_run(std::int64_t, timestamp due_at) override {
    return answer<std::optional<storage::due_run>>([&]() -> std::optional<storage::due_run> {
      const auto found = rows.find(due_at);
      if (found == rows.end()) return std::nullopt;
      return found->second;
    });
  }

  result<std::optional<storage::due_run>> find_last_due_run(std::int64_t) override {
    return answer<std::optional<storage::due_run>>([&]() -> std::optional<storage::due_run> {
      if (rows.empty()) return std::nullopt;
      return rows.rbegin()->second;
    });
  }

  result<void> walk_open_due_runs(const storage::visitor<storage::due_run>& visit) override {
    const auto walked = answer<bool>([&] {
      for (const auto due_at : open_)
        if (!visit(rows.at(due_at))) break;
      return true;
    });
    return walked ? result<void>{} : result<void>(walked.error());
  }

  result<std::vector<bool>> change_due_runs(
      std::span<const storage::due_run_change> changes) override {
    return answer<std::vector<bool>>([&] {
      std::vector<bool> made;
      for (const auto& [before, after] : changes) {
        const auto found = rows.find(after.due_at);
        const auto stored = found == rows.end() ? std::nullopt : std::optional(found->second);
        made.push_back(stored == before);
        if (made.back()) put(after);
      }
      return made;
    });
  }

  /// Like run_ledger::begin_run: nothing if the due run is not the host's.
  result<std::optional<std::int64_t>> begin_run(const std::string& host,
                                                std::optional<timestamp> due_at) {
    return answer<std::optional<std::int64_t>>([&]() -> std::optional<std::int64_t> {
      const auto id = static_cast<std::int64_t>(runs.size());
      if (due_at) {
        const auto found = rows.find(*due_at);
        if (found == rows.end() || found->second.host != host) return std::nullopt;
        auto& due = found->second;
        if (due.state == storage::due_run_state::claimed && !due.run_id) due.run_id = id;
        else if (due.state != storage::due_run_state::done) return std::nullopt;
      }
      runs.push_back({due_at, true, false, false, true_time});
      running_.insert(id);
      return id;
    });
  }

  /// Like commit_run and fail_run: error if the run has ended.
  result<bool> end_run(std::int64_t id, bool succeeded, bool interrupted = false) {
    return answer<bool>([&] {
      if (!run_of(id).running) return false;
      end(id, succeeded, interrupted);
      return true;
    });
  }

  /// Like fail_abandoned_runs of `host`, unless another host has the lock; `silent_only`: only runs
  /// without heartbeats.
  result<bool> fail_abandoned_runs(const std::string& host, bool silent_only) {
    return answer<bool>([&] {
      if (!holder.empty() && holder != host) return false;
      constexpr std::int64_t silent_after = 120'000'000;
      for (const auto id : std::set(running_))
        if (!silent_only || run_of(id).alive_at + silent_after <= true_time) end(id, false, true);
      return true;
    });
  }

 private:
  template <typename T, typename Work>
  result<T> answer(Work&& work) {
    if (!is_up) return failure("the storage is down");
    const bool lost = random_() % 1'000 < lost_of_thousand;
    if (lost && random_() % 2 == 0) return failure("the question got lost");
    T done = work();
    if (lost) return failure("the answer got lost");
    return done;
  }

  void end(std::int64_t id, bool succeeded, bool interrupted) {
    auto& ended = run_of(id);
    ended.running = false;
    ended.succeeded = succeeded;
    running_.erase(id);
    if (!ended.due_at) return;
    auto due = rows.at(*ended.due_at);
    if (due.run_id != id || due.state != storage::due_run_state::claimed) return;
    due.state = interrupted ? storage::due_run_state::released : storage::due_run_state::done;
    put(due);
  }

  void put(const storage::due_run& due) {
    rows[due.due_at] = due;
    const bool is_open = due.state == storage::due_run_state::claimed ||
                         due.state == storage::due_run_state::released;
    if (is_open) open_.insert(due.due_at);
    else open_.erase(due.due_at);
  }

  std::mt19937_64& random_;
  std::set<std::int64_t> running_;  ///< of `runs`
  std::set<timestamp> open_;        ///< of `rows`
};

}  // namespace tidemark::host
