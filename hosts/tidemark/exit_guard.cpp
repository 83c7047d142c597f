// SPDX-License-Identifier: BSL-1.0
#include "exit_guard.hpp"

#include <atomic>
#include <cstdlib>
#include <exception>
#include <string>
#include <utility>

#include <unistd.h>

namespace tidemark::host {

namespace {

std::atomic<bool> exit_allowed = false;
thread_local std::string_view name_at_work;
std::terminate_handler usual_end = nullptr;

[[noreturn]] void end_as_failed(std::string_view what) {
  const std::string who =
      name_at_work.empty() ? "a plugin" : "the plugin " + std::string(name_at_work);
  const std::string message = "tidemark: error: " + who + " " + std::string(what) +
                              ", which ends all of tidemark; a run that was going on stored "
                              "nothing. A plugin must return an error instead\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, message.data(), message.size());
  ::_exit(1);
}

void on_exit_called() {
  if (!exit_allowed) end_as_failed("called exit");
}

/// What is thrown out of a destructor ends here, and nowhere else.
void on_terminate() {
  if (name_at_work.empty()) usual_end();
  end_as_failed("threw an exception that nothing can catch, as out of a destructor");
}

}  // namespace

void guard_exit() {
  std::atexit(on_exit_called);
  std::at_quick_exit(on_exit_called);
  usual_end = std::set_terminate(on_terminate);
}

void allow_exit() { exit_allowed = true; }

void end_as_usual() {
  exit_allowed = true;
  if (usual_end) std::set_terminate(usual_end);
}

plugin_at_work::plugin_at_work(std::string_view name)
    : before_(std::exchange(name_at_work, name)) {}

plugin_at_work::~plugin_at_work() { name_at_work = before_; }

}  // namespace tidemark::host
