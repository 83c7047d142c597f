// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace tidemark::host {

constexpr std::size_t printed_max = 64 * 1024;

/// The result of work in a separate process.
struct child_end {
  bool answered = false;
  std::string text;     ///< its answer; without one, how it ended: `crashed (SIGSEGV)`
  std::string printed;  ///< what it wrote to stdout, at most `printed_max` bytes
};

/// Runs `work` in a forked process and returns its answer; a crash or a hang costs only that
/// answer. The process, and all that it started, is killed when it has answered, ended or used up
/// `limit`. Its standard input is empty, and its stdout is kept.
///
/// Requires: this process has one thread. Text of any bytes.
child_end run_in_child(const std::function<std::string()>& work, std::chrono::milliseconds limit);

}  // namespace tidemark::host
