// SPDX-License-Identifier: BSL-1.0
#include <clocale>
#include <csignal>
#include <exception>
#include <iostream>

#include "command_line/command_line.hpp"
#include "output/host_output.hpp"
#include "output/report.hpp"
#include "plugins/exit_guard.hpp"

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "C.UTF-8");  // for the widths of characters in tables
  std::signal(SIGXFSZ, SIG_IGN);        // then a write beyond a file size limit is an error
  std::ios::sync_with_stdio(false);
  tidemark::host::keep_stdout();
  tidemark::host::guard_exit();
  auto code = tidemark::host::exit_code::failed;
  try {
    code = tidemark::host::run_command_line(argc, argv);
    auto& out = tidemark::host::host_output();
    out.flush();
    if (!out) {
      code = tidemark::host::report(tidemark::failure("could not write all output to stdout"));
    }
  } catch (const std::exception& fault) {
    code = tidemark::host::report(tidemark::failure(fault.what()));
  }
  tidemark::host::allow_exit();
  return static_cast<int>(code);
}
