// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/source/data_source.hpp>
#include <tidemark/videos/row_time.hpp>

#include "../file/path_pattern.hpp"
#include "program.hpp"

namespace tidemark::source {

/// Rows from the standard output of a program, JSON Lines.
class exec_source final : public data_source {
 public:
  /// `command` is the program and its arguments; `settings` is the rest, without its arguments.
  /// `clock` is for times without an offset; nullptr: UTC.
  exec_source(std::vector<path_pattern> command, program_settings settings,
              std::unique_ptr<videos::wall_clock> clock)
      : command_(std::move(command)), settings_(std::move(settings)), clock_(std::move(clock)) {}

  /// The program, and its first argument if that is a file, such as a script; not the others, which
  /// may hold secrets.
  std::string origin(const fetch_request& request) const override;

  result<void> fetch(const fetch_request& request, row_sink& sink) override;

 private:
  result<void> run(const std::string& name, const fetch_request& request, row_sink& sink) const;

  std::vector<path_pattern> command_;
  program_settings settings_;
  std::unique_ptr<videos::wall_clock> clock_;
};

/// The environment of a program: of ours, only general variables
/// (`PATH HOME USER LOGNAME SHELL LANG LC_* TZ TMPDIR`), and `given`, which takes precedence.
/// Nothing else: the rest of our environment may hold secrets of the config.
std::vector<std::string> program_environment(
    const char* const* ours, const std::vector<std::pair<std::string, std::string>>& given);

}  // namespace tidemark::source
