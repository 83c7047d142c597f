// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

/// A folder of plugins, removed after the test.
class plugin_folder {
 public:
  plugin_folder() {
    const auto folder = std::filesystem::temp_directory_path();
    std::string pattern = (folder / "tidemark-plugins-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~plugin_folder() { std::filesystem::remove_all(path_); }
  plugin_folder(const plugin_folder&) = delete;
  plugin_folder& operator=(const plugin_folder&) = delete;

  void copy(const std::string& fixture, const std::string& name) const {
    std::filesystem::copy_file(std::filesystem::path(FIXTURES) / (fixture + ".so"), path_ / name);
  }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};
