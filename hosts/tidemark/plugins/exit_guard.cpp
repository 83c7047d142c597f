// SPDX-License-Identifier: BSL-1.0
#include "exit_guard.hpp"

#include <atomic>
#include <cstdlib>
#include <exception>
#include <string>
#include <utility>

#include <unistd.h>

#include <fmt/core.h>

namespace tidemark::host {

namespace {

std::atomic<bool> exit_allowed = false;
thread_local std::string_view active_plugin;
std::terminate_handler default_terminate = nullptr;

[[noreturn]] void end_as_failed(std::string_view event) {
  const std::string plugin =
      active_plugin.empty() ? "a plugin" : fmt::format("the plugin {}", active_plugin);
  const std::string message = fmt::format(
      "tidemark: error: {} {}, which ends tidemark; a run in progress has stored "
      "nothing. A plugin must return an error instead\n",
      plugin, event);
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, message.data(), message.size());
  ::_exit(1);
}

void on_exit_called() {
  if (!exit_allowed) end_as_failed("called exit");
}

/// An exception from a destructor ends here.
void on_terminate() {
  if (active_plugin.empty()) default_terminate();
  end_as_failed("threw an exception that cannot be caught, for example from a destructor");
}

}  // namespace

void guard_exit() {
  std::atexit(on_exit_called);
  std::at_quick_exit(on_exit_called);
  default_terminate = std::set_terminate(on_terminate);
}

void allow_exit() { exit_allowed = true; }

void restore_exit() {
  exit_allowed = true;
  if (default_terminate) std::set_terminate(default_terminate);
}

active_plugin_scope::active_plugin_scope(std::string_view name)
    : before_(std::exchange(active_plugin, name)) {}

active_plugin_scope::~active_plugin_scope() { active_plugin = before_; }

}  // namespace tidemark::host
