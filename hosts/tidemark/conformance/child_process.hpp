// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace tidemark::host {

constexpr std::size_t printed_max = 64 * 1024;

/// How a piece of work in a process of its own ended.
struct child_end {
  bool answered = false;
  std::string text;     ///< its answer; without one, what became of it: `crashed (SIGSEGV)`
  std::string printed;  ///< what it wrote to stdout, at most `printed_max` bytes
};

/// Runs `work` in a forked process and takes its answer, so that a crash or a hang in it costs
/// nothing but that answer. Whatever it started is killed with it once it answered, ended or used
/// up `limit`. Its standard input is empty, its stdout is kept.
///
/// Requires: this process has one thread. Text of any bytes.
child_end run_in_child(const std::function<std::string()>& work, std::chrono::milliseconds limit);

}  // namespace tidemark::host
