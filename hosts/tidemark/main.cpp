// SPDX-License-Identifier: BSL-1.0
#include <clocale>
#include <csignal>
#include <exception>
#include <iostream>

#include "command_line.hpp"
#include "report.hpp"

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "C.UTF-8");  // for the widths of characters in tables
  std::signal(SIGXFSZ, SIG_IGN);  // a file that must not grow is an error, not the end
  std::ios::sync_with_stdio(false);
  try {
    auto code = tidemark::host::run_command_line(argc, argv);
    std::cout.flush();
    if (!std::cout) {
      code = tidemark::host::report(tidemark::failure("stdout could not be written to the end"));
    }
    return static_cast<int>(code);
  } catch (const std::exception& fault) {
    return static_cast<int>(tidemark::host::report(tidemark::failure(fault.what())));
  }
}
