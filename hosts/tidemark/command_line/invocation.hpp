// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <tidemark/policy/words.hpp>
#include <tidemark/value/date.hpp>

#include "../commands/commands.hpp"
#include "../output/exit_code.hpp"
#include "../output/format.hpp"

namespace tidemark::host {

inline constexpr const char* version_text = "tidemark " TIDEMARK_VERSION;

/// The parsed command line: the command to run, and the options of all commands.
struct invocation {
  global_options global;
  std::function<exit_code()> command;
};

using formats = std::vector<output_format>;
inline const formats table_or_json{output_format::table, output_format::json};

/// Sets the command of `app`, which has the formats `known`.
void set_command(CLI::App* app, invocation& called, const formats& known,
                 std::function<exit_code()> command);

/// A command that this version does not have yet.
void add_not_built(CLI::App& parent, invocation& called, const std::string& name);

/// Reads a date into `target`, which outlives the parse.
void add_date(CLI::App* app, const std::string& name, std::optional<date>& target,
              const std::string& help);

template <typename Words>
std::vector<std::string> to_list(const Words& words) {
  return {words.begin(), words.end()};
}

/// Reads one of `words` into an enumerator; `target` and `words` outlive the parse.
template <typename Word, typename Words>
void add_word(CLI::App* app, const std::string& name, Word& target, const Words& words,
              const std::string& help) {
  app->add_option_function<std::string>(
         name,
         [&target, &words](const std::string& text) {
           target = *policy::find_word<Word>(words, text);
         },
         help)
      ->check(CLI::IsMember(to_list(words)));
}

}  // namespace tidemark::host
