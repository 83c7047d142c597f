// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "invocation.hpp"

/// The commands of SPEC section 8, added to the command line with their options; one file for each
/// group.
namespace tidemark::host {

/// sync, backfill and daemon: what runs brands.
void add_sync_commands(CLI::App& root, invocation& called);

/// videos, history, verify, runs and rejected.
void add_reading_commands(CLI::App& root, invocation& called);

/// policy, plugins and config, with what is under them.
void add_settings_commands(CLI::App& root, invocation& called);

}  // namespace tidemark::host
