// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <config/config.hpp>

/// A folder for one test, removed with its content.
class config_folder {
 public:
  config_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tidemark-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~config_folder() { std::filesystem::remove_all(path_); }
  config_folder(const config_folder&) = delete;
  config_folder& operator=(const config_folder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

  tidemark::host::loaded_config load(const std::string& text) const {
    write("tidemark.yaml", text);
    return tidemark::host::load_config(path_ / "tidemark.yaml");
  }

 private:
  std::filesystem::path path_;
};

/// All issues of `loaded` as a user sees them, in a file called `f`.
inline std::string shown(const tidemark::host::loaded_config& loaded,
                         const tidemark::host::value_places& options = {}) {
  std::string out;
  for (const auto& issue : loaded.found)
    out += tidemark::diagnostics::to_text(issue, "f", loaded.excerpts(options));
  return out;
}
