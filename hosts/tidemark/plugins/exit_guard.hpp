// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

namespace tidemark::host {

/// From now on, if a plugin ends the process (it calls `exit`, or throws from a destructor), an
/// error on stderr names the active plugin, and the exit code is 1. `_exit` cannot be caught. To be
/// called once, first.
void guard_exit();

/// The host ends the process now, with its own exit code.
void allow_exit();

/// Undoes `guard_exit` in a forked process: its parent reports how it ended.
void restore_exit();

/// While an object of this class exists, the plugin `name` is the active plugin of this thread.
/// `name` must outlive it.
class active_plugin_scope {
 public:
  explicit active_plugin_scope(std::string_view name);
  ~active_plugin_scope();
  active_plugin_scope(const active_plugin_scope&) = delete;
  active_plugin_scope& operator=(const active_plugin_scope&) = delete;

 private:
  std::string_view before_;
};

}  // namespace tidemark::host
