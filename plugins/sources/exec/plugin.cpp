// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include <fmt/core.h>

#include <tidemark/plugin/export.hpp>
#include <tidemark/plugin/make.hpp>
#include <tidemark/source/time_zone.hpp>

#include "exec_source.hpp"

namespace tidemark::source {

namespace {

constexpr std::array<plugin::option_spec, 7> options{{
    {.name = "command", .type = plugin::option_type::list, .required = true,
     .help = "The program and its arguments, without a shell; {brand}, {window} and {date} are "
             "replaced. It writes JSON Lines to its standard output."},
    {.name = "folder", .type = plugin::option_type::path,
     .help = "Where it runs; a relative program with a / begins here.", .default_text = "."},
    {.name = "environment", .type = plugin::option_type::map,
     .help = "Variables for it, besides PATH, HOME, USER, LOGNAME, SHELL, LANG, LC_*, TZ, TMPDIR.",
     .secret = true},
    {.name = "timeout", .type = plugin::option_type::duration,
     .help = "How long it may give no output.", .default_text = "5m"},
    {.name = "run_timeout", .type = plugin::option_type::duration,
     .help = "How long it may run in all.", .default_text = "1h"},
    {.name = "grace", .type = plugin::option_type::duration,
     .help = "Between SIGTERM and SIGKILL, when it is stopped.", .default_text = "5s"},
    {.name = "time_zone", .type = plugin::option_type::text,
     .help = "The IANA time zone of times without an offset, e.g. Europe/Berlin.",
     .default_text = "UTC"},
}};

result<std::vector<path_pattern>> read_command(const plugin::text_list& words) {
  std::vector<path_pattern> command;
  if (words.empty() || words.front().empty())
    return usage_error("command: names no program; write command: [program, argument]");
  for (const auto& word : words) {
    if (word.find('\0') != word.npos) return usage_error("command: a word holds a NUL");
    auto pattern = path_pattern::parse_word(word, "command");
    if (!pattern) return pattern.error();
    command.push_back(std::move(*pattern));
  }
  return command;
}

result<std::unique_ptr<data_source>> create(const plugin::option_values& given) {
  return plugin::make("exec", [&]() -> result<std::unique_ptr<data_source>> {
    auto command = read_command(given.list("command"));
    if (!command) return command.error();
    const auto variables = given.map("environment");
    for (const auto& [name, value] : variables)
      if (name.empty() || name.find('=') != name.npos || value.find('\0') != value.npos)
        return usage_error("environment: a name is empty or holds =, or a value holds a NUL");
    program_settings settings;
    settings.environment = program_environment(environ, variables);
    settings.folder = given.text("folder");
    settings.timeout = given.duration("timeout");
    settings.run_timeout = given.duration("run_timeout");
    settings.grace = given.duration("grace");
    for (const auto* name : {"timeout", "run_timeout"})
      if (given.integer(name) == 0) return usage_error(fmt::format("{}: must be above 0", name));
    auto clock = open_wall_clock(given.text("time_zone"));
    if (!clock) return clock.error();
    return std::make_unique<exec_source>(std::move(*command), std::move(settings),
                                         std::move(*clock));
  });
}

constexpr plugin::manifest exec_manifest{
    .provides = plugin::kind::source,
    .name = "exec",
    .version = "0.1.0",
    .options = options.data(),
    .option_count = options.size(),
    .create_source = create,
};

}  // namespace

}  // namespace tidemark::source

TIDEMARK_PLUGIN(tidemark::source::exec_manifest);
