// SPDX-License-Identifier: BSL-1.0
#include "program.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <fmt/core.h>

namespace tidemark::source {

namespace {

using namespace std::chrono_literals;

constexpr auto tick = 100ms;      // between two checks of the clock and of go_on
constexpr auto end_tick = 5ms;    // between two checks whether it has ended

std::string system_text(int code) { return std::generic_category().message(code); }

/// The two ends of a pipe, closed unless they are moved from.
struct pipe_ends {
  int read = -1, write = -1;

  bool open() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return false;
    read = ends[0];
    write = ends[1];
    ::fcntl(read, F_SETFL, O_NONBLOCK);
    return true;
  }
  pipe_ends() = default;
  pipe_ends(const pipe_ends&) = delete;
  pipe_ends& operator=(const pipe_ends&) = delete;
  ~pipe_ends() {
    if (read >= 0) ::close(read);
    if (write >= 0) ::close(write);
  }
};

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const auto& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

/// The actions of posix_spawn in the child before the program runs.
class spawn_plan {
 public:
  spawn_plan(const std::string& folder, int output, int errors) {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    ::posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
    ::posix_spawnattr_init(&attributes);
    sigset_t none, all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                POSIX_SPAWN_SETSIGDEF);
  }
  spawn_plan(const spawn_plan&) = delete;
  spawn_plan& operator=(const spawn_plan&) = delete;
  ~spawn_plan() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }

  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
};

std::string start_problem(int code, const std::string& folder) {
  if (::access(folder.c_str(), X_OK) != 0)
    return fmt::format("the folder {} cannot be entered: {}", folder, system_text(errno));
  if (code == ENOENT)
    return "no such program, or its interpreter is missing; check the first word of command "
           "and PATH";
  if (code == EACCES) return "permission denied; make the program executable for this user";
  if (code == ENOEXEC)
    return "is not a program; begin a script with #! and its interpreter, no shell is used";
  return "cannot be started: " + system_text(code);
}

std::string shown(std::chrono::milliseconds time) {
  return time % 1s == 0ms ? std::to_string(time / 1s) + " s" : std::to_string(time.count()) + " ms";
}

std::string signal_name(int number) {
  const char* name = ::sigabbrev_np(number);
  return name ? "SIG" + std::string(name) : "signal " + std::to_string(number);
}

}  // namespace

program::program(const program_settings& settings, std::function<bool()> go_on,
                 std::function<void(std::string)> pass_on)
    : timeout_(settings.timeout), run_timeout_(settings.run_timeout), grace_(settings.grace),
      go_on_(std::move(go_on)), stderr_(std::move(pass_on)) {}

program::program(program&& other) noexcept
    : timeout_(other.timeout_), run_timeout_(other.run_timeout_), grace_(other.grace_),
      go_on_(std::move(other.go_on_)), stderr_(std::move(other.stderr_)),
      pid_(std::exchange(other.pid_, -1)), output_(std::exchange(other.output_, -1)),
      errors_(std::exchange(other.errors_, -1)), status_(other.status_),
      started_(other.started_), heard_(other.heard_), ended_(other.ended_) {}

program::~program() {
  end_group();
  if (output_ >= 0) ::close(output_);
  if (errors_ >= 0) ::close(errors_);
}

result<program> program::start(std::string name, const program_settings& settings,
                               std::function<bool()> go_on,
                               std::function<void(std::string)> pass_on) {
  program started(settings, std::move(go_on), std::move(pass_on));
  if (auto spawned = started.spawn(name, settings); !spawned) return spawned.error();
  return started;
}

result<void> program::spawn(const std::string& name, const program_settings& settings) {
  pipe_ends output, errors;
  if (!output.open() || !errors.open())
    return failure(fmt::format("{}: no pipe to it: {}", name, system_text(errno)));
  const spawn_plan plan(settings.folder, output.write, errors.write);
  const auto arguments = pointers_to(settings.arguments);
  const auto environment = pointers_to(settings.environment);
  const int code = ::posix_spawnp(&pid_, arguments.front(), &plan.actions, &plan.attributes,
                                  arguments.data(), environment.data());
  if (code != 0) {
    pid_ = -1;
    return failure(fmt::format("{}: {}", name, start_problem(code, settings.folder)));
  }
  output_ = std::exchange(output.read, -1);
  errors_ = std::exchange(errors.read, -1);
  return {};
}

result<std::size_t> program::read(char* into, std::size_t size) {
  while (true) {
    const ssize_t count = ::read(output_, into, size);
    if (count > 0) {
      heard_ = clock::now();
      if (heard_ - started_ < run_timeout_) return static_cast<std::size_t>(count);
    }
    if (count == 0) return end_of_output();
    if (count < 0 && errno != EAGAIN && errno != EINTR)
      return failure("its output cannot be read: " + system_text(errno));
    if (auto waited = wait_for_output(tick); !waited) return waited.error();
  }
}

result<void> program::wait_for_output(std::chrono::milliseconds most) {
  std::array<pollfd, 2> ready{{{output_, POLLIN, 0}, {errors_, POLLIN, 0}}};
  ::poll(ready.data(), ready.size(), static_cast<int>(most.count()));
  take_stderr();
  const auto time = clock::now();
  if (!go_on_()) return failure("it was stopped");
  if (time - started_ >= run_timeout_)
    return failure(fmt::format("it did not end within run_timeout ({}){}", shown(run_timeout_),
                               stderr_.last_words()));
  const bool is_held = output_ >= 0 && has_ended();  // by a child process
  if (!is_held && time - heard_ >= timeout_)
    return failure(fmt::format("it gave no output for {} (timeout){}", shown(timeout_),
                               stderr_.last_words()));
  // The process that holds the output may be in the middle of the rows.
  if (is_held && time - *ended_ >= grace_) {
    if (auto ended = verdict(); !ended) return ended;
    return failure("it ended, but a process that it started holds its output open; let it wait "
                   "for that one");
  }
  return {};
}

/// The output has ended, so the program must end too.
result<std::size_t> program::end_of_output() {
  ::close(std::exchange(output_, -1));
  heard_ = clock::now();
  while (!has_ended())
    if (auto waited = wait_for_output(end_tick); !waited) return waited.error();
  take_stderr();
  stderr_.finish();
  if (auto ended = verdict(); !ended) return ended.error();
  return std::size_t{0};
}

void program::take_stderr() {
  std::array<char, 4096> block;
  for (int reads = 0; errors_ >= 0 && reads < 64; ++reads) {
    const ssize_t count = ::read(errors_, block.data(), block.size());
    if (count > 0) stderr_.add({block.data(), static_cast<std::size_t>(count)});
    if (count == 0) ::close(std::exchange(errors_, -1));
    if (count <= 0) return;
  }
}

/// Leaves it a zombie: until it is reaped, its process and group ids are not reused.
bool program::has_ended() {
  if (ended_) return true;
  siginfo_t info{};
  if (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
      info.si_pid == pid_) {
    status_ = info.si_code == CLD_EXITED ? W_EXITCODE(info.si_status, 0) : info.si_status;
    ended_ = clock::now();
  }
  return ended_.has_value();
}

result<void> program::verdict() {
  if (status_ == 0) return {};
  stderr_.finish();
  if (!WIFEXITED(status_))
    return failure(fmt::format("it was ended by {}{}", signal_name(WTERMSIG(status_)),
                               stderr_.last_words()));
  const int code = WEXITSTATUS(status_);
  const std::string how = "it ended with exit code " + std::to_string(code);
  if (code == EX_TEMPFAIL)
    return busy_error(fmt::format("{} (temporary failure, run it again later){}", how,
                                  stderr_.last_words()));
  return failure(how + stderr_.last_words());
}

void program::end_group() {
  if (pid_ < 0) return;
  if (!has_ended()) {
    ::kill(-pid_, SIGTERM);
    for (const auto until = clock::now() + grace_; !has_ended() && clock::now() < until;)
      std::this_thread::sleep_for(5ms);
  }
  ::kill(-pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

}  // namespace tidemark::source
