// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

namespace tidemark::host {

/// From here on an end of the process that the host did not ask for says so on stderr, names the
/// plugin that was at work, and gives exit code 1: a plugin's call of `exit`, or what it throws out
/// of a destructor. `_exit` cannot be caught. To be called once, first.
void guard_exit();

/// The host ends the process now; every exit code is its own.
void allow_exit();

/// Undoes `guard_exit` in a forked process, whose end the parent sees and tells of.
void end_as_usual();

/// While it lives, what this thread does is the work of the plugin `name`. `name` must outlive it.
class plugin_at_work {
 public:
  explicit plugin_at_work(std::string_view name);
  ~plugin_at_work();
  plugin_at_work(const plugin_at_work&) = delete;
  plugin_at_work& operator=(const plugin_at_work&) = delete;

 private:
  std::string_view before_;
};

}  // namespace tidemark::host
