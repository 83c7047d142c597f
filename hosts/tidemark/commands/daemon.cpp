// SPDX-License-Identifier: BSL-1.0
#include "../daemon/daemon.hpp"

#include <csignal>
#include <iostream>
#include <sstream>
#include <utility>

#include "../report.hpp"
#include "commands.hpp"

namespace tidemark::host {

namespace {

/// The setup of a daemon; what is wrong with it goes to `said`.
outcome<setup> load_daemon(const global_options& global, std::ostream& said) {
  auto loaded = load_setup(global, said);
  if (!loaded) return loaded.error();
  if (const auto fit = fit_for_daemon(*loaded); !fit) return report(fit.error(), said);
  return loaded;
}

}  // namespace

exit_code run_daemon(const global_options& global) {
  std::signal(SIGPIPE, SIG_IGN);  // who reads the log may go away, and come again
  const bool as_json = global.format == output_format::json;
  event_log log(as_json ? log_form::json : log_form::text);
  std::ostringstream kept;
  auto loaded = load_daemon(global, as_json ? kept : std::cerr);
  // Whoever reads a log of JSON reads nothing else.
  if (const auto said = said_in(kept); !said.empty())
    log.write(loaded ? log_level::warning : log_level::error,
              loaded ? "the config has warnings" : "daemon could not begin", {{"error", said}});
  if (!loaded) return loaded.error();
  return daemon(global, std::move(*loaded), log).run();
}

}  // namespace tidemark::host
