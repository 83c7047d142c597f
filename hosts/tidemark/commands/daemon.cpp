// SPDX-License-Identifier: BSL-1.0
#include "../daemon/daemon.hpp"

#include <utility>

#include "../report.hpp"
#include "commands.hpp"

namespace tidemark::host {

exit_code run_daemon(const global_options& global) {
  auto loaded = load_setup(global);
  if (!loaded) return loaded.error();
  const auto storage =
      loaded->plugins.find(plugin::kind::storage, loaded->settings.storage.plugin);
  if (storage && !(*storage)->loaded.self->shared)
    return report(usage_error("the daemon needs a storage that several can use at a time; " +
                              loaded->settings.storage.plugin +
                              " is none: set storage to sqlite or postgres"));
  event_log log(global.format == output_format::json ? log_form::json : log_form::text);
  return daemon(global, std::move(*loaded), log).run();
}

}  // namespace tidemark::host
