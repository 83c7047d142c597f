// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/value/json_writer.hpp>

namespace tidemark::host {

/// Writes an issue of `file` as an object: rules/README.md, "Issues in JSON".
void write_issue(json_writer& out, const std::filesystem::path& file,
                 const diagnostics::issue& issue);

}  // namespace tidemark::host
