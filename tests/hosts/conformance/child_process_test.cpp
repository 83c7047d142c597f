// SPDX-License-Identifier: BSL-1.0
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <unistd.h>

#include <conformance/child_process.hpp>

#include "catch.hpp"

using namespace std::chrono_literals;
using tidemark::host::run_in_child;

TEST_CASE("a child's answer arrives complete, with any bytes") {
  const std::string bytes = std::string(200'000, 'x') + std::string("\0\xFF\n", 3);
  const auto end = run_in_child([&] { return bytes; }, 10s);
  CHECK(end.answered);
  CHECK(end.text == bytes);
  CHECK(run_in_child([] { return std::string(); }, 10s).answered);
}

TEST_CASE("a child without an answer is described by how it ended") {
  const auto crash = run_in_child([]() -> std::string {

    std::raise(SIGKILL);
    return "not reached";
  }, 10s);
  CHECK_FALSE(crash.answered);
  CHECK(crash.text == "crashed (SIGKILL)");

  const auto left = run_in_child([]() -> std::string { std::_Exit(3); }, 10s);
  CHECK_FALSE(left.answered);
  CHECK(left.text == "ended its process, exit code 3");

  const auto hang = run_in_child([]() -> std::string {
    while (true) ::pause();
  }, 100ms);
  CHECK_FALSE(hang.answered);
  CHECK(hang.text == "did not end within 100 ms");
}

TEST_CASE("a child's standard output is kept, up to a limit") {
  CHECK(run_in_child([] { return std::string("mute"); }, 10s).printed.empty());
  const auto end = run_in_child([]() -> std::string {
    std::printf("buffered ");
    std::fflush(stdout);
    static_cast<void>(::write(STDOUT_FILENO, "raw", 3));
    return "done";
  }, 10s);
  CHECK(end.text == "done");
  CHECK(end.printed == "buffered raw");
  const auto much = run_in_child([]() -> std::string {
    const std::string block(4096, 'x');
    while (::write(STDOUT_FILENO, block.data(), block.size()) > 0) continue;
    return "done";
  }, 10s);
  CHECK(much.answered);
  CHECK(much.printed == std::string(tidemark::host::printed_max, 'x'));
  const auto crash = run_in_child([]() -> std::string {
    static_cast<void>(::write(STDOUT_FILENO, "last", 4));
    std::raise(SIGKILL);
    return {};
  }, 10s);
  CHECK(crash.printed == "last");
}

TEST_CASE("a process that the child leaves behind does not delay its answer") {
  const auto end = run_in_child([]() -> std::string {
    if (::fork() == 0)
      while (true) ::pause();
    return "done";
  }, 10s);
  CHECK(end.answered);
  CHECK(end.text == "done");
}
