// SPDX-License-Identifier: BSL-1.0
#include "run_daemon.hpp"

#include <csignal>
#include <iostream>
#include <sstream>
#include <utility>

#include "../application/load_application.hpp"
#include "../output/report.hpp"
#include "daemon.hpp"

namespace tidemark::host {

namespace {

/// The application of `config`, if a daemon can run it; errors go to `err`.
outcome<application> load_daemon(const std::filesystem::path& config, std::ostream& err) {
  auto app = load_application(config, err);
  if (!app) return app.error();
  if (const auto supported = supports_daemon(*app); !supported)
    return report(supported.error(), err);
  return app;
}

}  // namespace

exit_code run_daemon(const std::filesystem::path& config, log_form form) {
  std::signal(SIGPIPE, SIG_IGN);  // the reader of the log may go away
  const bool as_json = form == log_form::json;
  event_log log(form);
  std::ostringstream kept;
  auto app = load_daemon(config, as_json ? kept : std::cerr);
  // A log in JSON has no lines of text: issues of the config are events in it.
  if (const auto text = text_of(kept); !text.empty())
    log.write(app ? log_level::warning : log_level::error,
              app ? "the config has warnings" : "daemon could not start", {{"error", text}});
  if (!app) return app.error();
  return daemon(std::move(*app), log).run();
}

}  // namespace tidemark::host
