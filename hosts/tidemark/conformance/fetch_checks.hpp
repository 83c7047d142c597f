// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "check_result.hpp"
#include "tested_plugin.hpp"

/// What a source's fetch must do for a window that it can deliver. Each runs in a child process.
namespace tidemark::host {

/// It delivers, without error, rows that a source may deliver, and enough of them to test with.
check_result check_rows(const loaded_source& loaded, const tested_plugin& plugin);

/// Two fetches of one source deliver in the same order.
check_result check_order(const loaded_source& loaded, const tested_plugin& plugin);

/// When fetch returns it is done: nothing comes later, or from two threads at once.
check_result check_end(const loaded_source& loaded, const tested_plugin& plugin);

/// A source made anew delivers the same rows and rejects for the same window.
check_result check_repeatability(const loaded_source& loaded, const tested_plugin& plugin);

/// It stops soon once the sink says so, before, at the 1st, the 2nd and a middle row: without an
/// error, and without delivering more.
check_result check_cancellation(const loaded_source& loaded, const tested_plugin& plugin);

/// Loaded, made, used and dropped it leaves the process's settings as they were: folder, locale,
/// umask, environment, and what signals do.
check_result check_process(const loaded_source& loaded, const tested_plugin& plugin);

/// Made, used and dropped again and again, it leaves no files open, no threads, no children, and
/// memory does not grow.
check_result check_leaks(const loaded_source& loaded, const tested_plugin& plugin);

}  // namespace tidemark::host
