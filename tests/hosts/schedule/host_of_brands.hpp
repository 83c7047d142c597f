// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <schedule/brand_state.hpp>

#include "../../catch.hpp"

/// The brands of one host, for tests of brand_state.
namespace tidemark::host {

inline timestamp at(const char* text) {
  const auto moment = parse_rfc3339(text);
  REQUIRE(moment);
  return *moment;
}

inline timestamp later(timestamp moment, std::chrono::microseconds duration) {
  return {moment.micros + duration.count()};
}

inline brand_schedule brand(std::int64_t id, const char* line, catch_up missed = catch_up::none,
                     std::chrono::milliseconds jitter = {}, const char* zone = "UTC") {
  const auto times = cron_schedule::read(line, zone);
  REQUIRE(times);
  return {id, *times, jitter, missed};
}

inline storage::due_run due_run_at(const char* due_at, storage::due_run_state state,
                            std::optional<std::int64_t> run_id = {}) {
  return {1, at(due_at), state, "another host", run_id, at(due_at)};
}

struct started_run {
  std::int64_t brand_id = 0;
  run_order order;

  bool operator==(const started_run&) const = default;
};

/// The brands of one host, whose storage always answers.
class host_of_brands {
 public:
  /// Loads the config. New brands were never run, or last at the time in `ran_before`.
  void set(const std::vector<brand_schedule>& schedules, timestamp now,
           const std::map<std::int64_t, const char*>& ran_before = {}) {
    std::map<std::int64_t, brand_schedule> wanted;
    for (const auto& schedule : schedules) {
      wanted.emplace(schedule.brand_id, schedule);
      states_.try_emplace(schedule.brand_id, schedule.brand_id, "this host");
    }
    for (auto& [id, state] : states_) {
      const auto found = wanted.find(id);
      state.scheduled(found == wanted.end() ? std::nullopt : std::optional(found->second), now);
      if (state.is_loaded()) continue;
      const auto ran = ran_before.find(id);
      state.loaded(ran == ran_before.end()
                       ? std::nullopt
                       : std::optional(due_run_at(ran->second, storage::due_run_state::done, 1)),
                   now);
    }
  }

  std::vector<started_run> take_due(timestamp now) {
    std::vector<started_run> started;
    for (auto& [id, state] : states_) {
      auto actions = state.act(now);
      note(id, actions.record);
      if (!actions.record.empty()) state.recorded(true);
      if (!actions.start) continue;
      note(id, actions.start->record);
      actions.start->record = {};
      started.push_back({id, std::move(*actions.start)});
    }
    return started;
  }

  /// What was to be recorded since the last call.
  std::map<std::int64_t, missed_due_times> take_missed() { return std::exchange(missed_, {}); }
  std::vector<storage::due_run> take_changes() { return std::exchange(changes_, {}); }

  void ended(std::int64_t brand_id, timestamp now, run_outcome outcome) {
    states_.at(brand_id).ended(outcome, true, now);
  }
  brand_state& brand(std::int64_t brand_id) { return states_.at(brand_id); }
  std::optional<timestamp> next_start() const {
    std::optional<timestamp> first;
    for (const auto& [id, state] : states_)
      if (const auto start = state.next_start(); start && (!first || *start < *first))
        first = start;
    return first;
  }
  std::optional<timestamp> next_due(std::int64_t brand_id) const {
    return states_.at(brand_id).next_due();
  }

 private:
  void note(std::int64_t brand_id, const due_record& record) {
    if (!record.missed.empty()) missed_[brand_id].add(record.missed);
    for (const auto& change : record.changes) changes_.push_back(change.after);
  }

  std::map<std::int64_t, brand_state> states_;
  std::map<std::int64_t, missed_due_times> missed_;
  std::vector<storage::due_run> changes_;
};

inline std::string shown(const std::map<std::int64_t, missed_due_times>& missed) {
  std::string text;
  for (const auto& [id, runs] : missed)
    text += (text.empty() ? "" : ", ") + std::to_string(runs.count()) + " of " +
            std::to_string(id) + " to " + to_rfc3339(runs.due.back());
  return text;
}

inline std::string shown(const std::vector<started_run>& runs) {
  std::string text;
  for (const auto& [id, order] : runs)
    text += (text.empty() ? "" : ", ") + std::to_string(id) + " due " +
            to_rfc3339(*order.due_at) +
            (order.attempt > 1 ? " attempt " + std::to_string(order.attempt) : "");
  return text;
}

}  // namespace tidemark::host
