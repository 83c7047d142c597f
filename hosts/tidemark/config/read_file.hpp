// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include <fmt/core.h>

#include <tidemark/result.hpp>

namespace tidemark::host {

/// The first `size_max` bytes of the file at `path`, or all if it has fewer. Error (usage): the
/// file is missing, a directory or unreadable; the message does not name it.
inline result<std::string> read_beginning(const std::filesystem::path& path,
                                          std::size_t size_max) {
  std::error_code code;
  const auto status = std::filesystem::status(path, code);
  if (std::filesystem::is_directory(status)) return usage_error("it is a directory");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return usage_error(std::generic_category().message(errno != 0 ? errno : EIO));
  std::string text(size_max, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) return usage_error("it cannot be read");
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

/// The bytes of the file at `path`, which has at most `size_max`. Error (usage): as above, or the
/// file is larger; the message does not name it.
inline result<std::string> read_file(const std::filesystem::path& path, std::size_t size_max) {
  auto text = read_beginning(path, size_max + 1);
  if (text && text->size() > size_max)
    return usage_error(fmt::format("it is larger than {} bytes", size_max));
  return text;
}

}  // namespace tidemark::host
