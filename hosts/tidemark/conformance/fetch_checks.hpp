// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "check_result.hpp"
#include "tested_plugin.hpp"

/// Checks of a source's fetch of a window that it can deliver. Each runs in a child process.
namespace tidemark::host {

/// It delivers valid rows without an error, and enough of them for a test.
check_result check_rows(const loaded_source& loaded, const tested_plugin& plugin);

/// Two fetches of the same source deliver in the same order.
check_result check_order(const loaded_source& loaded, const tested_plugin& plugin);

/// Nothing is delivered after fetch has returned, or by two threads at once.
check_result check_end(const loaded_source& loaded, const tested_plugin& plugin);

/// A new source delivers the same rows and rejects for the same window.
check_result check_repeatability(const loaded_source& loaded, const tested_plugin& plugin);

/// It stops soon after the sink asks for it, before the first row, at the first, the second and a
/// middle one: without an error, and without further rows.
check_result check_cancellation(const loaded_source& loaded, const tested_plugin& plugin);

/// Loading, creating, using and destroying it does not change the process's settings: folder,
/// locale, umask, environment and signal handlers.
check_result check_process(const loaded_source& loaded, const tested_plugin& plugin);

/// Creating, using and destroying it repeatedly leaves no open files, threads or child processes,
/// and memory does not grow.
check_result check_leaks(const loaded_source& loaded, const tested_plugin& plugin);

}  // namespace tidemark::host
