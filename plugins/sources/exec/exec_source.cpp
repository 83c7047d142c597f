// SPDX-License-Identifier: BSL-1.0
#include "exec_source.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <fmt/core.h>

#include "../file/line_reader.hpp"
#include "../json/deliver_rows.hpp"

namespace tidemark::source {

std::string exec_source::origin(const fetch_request& request) const {
  std::string name = command_.front().expand(request);
  if (command_.size() == 1) return name;
  const std::string script = command_[1].expand(request);
  std::error_code code;
  const auto file = std::filesystem::path(settings_.folder) / script;
  return std::filesystem::is_regular_file(file, code) ? fmt::format("{} {}", name, script) : name;
}

result<void> exec_source::fetch(const fetch_request& request, row_sink& sink) {
  const std::string name = origin(request);
  try {
    return run(name, request, sink);
  } catch (const std::exception& problem) {
    return failure(fmt::format("{}: {}", name, problem.what()));
  }
}

result<void> exec_source::run(const std::string& name, const fetch_request& request,
                              row_sink& sink) const {
  program_settings settings = settings_;
  for (const auto& word : command_) settings.arguments.push_back(word.expand(request));
  auto running = program::start(
      name, settings, [&] { return sink.go_on(); },
      [&](std::string line) { sink.warning(fmt::format("{}: {}", name, line)); });
  if (!running) return running.error();
  line_reader lines(
      name, [&](char* into, std::size_t size) { return running->read(into, size); },
      [&] { return sink.go_on(); });
  const auto count =
      deliver_rows(lines, {request.brand_id, request.currency, clock_.get()}, sink);
  if (!count) return count.error();
  if (*count == 0) sink.warning(name + ": gave no rows");
  return {};
}

std::vector<std::string> program_environment(
    const char* const* ours, const std::vector<std::pair<std::string, std::string>>& given) {
  constexpr std::array<std::string_view, 8> inherited{"PATH", "HOME", "USER",   "LOGNAME",
                                                      "SHELL", "LANG", "TZ", "TMPDIR"};
  std::vector<std::string> environment;
  for (const auto& [name, value] : given) environment.push_back(name + "=" + value);
  for (; *ours != nullptr; ++ours) {
    const std::string_view variable = *ours;
    const auto name = variable.substr(0, variable.find('='));
    const bool is_given = std::any_of(given.begin(), given.end(),
                                      [&](const auto& other) { return other.first == name; });
    const bool wanted = name.starts_with("LC_") ||
                        std::find(inherited.begin(), inherited.end(), name) != inherited.end();
    if (wanted && !is_given) environment.emplace_back(variable);
  }
  return environment;
}

}  // namespace tidemark::source
