// SPDX-License-Identifier: BSL-1.0
#include "child_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <tidemark/value/utf8.hpp>

namespace tidemark::host {

namespace {

using std::chrono::steady_clock;

/// An answer is its length, eight bytes, and its text: so its end shows even while a process that
/// the work started holds the pipe open.
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
[[noreturn]] void answer(int pipe, const std::function<std::string()>& work) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // A crash is to be seen as what it is, also where a sanitizer would make an exit code of it.
  for (const int crash : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) std::signal(crash, SIG_DFL);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  if (const int nothing = ::open("/dev/null", O_RDONLY); nothing > 0) {
    ::dup2(nothing, STDIN_FILENO);
    ::close(nothing);
  }
  ::dup2(STDERR_FILENO, STDOUT_FILENO);
  const std::string text = work();
  const length_type length = text.size();
  std::string message(reinterpret_cast<const char*>(&length), sizeof length);
  write_all(pipe, message + text);
  ::_exit(0);  // nothing that the plugin registered runs: it would tell the parent nothing
}

/// The answer in `read` when it is whole.
std::optional<std::string> whole_answer(const std::string& read) {
  length_type length = 0;
  if (read.size() < sizeof length) return std::nullopt;
  std::memcpy(&length, read.data(), sizeof length);
  if (read.size() - sizeof length < length) return std::nullopt;
  return read.substr(sizeof length, static_cast<std::size_t>(length));
}

/// Reads until an answer is whole, the pipe ends, or `deadline`; `in_time` says which.
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

std::string signal_name(int number) {
  const char* name = ::sigabbrev_np(number);
  return name ? "SIG" + std::string(name) : "signal " + std::to_string(number);
}

}  // namespace

child_end run_in_child(const std::function<std::string()>& work, std::chrono::milliseconds limit) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return {false, std::string("got no pipe: ") + std::strerror(errno)};
  const pid_t child = ::fork();
  if (child < 0) return {false, std::string("got no process: ") + std::strerror(errno)};
  if (child == 0) {
    ::close(ends[0]);
    answer(ends[1], work);
  }
  ::close(ends[1]);
  ::setpgid(child, child);  // whichever of the two comes first
  bool in_time = true;
  auto text = read_answer(ends[0], steady_clock::now() + limit, in_time);
  ::close(ends[0]);
  // Without an answer in time it may be dying already: its end says why, so that it must be seen.
  int status = 0;
  bool ended = false;
  if (!text && in_time) ended = ::waitpid(child, &status, 0) == child;
  ::kill(-child, SIGKILL);
  if (!ended) ::waitpid(child, &status, 0);
  if (text) return {true, std::move(*text)};
  if (!in_time) return {false, "did not end within " + std::to_string(limit.count()) + " ms"};
  if (WIFSIGNALED(status)) return {false, "crashed (" + signal_name(WTERMSIG(status)) + ")"};
  return {false, "ended its process, exit code " + std::to_string(WEXITSTATUS(status))};
}

}  // namespace tidemark::host
