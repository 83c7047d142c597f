// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <iostream>

#include <tidemark/plugin/catalogue.hpp>

#include "../output/report.hpp"
#include "application.hpp"

namespace tidemark::host {

/// Loads the config file at `path` and everything that it names. Errors are reported to `err`. If
/// `loaded_before` is given, its plugins are used, and no folder is scanned.
outcome<application> load_application(const std::filesystem::path& path,
                                      std::ostream& err = std::cerr,
                                      const plugin::catalogue* loaded_before = nullptr);

}  // namespace tidemark::host
