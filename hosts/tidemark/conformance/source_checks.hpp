// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <vector>

#include <tidemark/result.hpp>

#include "check_result.hpp"
#include "tested_plugin.hpp"

namespace tidemark::host {

/// Checks a source plugin against the contract of source::data_source, from outside: its exports
/// are read from the file, everything else runs in child processes, each for at most `limit`.
///
/// Returns the results in order; the list ends with a failed check that the later ones depend on.
/// Error (usage): there is no such file, the plugin is not a source, or does not have such options.
result<std::vector<check_result>> check_source(const tested_plugin& plugin,
                                               std::chrono::milliseconds limit);

}  // namespace tidemark::host
