// SPDX-License-Identifier: BSL-1.0
// usage: measure FILE COMMAND [ARGUMENT]...
//
// Runs a command and adds a line to FILE: the seconds it took as a whole process, from fork to
// exit, the seconds of processor time it used, which others on the machine disturb less, and its
// peak resident memory in MiB. Its exit code is that of the command.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iomanip>
#include <iostream>

namespace {

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: measure FILE COMMAND [ARGUMENT]...\n";
    return 2;
  }
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    execvp(argv[2], argv + 2);
    std::perror(argv[2]);
    _exit(127);
  }
  int status = 0;
  rusage used{};
  if (child < 0 || wait4(child, &status, 0, &used) != child) {
    std::perror("measure");
    return 1;
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::ofstream figures(argv[1], std::ios::app);
  figures << std::fixed << std::setprecision(2) << seconds.count() << ' '
          << seconds_of(used.ru_utime) + seconds_of(used.ru_stime) << ' ' << used.ru_maxrss / 1024
          << '\n';
  figures.close();
  if (!figures) {
    std::cerr << "measure: cannot write " << argv[1] << '\n';
    return 1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
