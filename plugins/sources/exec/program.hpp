// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include <tidemark/result.hpp>

#include "stderr_lines.hpp"

namespace tidemark::source {

/// The settings for running a program.
struct program_settings {
  std::vector<std::string> arguments;    ///< first the program, looked up in PATH if it has no `/`
  std::vector<std::string> environment;  ///< all of it, each `NAME=value`
  std::string folder;                    ///< where it runs
  std::chrono::milliseconds timeout{};   ///< the longest silence
  std::chrono::milliseconds run_timeout{};
  std::chrono::milliseconds grace{};  ///< between asking it to end and ending it
};

/// A running program whose standard output is read: without a shell, in its own process group, with
/// an empty standard input and no other open files. One thread.
class program {
 public:
  /// Starts it. `name` begins every message. Error: it cannot be started, with the reason.
  /// `go_on` is asked at least every tenth of a second while `read` waits; `pass_on` gets the lines
  /// of its standard error.
  static result<program> start(std::string name, const program_settings& settings,
                               std::function<bool()> go_on,
                               std::function<void(std::string)> pass_on);

  program(program&& other) noexcept;
  program& operator=(program&&) = delete;

  /// Ends it if it still runs, with its whole group: SIGTERM, then SIGKILL after `grace`.
  ~program();

  /// Fills `into` with up to `size` bytes of its output, waiting for at least one; 0: it has ended
  /// with exit code 0. Error: it ended with another exit code or by a signal (with its last words),
  /// was silent for `timeout`, ran for `run_timeout`, ended while another process holds its output
  /// open, or `go_on` returned false. The error is `busy` for exit code 75 (EX_TEMPFAIL), otherwise
  /// `failed`. The messages are without the name, which the reader of lines adds.
  result<std::size_t> read(char* into, std::size_t size);

 private:
  using clock = std::chrono::steady_clock;

  program(const program_settings& settings, std::function<bool()> go_on,
          std::function<void(std::string)> pass_on);
  result<void> spawn(const std::string& name, const program_settings& settings);

  /// Waits for output, at most for `most`; reads standard error. Error: a limit, or stop.
  result<void> wait_for_output(std::chrono::milliseconds most);
  void take_stderr();
  bool has_ended();
  result<std::size_t> end_of_output();
  result<void> verdict();
  void end_group();

  std::chrono::milliseconds timeout_, run_timeout_, grace_;
  std::function<bool()> go_on_;
  stderr_lines stderr_;
  pid_t pid_ = -1;          // -1: none, or reaped
  int output_ = -1, errors_ = -1;
  int status_ = 0;
  clock::time_point started_ = clock::now(), heard_ = started_;
  std::optional<clock::time_point> ended_;  // when its end was noticed
};

}  // namespace tidemark::source
