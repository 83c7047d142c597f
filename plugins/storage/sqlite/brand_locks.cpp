// SPDX-License-Identifier: GPL-2.0-only
#include "brand_locks.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/core.h>

namespace tidemark::sqlite {

namespace {

/// An open file.
class open_file {
 public:
  open_file(const std::string& path, int flags)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  open_file(open_file&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  open_file& operator=(open_file&&) = delete;
  ~open_file() {
    if (fd_ >= 0) ::close(fd_);
  }

  explicit operator bool() const { return fd_ >= 0; }
  int fd() const { return fd_; }

 private:
  int fd_;
};

/// A lock on the whole file.
struct flock whole_file() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

error file_error(const std::string& path, int code) {
  return failure(
      fmt::format("lock file {}: {}; check that this user may write to it, if another one made it, "
                  "and to the database's folder",
                  path, std::generic_category().message(code)));
}

std::string read_holder(int fd) {
  char text[256];
  const auto size = ::pread(fd, text, sizeof text, 0);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : "another process";
}

/// Only for people: the lock holds without it.
void write_holder(int fd, const std::string& holder) {
  if (::ftruncate(fd, 0) != 0) return;
  [[maybe_unused]] const auto written = ::pwrite(fd, holder.data(), holder.size(), 0);
}

bool is_same_file(int fd, const std::string& path) {
  struct stat opened {};
  struct stat present {};
  return ::fstat(fd, &opened) == 0 && ::stat(path.c_str(), &present) == 0 &&
         opened.st_dev == present.st_dev && opened.st_ino == present.st_ino;
}

/// Who holds the lock file, if anyone does.
result<std::optional<std::string>> find_holder(const std::string& path) {
  const open_file file(path, O_RDONLY);
  if (!file) {
    if (errno == ENOENT) return std::nullopt;
    return file_error(path, errno);
  }
  struct flock lock = whole_file();
  if (::fcntl(file.fd(), F_OFD_GETLK, &lock) != 0) return file_error(path, errno);
  if (lock.l_type == F_UNLCK) return std::nullopt;
  return read_holder(file.fd());
}

class file_lock final : public storage::brand_lock {
 public:
  file_lock(open_file file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  bool is_in_place() const { return is_same_file(file_.fd(), path_); }

 private:
  open_file file_;  // closing it ends the lock
  std::string path_;
};

}  // namespace

std::string brand_locks::path_of(std::int64_t brand_id) const {
  return fmt::format("{}.brand-{}.lock", database_path_, brand_id);
}

result<std::unique_ptr<storage::brand_lock>> brand_locks::take(std::int64_t brand_id,
                                                               const std::string& holder) const {
  std::string path = path_of(brand_id);
  open_file file(path, O_RDWR | O_CREAT);
  if (!file) return file_error(path, errno);
  struct flock lock = whole_file();
  if (::fcntl(file.fd(), F_OFD_SETLK, &lock) != 0) {
    if (errno != EAGAIN && errno != EACCES) return file_error(path, errno);
    return busy_error(fmt::format("brand {} is held by {}; try again when that run has ended",
                                  brand_id, read_holder(file.fd())));
  }
  write_holder(file.fd(), holder);
  return std::make_unique<file_lock>(std::move(file), std::move(path));
}

result<bool> brand_locks::held(std::int64_t brand_id) const {
  const auto holder = find_holder(path_of(brand_id));
  if (!holder) return holder.error();
  return holder->has_value();
}

result<std::optional<tables::held_brand>> brand_locks::find_held() const {
  const std::filesystem::path database(database_path_);
  const std::string before = database.filename().string() + ".brand-";
  const std::string_view behind = ".lock";
  for (const auto& entry : std::filesystem::directory_iterator(database.parent_path())) {
    const std::string name = entry.path().filename().string();
    if (name.size() <= before.size() + behind.size() || !name.starts_with(before) ||
        !name.ends_with(behind))
      continue;
    std::int64_t brand_id = 0;
    const char* const end = name.data() + name.size() - behind.size();
    const auto read = std::from_chars(name.data() + before.size(), end, brand_id);
    if (read.ec != std::errc() || read.ptr != end) continue;
    auto holder = find_holder(entry.path().string());
    if (!holder) return holder.error();
    if (*holder) return tables::held_brand{brand_id, std::move(**holder)};
  }
  return std::nullopt;
}

result<void> brand_locks::check(const storage::brand_lock& lock, std::int64_t brand_id) const {
  const auto* own = dynamic_cast<const file_lock*>(&lock);
  if (!own || own->path() != path_of(brand_id))
    return failure("the run does not hold brand " + std::to_string(brand_id));
  if (!own->is_in_place())
    return failure(
        fmt::format("lock file {} was removed or replaced while brand {} was running; nothing was "
                    "stored. Leave lock files alone and run it again",
                    own->path(), brand_id));
  return {};
}

}  // namespace tidemark::sqlite
