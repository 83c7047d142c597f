// SPDX-License-Identifier: BSL-1.0
#include "settings.hpp"

#include <cstdlib>

namespace tidemark::host {

void show_issues(const diagnostics::issues& found, const std::filesystem::path& file,
                 std::string_view text, std::ostream& err) {
  for (const auto& issue : found) err << diagnostics::to_text(issue, file.string(), text);
}

std::filesystem::path config_path(const std::filesystem::path& given) {
  if (!given.empty()) return given;
  if (const char* named = std::getenv("TIDEMARK_CONFIG"); named != nullptr && *named != '\0')
    return named;
  return "tidemark.yaml";
}

outcome<loaded_config> load_settings(const std::filesystem::path& path, std::ostream& err) {
  auto loaded = load_config(path);
  if (!loaded.found.empty()) show_issues(loaded.found, path, loaded.excerpts(), err);
  if (diagnostics::has_error(loaded.found)) return exit_code::usage;
  return loaded;
}

}  // namespace tidemark::host
