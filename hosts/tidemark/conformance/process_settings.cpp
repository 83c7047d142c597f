// SPDX-License-Identifier: BSL-1.0
#include "process_settings.hpp"

#include <clocale>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

#include <fmt/core.h>

namespace tidemark::host {

process_settings read_process_settings() {
  process_settings now;
  std::error_code gone;
  now.folder = std::filesystem::current_path(gone).string();
  now.locale = std::setlocale(LC_ALL, nullptr);
  now.file_mask = ::umask(0);
  ::umask(now.file_mask);
  for (char** variable = ::environ; variable != nullptr && *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    const auto equals = text.find('=');
    if (equals != text.npos)
      now.environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  for (std::size_t i = 1; i < now.handlers.size(); ++i) {
    struct sigaction action {};
    if (::sigaction(static_cast<int>(i), nullptr, &action) == 0)
      now.handlers[i] = action.sa_handler;  // shares its place with sa_sigaction
  }
  return now;
}

std::string change_between(const process_settings& before, const process_settings& after) {
  std::string found;
  const auto add = [&](const std::string& name) { found += (found.empty() ? "" : ", ") + name; };
  if (before.folder != after.folder) add("the current folder");
  if (before.locale != after.locale) add("the locale");
  if (before.file_mask != after.file_mask) add("the umask");
  for (const auto& [name, value] : after.environment) {
    const auto known = before.environment.find(name);
    if (known == before.environment.end() || known->second != value)
      add("the environment variable " + name);
  }
  for (const auto& [name, value] : before.environment)
    if (!after.environment.contains(name)) add("the environment variable " + name);
  for (std::size_t i = 1; i < before.handlers.size(); ++i)
    if (before.handlers[i] != after.handlers[i])
      add("the handler of " + signal_name(static_cast<int>(i)));
  return found;
}

std::string signal_name(int number) {
  const char* name = ::sigabbrev_np(number);
  return name ? fmt::format("SIG{}", name) : fmt::format("signal {}", number);
}

}  // namespace tidemark::host
