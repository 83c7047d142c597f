// SPDX-License-Identifier: BSL-1.0
#include "invocation.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "../output/report.hpp"
#include "option_checks.hpp"

namespace tidemark::host {

void set_command(CLI::App* app, invocation& called, const formats& known,
                 std::function<exit_code()> command) {
  app->callback([app, &called, known, command = std::move(command)] {
    const auto chosen = called.global.format;
    if (std::find(known.begin(), known.end(), chosen) == known.end())
      throw CLI::ValidationError(
          "--format",
          fmt::format("{} has no format {}", app->get_name(),
                      output_format_words[static_cast<std::size_t>(chosen)]));
    if (!called.command) called.command = command;
  });
}

void add_not_built(CLI::App& parent, invocation& called, const std::string& name) {
  auto* app = parent.add_subcommand(name, "Not built yet");
  app->allow_extras();
  app->fallthrough(false);  // the rest of the line is ignored
  app->group("");           // not in the help
  app->callback([&called, name] {
    called.command = [name] {
      return report(usage_error(
          fmt::format("\"{}\" is not built yet in {}; `tidemark --help` lists what is", name,
                      version_text)));
    };
  });
}

void add_date(CLI::App* app, const std::string& name, std::optional<date>& target,
              const std::string& help) {
  app->add_option_function<std::string>(
         name, [&target](const std::string& text) { target = parse_date(text); }, help)
      ->check(is_date());
}

}  // namespace tidemark::host
