// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include <tidemark/diagnostics/issue.hpp>

#include "../output/report.hpp"
#include "commands.hpp"

namespace tidemark::host {

/// A file that cannot be used.
struct faulty_file {
  std::filesystem::path path;
  std::string_view text;  ///< its content, to show the issues in; must outlive the report
  diagnostics::issues found;
};

/// Reports the issues of `files`: as JSON on the standard output if that is wanted, else as text on
/// the error output. Returns `usage`.
exit_code report_issues(std::span<const faulty_file> files, output_format format);

}  // namespace tidemark::host
