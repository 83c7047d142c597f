// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../output/exit_code.hpp"

namespace tidemark::host {

/// Reads the command line, runs the command it names and returns its exit code.
/// Wrong usage is reported on stderr.
exit_code run_command_line(int argc, const char* const* argv);

}  // namespace tidemark::host
