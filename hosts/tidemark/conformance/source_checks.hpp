// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <vector>

#include <tidemark/result.hpp>

#include "check_result.hpp"
#include "tested_plugin.hpp"

namespace tidemark::host {

/// Checks a source plugin against the contract of source::data_source, from outside: what it shows
/// is read from the file, all else runs in child processes, each of at most `limit`.
///
/// Returns the outcome of every check in order; where one has to hold for the next to mean
/// anything and does not, the list ends with it. Error (usage): no file to test, no source, or
/// options that the plugin does not take.
result<std::vector<check_result>> check_source(const tested_plugin& plugin,
                                               std::chrono::milliseconds limit);

}  // namespace tidemark::host
