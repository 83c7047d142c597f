// SPDX-License-Identifier: BSL-1.0
#include <clocale>
#include <csignal>
#include <exception>
#include <iostream>

#include "command_line/command_line.hpp"
#include "exit_guard.hpp"
#include "output/host_output.hpp"
#include "report.hpp"

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "C.UTF-8");  // for the widths of characters in tables
  std::signal(SIGXFSZ, SIG_IGN);  // a file that must not grow is an error, not the end
  std::ios::sync_with_stdio(false);
  tidemark::host::keep_stdout();
  tidemark::host::guard_exit();
  auto code = tidemark::host::exit_code::failed;
  try {
    code = tidemark::host::run_command_line(argc, argv);
    auto& out = tidemark::host::host_output();
    out.flush();
    if (!out) {
      code = tidemark::host::report(tidemark::failure("stdout could not be written to the end"));
    }
  } catch (const std::exception& fault) {
    code = tidemark::host::report(tidemark::failure(fault.what()));
  }
  tidemark::host::allow_exit();
  return static_cast<int>(code);
}
