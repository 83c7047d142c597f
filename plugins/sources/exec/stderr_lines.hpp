// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

namespace tidemark::source {

/// The standard error of a program: passed on line by line, and its last lines kept for the message
/// of a failure. In bounded memory. One thread.
class stderr_lines {
 public:
  static constexpr std::size_t passed_max = 100;    ///< lines that are passed on
  static constexpr std::size_t kept_max = 5;        ///< last lines that are kept
  static constexpr std::size_t bytes_max = 1'000;   ///< kept of one line

  /// `pass_on` takes each line, up to `passed_max`.
  explicit stderr_lines(std::function<void(std::string)> pass_on) : pass_on_(std::move(pass_on)) {}

  /// Takes the next bytes.
  void add(std::string_view bytes);

  /// Takes a last line without its end.
  void finish();

  /// The last lines, each after `: ` or ` | `; empty when there were none.
  std::string last_words() const;

 private:
  void end_line();

  std::function<void(std::string)> pass_on_;
  std::string line_;
  std::deque<std::string> last_;
  std::size_t passed_ = 0;
};

}  // namespace tidemark::source
