// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tidemark::tiktok_test {

/// The server of tests/tiktok/mock as a process, ended with this object (and by itself after two
/// minutes). TIKTOK_MOCK is its program.
class mock_server {
 public:
  explicit mock_server(std::vector<std::string> arguments) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    arguments.insert(arguments.begin(), TIKTOK_MOCK);
    std::vector<char*> words;
    words.reserve(arguments.size() + 1);
    for (auto& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    const int code =
        ::posix_spawn(&process_, TIKTOK_MOCK, &actions, nullptr, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (code != 0) throw std::runtime_error("cannot start " TIKTOK_MOCK);
    for (char byte = 0; ::read(ends[0], &byte, 1) == 1 && byte != '\n';) url_ += byte;
    ::close(ends[0]);
    if (url_.empty()) throw std::runtime_error("the mock server ended at once");
  }
  ~mock_server() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  mock_server(const mock_server&) = delete;
  mock_server& operator=(const mock_server&) = delete;

  /// Its address, e.g. `http://127.0.0.1:40123`.
  const std::string& url() const { return url_; }

 private:
  pid_t process_ = 0;
  std::string url_;
};

/// The lines of a file; empty if there is none.
inline std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

}  // namespace tidemark::tiktok_test
