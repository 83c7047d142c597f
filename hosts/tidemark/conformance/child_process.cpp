// SPDX-License-Identifier: BSL-1.0
#include "child_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>
#include <optional>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/core.h>

#include "../plugins/exit_guard.hpp"
#include "process_settings.hpp"

namespace tidemark::host {

namespace {

using std::chrono::steady_clock;

/// An answer is its length in eight bytes, and its text, so that its end is known even while a
/// process that the work started keeps the pipe open.
using length_type = std::uint64_t;

void write_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(to, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

/// The child's side: ends this process.
[[noreturn]] void answer(int pipe, int output, const std::function<std::string()>& work) {
  restore_exit();
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // A crash stays a signal, where a sanitizer would turn it into an exit code.
  for (const int crash : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) std::signal(crash, SIG_DFL);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  if (const int nothing = ::open("/dev/null", O_RDONLY); nothing > 0) {
    ::dup2(nothing, STDIN_FILENO);
    ::close(nothing);
  }
  ::dup2(output, STDOUT_FILENO);
  const std::string text = work();
  std::cout.flush();
  std::fflush(stdout);
  const length_type length = text.size();
  std::string message(reinterpret_cast<const char*>(&length), sizeof length);
  write_all(pipe, message + text);
  ::_exit(0);  // without handlers of the plugin, whose outcome the parent could not see
}

/// The answer in `read`, if it is complete.
std::optional<std::string> whole_answer(const std::string& read) {
  length_type length = 0;
  if (read.size() < sizeof length) return std::nullopt;
  std::memcpy(&length, read.data(), sizeof length);
  if (read.size() - sizeof length < length) return std::nullopt;
  return read.substr(sizeof length, static_cast<std::size_t>(length));
}

/// Reads until the answer is complete, the pipe ends or `deadline` has passed; `in_time` is false
/// in the last case.
std::optional<std::string> read_answer(int pipe, steady_clock::time_point deadline, bool& in_time) {
  std::string read;
  std::array<char, 4096> block;
  while (true) {
    if (auto text = whole_answer(read)) return text;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now()).count();
    in_time = left > 0;
    if (!in_time) return std::nullopt;
    pollfd ready{pipe, POLLIN, 0};
    const int found = ::poll(&ready, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000)));
    if (found <= 0) continue;
    const auto count = ::read(pipe, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    read.append(block.data(), static_cast<std::size_t>(count));
  }
}

/// A file in memory of at most `printed_max` bytes.
int open_output() {
  const int file = ::memfd_create("stdout", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file >= 0 && ::ftruncate(file, printed_max) == 0) ::fcntl(file, F_ADD_SEALS, F_SEAL_GROW);
  return file;
}

/// The content of `output`, which shares its position with the writer.
std::string written_to(int output) {
  const auto end = ::lseek(output, 0, SEEK_CUR);
  std::string text(end > 0 ? static_cast<std::size_t>(end) : 0, '\0');
  const auto count = ::pread(output, text.data(), text.size(), 0);
  text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return text;
}

/// Ends a forked child and all processes that it started.
child_end end_of(pid_t child, int pipe, std::chrono::milliseconds limit) {
  bool in_time = true;
  auto text = read_answer(pipe, steady_clock::now() + limit, in_time);
  // Without an answer it may be about to end: its exit status shows why.
  int status = 0;
  bool ended = false;
  if (!text && in_time) ended = ::waitpid(child, &status, 0) == child;
  ::kill(-child, SIGKILL);
  if (!ended) ::waitpid(child, &status, 0);
  if (text) return {true, std::move(*text), {}};
  if (!in_time) return {false, fmt::format("did not end within {} ms", limit.count()), {}};
  if (WIFSIGNALED(status))
    return {false, fmt::format("crashed ({})", signal_name(WTERMSIG(status))), {}};
  return {false, fmt::format("ended its process, exit code {}", WEXITSTATUS(status)), {}};
}

}  // namespace

child_end run_in_child(const std::function<std::string()>& work, std::chrono::milliseconds limit) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return {false, fmt::format("could not create a pipe: {}", std::strerror(errno)), {}};
  const int output = open_output();
  const pid_t child = output < 0 ? -1 : ::fork();
  if (child < 0) {
    const std::string why = std::strerror(errno);
    for (const int descriptor : {ends[0], ends[1], output})
      if (descriptor >= 0) ::close(descriptor);
    return {false, "could not create a process: " + why, {}};
  }
  if (child == 0) {
    ::close(ends[0]);
    answer(ends[1], output, work);
  }
  ::close(ends[1]);
  ::setpgid(child, child);  // in parent and child, whichever comes first
  auto end = end_of(child, ends[0], limit);
  end.printed = written_to(output);
  ::close(ends[0]);
  ::close(output);
  return end;
}

}  // namespace tidemark::host
