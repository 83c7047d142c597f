// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <csignal>
#include <map>
#include <string>

namespace tidemark::host {

/// The settings that all parts of the process share, and a plugin must not change.
struct process_settings {
  std::string folder;  ///< the current folder
  std::string locale;
  unsigned file_mask = 0;
  std::map<std::string, std::string> environment;
  std::array<void (*)(int), NSIG> handlers{};  ///< by the number of the signal
};

/// The current settings. Requires: this process has one thread.
process_settings read_process_settings();

/// The names of the settings that differ in `after`, without their values, which may be secret;
/// empty: none.
std::string change_between(const process_settings& before, const process_settings& after);

/// A signal's name, such as `SIGSEGV`.
std::string signal_name(int number);

}  // namespace tidemark::host
