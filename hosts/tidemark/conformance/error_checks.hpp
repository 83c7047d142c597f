// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "check_result.hpp"
#include "tested_plugin.hpp"

namespace tidemark::host {

/// Whether options and windows that a source cannot use give an error with a message: no crash, no
/// hang, nothing thrown, by `origin` neither, and no success without rows. Runs in a child process.
///
/// Windows are 0 and -1 days. Options are, one at a time, each path extended to one that is not
/// there, and values at the ends of what a type holds; of these only a crash, a hang, an exception
/// and an error without a message fail the check, for a source may well take them.
check_result check_errors(const loaded_source& loaded, const tested_plugin& plugin);

}  // namespace tidemark::host
