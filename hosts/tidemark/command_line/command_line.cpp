// SPDX-License-Identifier: BSL-1.0
#include "command_line.hpp"

#include <iostream>
#include <string>

#include <fmt/core.h>

#include "../output/host_output.hpp"
#include "../output/report.hpp"
#include "groups.hpp"

namespace tidemark::host {

exit_code run_command_line(int argc, const char* const* argv) {
  CLI::App root("tidemark keeps the high-water mark of short-video metrics.", "tidemark");
  invocation called;
  root.set_version_flag("--version", version_text);
  root.require_subcommand(1);
  root.add_option("--config", called.global.config,
                  "The config file; default $TIDEMARK_CONFIG, then ./tidemark.yaml");
  add_word(&root, "--format", called.global.format, output_format_words,
           "table for people, json for programs; videos also has csv and jsonl, and policy "
           "test junit");

  add_sync_commands(root, called);
  add_reading_commands(root, called);
  add_settings_commands(root, called);
  for (const char* name : {"explain", "correct", "retract"})
    add_not_built(root, called, name);

  try {
    root.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help or --version
    root.exit(asked, host_output(), std::cerr);
    return exit_code::done;
  } catch (const CLI::ParseError& wrong) {
    if (const auto words = root.remaining(); root.get_subcommands().empty() && !words.empty())
      return report(usage_error(
          fmt::format("unknown command \"{}\"; see `tidemark --help`", words.front())));
    return report(usage_error(fmt::format("{}; see `tidemark --help`", wrong.what())));
  }
  return called.command();
}

}  // namespace tidemark::host
