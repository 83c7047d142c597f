// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include "../output/exit_code.hpp"
#include "event_log.hpp"

namespace tidemark::host {

/// Loads the config file at `config` and runs its daemon, with a log in `form` on stderr, until a
/// signal stops it.
exit_code run_daemon(const std::filesystem::path& config, log_form form);

}  // namespace tidemark::host
