// SPDX-License-Identifier: GPL-2.0-only
#include "database_path.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
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

namespace {

/// Where symbolic links lead, also to a file that is not there: SQLite puts its logs beside that.
std::string without_links(const std::string& path) {
  std::error_code code;
  fs::path file = fs::absolute(path, code);
  constexpr int links_max = 40;  // as many as Linux follows
  for (int links = 0; links < links_max && fs::is_symlink(file, code); ++links)
    file = file.parent_path() / fs::read_symlink(file, code);
  return (fs::weakly_canonical(file.parent_path(), code) / file.filename()).string();
}

}  // namespace

result<void> check_log(const std::string& path) {
  std::error_code code;
  const std::string file = without_links(path);
  // The log first: a process that is just making both makes the file before the log.
  for (const auto& [log, also] : {std::pair{"-wal", "-shm"}, {"-journal", first_load_suffix}})
    if (fs::exists(file + log, code) && !fs::exists(file, code))
      return failure(fmt::format(
          "database {0}: the file is gone, and its log {1}{2} is still there; put the file back, "
          "or remove that one and {1}{3} too, and a new database is made",
          path, file, log, also));
  if (!fs::exists(file + first_load_suffix, code) || !fs::exists(file + "-journal", code))
    return {};
  std::uint32_t loaded = 0;
  if (std::ifstream(file + first_load_suffix) >> loaded && loaded == mark_in(file)) return {};
  // Unless the load ended meanwhile.
  if (!fs::exists(file + first_load_suffix, code) || !fs::exists(file + "-journal", code))
    return {};
  return failure(fmt::format(
      "database {0}: {1}-journal belongs to another file, whose first load was cut short; to use "
      "this one, remove {1}-journal and {1}{2}",
      path, file, first_load_suffix));
}

std::optional<std::uint32_t> mark_in(const std::string& path) {
  // Through SQLite's own descriptors: to close another one would end the locks of this process.
  sqlite3* opened = nullptr;
  const bool is_open =
      sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK;
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> closed(opened, sqlite3_close);
  sqlite3_file* file = nullptr;
  if (!is_open || sqlite3_file_control(opened, "main", SQLITE_FCNTL_FILE_POINTER, &file) !=
                      SQLITE_OK || !file->pMethods)
    return std::nullopt;
  constexpr sqlite3_int64 at = 60;  // `user_version` in SQLite's header, the highest byte first
  unsigned char bytes[4];
  if (file->pMethods->xRead(file, bytes, sizeof bytes, at) != SQLITE_OK) return std::nullopt;
  std::uint32_t mark = 0;
  for (const unsigned char byte : bytes) mark = mark << 8 | byte;
  return mark;
}

bool write_mark(const std::string& path, std::uint32_t mark) {
  const std::string text = std::to_string(mark), name = path + first_load_suffix;
  const auto synced = [](int fd) { return fd >= 0 && ::fsync(fd) == 0; };
  const int file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  const bool written = file >= 0 &&
                       ::write(file, text.data(), text.size()) ==
                           static_cast<ssize_t>(text.size()) && synced(file);
  if (file >= 0) ::close(file);
  if (!written) return false;
  const int folder = ::open(fs::path(name).parent_path().c_str(), O_RDONLY | O_CLOEXEC);
  const bool is_named = synced(folder);
  if (folder >= 0) ::close(folder);
  return is_named;
}

}  // namespace tidemark::sqlite
