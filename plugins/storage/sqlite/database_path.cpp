// SPDX-License-Identifier: GPL-2.0-only
#include "database_path.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include <fmt/core.h>

namespace tidemark::sqlite {

namespace fs = std::filesystem;

result<void> check_path(const std::string& path) {
  if (path.empty()) return usage_error("path: it is empty; name a file");
  // The host makes a path absolute.
  if (fs::path(path).filename() == ":memory:")
    return usage_error("path: a database in memory would be gone with the process; name a file, or "
                       "use storage plugin memory");
  std::error_code code;
  const auto status = fs::status(path, code);
  if (code == std::errc::too_many_symbolic_link_levels || code == std::errc::filename_too_long)
    return usage_error(fmt::format("path: {}: {}; give another path", path, code.message()));
  if (fs::is_directory(status))
    return usage_error(fmt::format("path: {} is a folder; name a file in it", path));
  if (fs::exists(status) && !fs::is_regular_file(status))
    return usage_error(fmt::format("path: {} is not a regular file; name another", path));
  const auto folder = fs::absolute(path, code).parent_path();
  // `none`: the folder cannot be examined, so it may be there.
  if (const auto found = fs::status(folder, code).type();
      found != fs::file_type::directory && found != fs::file_type::none)
    return usage_error(
        fmt::format("path: the folder {} does not exist; make it, or correct `path` ({})",
                    folder.string(), path));
  return {};
}

result<void> check_log(const std::string& path) {
  std::error_code code;
  const std::string file = fs::weakly_canonical(path, code).string();
  // The log first: a process that is just making both makes the file before the log.
  for (const auto& [log, also] : {std::pair{"-wal", "-shm"}, {"-journal", first_load_suffix}})
    if (fs::exists(file + log, code) && !fs::exists(path, code))
      return failure(fmt::format(
          "database {0}: the file is gone, and its log {0}{1} is still there; put the file back, "
          "or remove that one and {0}{2} too, and a new database is made",
          path, log, also));
  std::uint32_t loaded = 0;
  if (!(std::ifstream(file + first_load_suffix) >> loaded)) return {};
  if (!fs::exists(file + "-journal", code) || loaded == mark_in(file)) return {};
  return failure(fmt::format(
      "database {0}: {0}-journal belongs to another file, whose first load was cut short; to use "
      "this one, remove {0}-journal and {0}{1}",
      path, first_load_suffix));
}

std::optional<std::uint32_t> mark_in(const std::string& path) {
  constexpr std::streamoff at = 60;  // `user_version` in SQLite's header, the highest byte first
  unsigned char bytes[4];
  std::ifstream file(path, std::ios::binary);
  if (!file.seekg(at) || !file.read(reinterpret_cast<char*>(bytes), sizeof bytes))
    return std::nullopt;
  std::uint32_t mark = 0;
  for (const unsigned char byte : bytes) mark = mark << 8 | byte;
  return mark;
}

}  // namespace tidemark::sqlite
