// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <iostream>
#include <string_view>

#include <tidemark/diagnostics/issue.hpp>

#include "../config/config.hpp"
#include "../output/report.hpp"

namespace tidemark::host {

/// Reports `found`, the issues of `file`, each with its line of `text`, which is the file's
/// content.
void show_issues(const diagnostics::issues& found, const std::filesystem::path& file,
                 std::string_view text, std::ostream& err);

/// The config file to read: `given`, else `$TIDEMARK_CONFIG`, else `./tidemark.yaml`.
std::filesystem::path config_path(const std::filesystem::path& given);

/// Reads a config file, and reports all its issues.
outcome<loaded_config> load_settings(const std::filesystem::path& path,
                                     std::ostream& err = std::cerr);

}  // namespace tidemark::host
