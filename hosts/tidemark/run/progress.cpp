// SPDX-License-Identifier: BSL-1.0
#include "progress.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <iostream>
#include <utility>

#include <unistd.h>

#include <fmt/core.h>

#include "../output/format.hpp"
#include "../output/report.hpp"

namespace tidemark::host {

std::atomic<bool> stop_signal = false;

namespace {

std::int64_t milliseconds_now() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

std::atomic<std::int64_t> stop_requested_at = 0;  ///< 0: not yet

extern "C" void request_stop(int signal) {
  // timeout(1) sends its signal twice: to the process and to its group. That is one request.
  constexpr std::int64_t one_stop = 200;
  const std::int64_t now = milliseconds_now();
  std::int64_t first = 0;
  if (!stop_requested_at.compare_exchange_strong(first, now)) {
    if (now - first < one_stop) return;
    std::signal(signal, SIG_DFL);
    std::raise(signal);
    return;
  }
  stop_signal.store(true, std::memory_order_relaxed);
  // Printed here, because a source may not check for a stop for a long time.
  static constexpr char notice[] =
      "\ntidemark: stopping as soon as the source returns; press Ctrl-C or send the signal again "
      "to "
      "end at once\n";
  const int code = errno;
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, notice, sizeof notice - 1);
  errno = code;
}

}  // namespace

void watch_stop_signals() {
  std::signal(SIGINT, request_stop);
  std::signal(SIGTERM, request_stop);
}

progress::progress(std::string run_name)
    : run_name_(std::move(run_name)), terminal_(::isatty(STDERR_FILENO) == 1) {}

progress::~progress() { clear(); }

void progress::rows_seen(std::int32_t window_days, std::int64_t rows) {
  const auto time = std::chrono::steady_clock::now();
  if (time < next_) return;
  next_ = time + std::chrono::milliseconds(100);
  show(fmt::format("{} days: {} read", window_days, counted(rows, "row", "rows")));
}

void progress::committing(std::int64_t records) {
  show("writing " + counted(records, "record", "records"));
}

void progress::warning(const std::string& message) {
  clear();
  warn(fmt::format("{}: {}", run_name_, message));
}

void progress::show(const std::string& state) {
  if (!terminal_) return;
  clear();
  std::cerr << run_name_ << ": " << state << std::flush;
  shown_ = true;
}

void progress::clear() {
  if (std::exchange(shown_, false)) std::cerr << "\r\033[K" << std::flush;
}

}  // namespace tidemark::host
