// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "check_result.hpp"
#include "tested_plugin.hpp"

namespace tidemark::host {

/// Whether options and windows that a source cannot use give an error with a message: no crash, no
/// hang, no exception, not even from `origin`, and no success without rows. Runs in a child
/// process.
///
/// The windows are 0 and -1 days. The options are, one at a time, each path changed to a missing
/// one, and extreme values of each type. A source may accept extreme values: only a crash, a hang,
/// an exception and an error without a message fail the check.
check_result check_errors(const loaded_source& loaded, const tested_plugin& plugin);

}  // namespace tidemark::host
