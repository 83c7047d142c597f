// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

#include <fmt/core.h>

#include <tidemark/result.hpp>

#include "attempt.hpp"
#include "backoff.hpp"
#include "request_pace.hpp"
#include "wait_clock.hpp"

namespace tidemark::http {

/// How requests are sent.
struct request_settings {
  std::int64_t millionths_per_second = 1'000'000;  ///< 0: no limit
  int retries = 3;                                 ///< after the first attempt
  std::chrono::milliseconds timeout{};             ///< for one attempt
  std::chrono::milliseconds run_timeout{};         ///< for all requests of a run, waits included
};

/// Sends the requests of one run: paced, each retried if that may help, within a budget of time and
/// of requests. One thread at a time.
class request_runner {
 public:
  /// More requests in one run mean that the pagination does not end.
  static constexpr std::int64_t requests_max = 100'000;

  /// `clock` must outlive the runner.
  request_runner(const request_settings& settings, wait_clock& clock)
      : settings_(settings), clock_(clock), pace_(settings.millionths_per_second) {}

  /// Resets the budgets.
  void begin_run() {
    deadline_ = clock_.now() + settings_.run_timeout;
    requests_ = 0;
  }

  wait_clock& clock() const { return clock_; }

  /// When the run's time is over.
  wait_clock::moment deadline() const { return deadline_; }

  /// Calls `ask(timeout)`, which returns an `attempt<T>`, until it succeeds, cannot succeed, or was
  /// retried `retries` times; before each attempt it waits as the pace and the server require.
  ///
  /// Errors: `busy` if a rate limit outlasted the retries or the run; `failed` otherwise, also if
  /// `stop` was requested. Messages begin with `name` and have the reason of `ask`.
  template <typename T, typename Ask>
  result<T> run(const std::string& name, std::stop_token stop, Ask ask) {
    for (int failures = 0;;) {
      if (const auto fault = wait_for_slot(name, stop)) return *fault;
      auto outcome = ask(timeout());
      if (outcome) return std::move(*outcome);
      const attempt_fault& fault = outcome.error();
      if (fault.action == remedy::stopped) return stopped(name);
      if (fault.action == remedy::none) return failure(fmt::format("{}: {}", name, fault.reason));
      if (++failures > settings_.retries) return outlasted(name, fault, failures);
      if (const auto ended = wait_after(name, fault, failures, stop)) return *ended;
    }
  }

 private:
  static error stopped(const std::string& name) { return failure(name + ": was stopped"); }

  error out_of_time(const std::string& name, const std::string& why) const {
    return failure(
        fmt::format("{}: the run has taken longer than run_timeout ({} ms){}; raise run_timeout or "
                    "requests_per_second",
                    name, settings_.run_timeout.count(), why));
  }

  static error outlasted(const std::string& name, const attempt_fault& fault, int failures) {
    const std::string tried =
        failures == 1 ? std::string("; it was not tried again")
                      : fmt::format("; tried {} times", failures);
    if (fault.action == remedy::slow_down)
      return busy_error(fmt::format("{}: {}{}; run it again later, or lower requests_per_second",
                                    name, fault.reason, tried));
    return failure(fmt::format("{}: {}{}; run it again", name, fault.reason, tried));
  }

  std::chrono::milliseconds timeout() const {
    using std::chrono::milliseconds;
    const auto left = std::chrono::ceil<milliseconds>(deadline_ - clock_.now());
    return std::max(milliseconds(1), std::min(settings_.timeout, left));
  }

  /// Waits for the pace; nothing if the request may be sent.
  std::optional<error> wait_for_slot(const std::string& name, const std::stop_token& stop) {
    if (++requests_ > requests_max)
      return failure(fmt::format(
          "{}: {} requests in one run are too many; the pages do not seem to end", name,
          requests_max));
    const auto slot = pace_.slot(clock_.now());
    if (slot >= deadline_) return out_of_time(name, "");
    pace_.take(slot);
    if (!clock_.wait_until(slot, stop)) return stopped(name);
    return std::nullopt;
  }

  /// Waits after a failed attempt; nothing if the next one may follow.
  std::optional<error> wait_after(const std::string& name, const attempt_fault& fault,
                                  int failures, const std::stop_token& stop) {
    auto end = clock_.now() + backoff_.wait(failures);
    if (fault.retry_after) end = clock_.now() + *fault.retry_after;
    if (end >= deadline_) {
      if (fault.action != remedy::slow_down)
        return out_of_time(name, "; the last: " + fault.reason);
      return busy_error(
          fmt::format("{}: {}; the wait would last longer than the run may (run_timeout); run it "
                      "again later",
                      name, fault.reason));
    }
    if (!clock_.wait_until(end, stop)) return stopped(name);
    return std::nullopt;
  }

  request_settings settings_;
  wait_clock& clock_;
  request_pace pace_;
  backoff backoff_;
  wait_clock::moment deadline_ = wait_clock::moment::max();
  std::int64_t requests_ = 0;
};

}  // namespace tidemark::http
