// SPDX-License-Identifier: BSL-1.0
#include "token_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/core.h>

namespace tidemark::source::tiktok {

namespace {

std::string words_of(int code) { return std::generic_category().message(code); }

/// Reads a small file. Returns the code of the system's error, or 0.
int read_all(int file, std::string& content) {
  constexpr std::size_t size_max = 64 * 1024;
  content.assign(size_max, '\0');
  std::size_t size = 0;
  while (size < size_max) {
    const ssize_t got = ::read(file, content.data() + size, size_max - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno;
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  content.resize(size);
  return 0;
}

int write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t put = ::write(file, content.data(), content.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(put));
  }
  return 0;
}

}  // namespace

result<tokens> token_file::read() const {
  const auto wrong = [&](const std::string& what) {
    return failure(fmt::format("token_file {}: {}", path_, what));
  };
  const int file = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) {
    const int code = errno;
    return wrong(words_of(code) +
                 (code == EACCES
                      ? "; check that this user may read and write the file and its folder"
                      : "; authorise the app for the shop and store the answer's tokens there"));
  }
  struct stat about {};
  const bool regular = ::fstat(file, &about) == 0 && S_ISREG(about.st_mode);
  if (!regular) {
    ::close(file);
    return wrong("is not a regular file");
  }
  std::string content;
  const int code = read_all(file, content);
  ::close(file);
  if (code != 0) return wrong(words_of(code));
  if (const auto answer = error_answer_in(content))
    return wrong(fmt::format("holds an error answer instead of tokens: {}; {}",
                             quoted_answer(*answer), authorise_again));
  auto parsed = parse_tokens(content, about.st_mtim.tv_sec);
  if (!parsed)
    return wrong(parsed.error().message +
                 "; it must be {\"access_token\":..., \"access_token_expire_in\":..., "
                 "\"refresh_token\":..., \"refresh_token_expire_in\":...}");
  return parsed;
}

std::string token_file::exposure() const {
  struct stat about {};
  if (::stat(path_.c_str(), &about) != 0 || (about.st_mode & (S_IRWXG | S_IRWXO)) == 0) return {};
  return fmt::format("token_file {0}: users other than its owner have access to the tokens (mode "
                     "{1:03o}); run: chmod 600 {0}",
                     path_, about.st_mode & 0777);
}

token_file::lock::~lock() {
  if (file_ >= 0) ::close(file_);
}

result<token_file::lock> token_file::take_lock(http::wait_clock& clock,
                                               http::wait_clock::moment deadline,
                                               std::stop_token stop) const {
  std::error_code code;
  const auto target = std::filesystem::canonical(path_, code);
  if (code) return failure(fmt::format("token_file {}: {}", path_, code.message()));
  const std::string path = target.string() + ".lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0)
    return failure(fmt::format("token_file {}: the lock file {} cannot be opened: {}", path_, path,
                               words_of(errno)));
  lock taken(file);
  const auto longest = clock.now() + lock_wait_max;
  const auto end = std::min(deadline, longest);
  while (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR)
      return failure(fmt::format("token_file {}: cannot be locked: {}", path_, words_of(errno)));
    if (clock.now() >= end)
      return busy_error(
          fmt::format("token_file {}: another process holds the lock {}, and is refreshing the "
                      "tokens; waited {}; run it again later",
                      path_, path,
                      end < longest ? std::string("until the run's time was over (run_timeout)")
                                    : fmt::format("{} s", lock_wait_max.count())));
    if (!clock.wait_until(std::min(end, clock.now() + std::chrono::milliseconds(50)), stop))
      return failure(fmt::format("token_file {}: was stopped", path_));
  }
  return taken;
}

token_file::replacement::~replacement() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(made_.c_str());
}

result<token_file::replacement> token_file::begin_replacement() const {
  std::error_code code;
  const auto target = std::filesystem::canonical(path_, code);
  if (code) return failure(fmt::format("token_file {}: {}", path_, code.message()));
  std::string made = target.string() + ".XXXXXX";
  const int file = ::mkostemp(made.data(), O_CLOEXEC);  // mode 0600
  if (file < 0)
    return failure(
        fmt::format("token_file {}: no file can be created beside it: {}; tokens are refreshed "
                    "only when the new ones can be stored",
                    path_, words_of(errno)));
  return replacement(file, std::move(made), target.string());
}

result<void> token_file::replacement::commit(const tokens& value) {
  int code = write_all(file_, to_json(value));
  if (code == 0 && ::fsync(file_) != 0) code = errno;
  if (code == 0 && ::rename(made_.c_str(), target_.c_str()) != 0) code = errno;
  if (code != 0)
    return failure(
        fmt::format("token_file {}: the refreshed tokens could not be stored: {}; the old refresh "
                    "token may be used up, so authorise the app again for the shop",
                    target_, words_of(code)));
  ::close(std::exchange(file_, -1));
  const auto folder = std::filesystem::path(target_).parent_path();
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened >= 0) {
    ::fsync(opened);  // if a folder cannot be synced, nothing else can be done
    ::close(opened);
  }
  return {};
}

}  // namespace tidemark::source::tiktok
