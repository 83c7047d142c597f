// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "invocation.hpp"

/// The commands of hosts/tidemark/commands.md, added to the command line with their options; one
/// file for each group.
namespace tidemark::host {

/// sync, backfill and daemon, which run brands.
void add_sync_commands(CLI::App& root, invocation& called);

/// videos, history, verify, runs and rejected.
void add_reading_commands(CLI::App& root, invocation& called);

/// policy, sources, plugins and config, with their subcommands.
void add_settings_commands(CLI::App& root, invocation& called);

}  // namespace tidemark::host
