// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <csignal>
#include <map>
#include <string>

namespace tidemark::host {

/// What all parts of this process share, and a plugin must leave as it is.
struct process_settings {
  std::string folder;  ///< the current one
  std::string locale;
  unsigned file_mask = 0;
  std::map<std::string, std::string> environment;
  std::array<void (*)(int), NSIG> handlers{};  ///< by the number of their signal
};

/// Reads them now. Requires: this process has one thread.
process_settings read_process_settings();

/// What differs in `after`, in words and without values, which may be secret; empty: nothing.
std::string change_between(const process_settings& before, const process_settings& after);

/// A signal's name, such as `SIGSEGV`.
std::string signal_name(int number);

}  // namespace tidemark::host
