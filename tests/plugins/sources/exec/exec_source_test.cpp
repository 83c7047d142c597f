// SPDX-License-Identifier: BSL-1.0
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <exec/exec_source.hpp>

#include <catch.hpp>

#include "../collecting_sink.hpp"
#include "../created.hpp"
#include "../temporary_folder.hpp"

extern "C" const tidemark::plugin::manifest tidemark_manifest;

using namespace tidemark;
using namespace tidemark::source;
using test::collecting_sink;
using test::request_of;

namespace {

using options = std::vector<plugin::option_value>;

/// Runs `script` with sh: the programs of the tests are scripts; tidemark itself uses no shell.
options shell(const std::string& script, options more = {}) {
  more.push_back({"command", plugin::text_list{"sh", "-c", script}});
  return more;
}

result<void> fetch(options given, row_sink& sink, const fetch_request& request = request_of()) {
  auto made = test::created(tidemark_manifest, std::move(given));
  if (!made) return made.error();
  return (*made)->fetch(request, sink);
}

std::string failure_of(options given) {
  collecting_sink sink;
  const auto fetched = fetch(std::move(given), sink);
  return fetched ? "" : fetched.error().message;
}

/// Whether `process` exists and is not a zombie.
bool runs(const std::string& process) {
  std::ifstream stat("/proc/" + process + "/stat");
  std::string id, name, state;
  stat >> id >> name >> state;
  return stat && state != "Z" && state != "X";
}

/// The content of `file`, once `process` has written it.
std::string content_of(const std::string& path) {
  std::ifstream file(path);
  std::string text;
  file >> text;
  return text;
}

/// Asks to stop after a moment.
class impatient_sink final : public row_sink {
 public:
  bool row(videos::video_row&) override { return true; }
  bool rejected(rejected_row) override { return true; }
  bool go_on() const override { return ++asked_ < 3; }
  void begin_part(videos::added_fields) override {}
  void warning(std::string) override {}

 private:
  mutable int asked_ = 0;
};

}  // namespace

TEST_CASE("lines of the output are rows, in order; the last line needs no line feed") {
  collecting_sink sink;
  REQUIRE(fetch(
      shell(R"(printf '{"id":"1","views":5}\n\n{"id":"2"}\r\n{"id":3}\n{"id":"4"}')"), sink));
  CHECK(sink.ids() == "1 2 4 !4");
  CHECK(sink.rows[0].views == 5);
  CHECK(sink.rejects[0].reason.starts_with("id: "));
  CHECK(sink.warnings.empty());
}

TEST_CASE("the words of the command are passed unchanged, with the placeholders replaced") {
  const test::temporary_folder folder;
  const auto script =
      folder.write("args.sh", R"(for a in "$@"; do printf '{"id":"%s|"}\n' "$a"; done)");
  collecting_sink sink;
  REQUIRE(fetch({{"command", plugin::text_list{"sh", script, "{brand}-{window}", "{date}", "",
                                               "a b; exit 1", "$HOME", "*"}}},
                sink, request_of(30)));
  CHECK(sink.ids() == "1-30| 2026-11-23| | a b; exit 1| $HOME| *|");
}

TEST_CASE("bytes that are not rows are rejected, and memory stays bounded") {
  collecting_sink sink;
  REQUIRE(fetch(shell(R"(printf '\377\000\001\n{"id":"1"}\n{"id":"'; head -c 3000000 /dev/zero |
                         tr '\0' x; printf '"}\n{"id":"2"}\n')"),
                sink));
  CHECK(sink.ids() == "1 2 !1 !3");
  CHECK(sink.rejects[1].reason == "the line is longer than 1 MiB");
  CHECK(sink.rejects[1].raw.size() == 64 * 1024);
}

TEST_CASE("large output arrives complete") {
  collecting_sink sink;
  REQUIRE(fetch(shell("i=0; while [ $i -lt 20000 ]; do echo '{\"id\":\"'$i'\",\"title\":\"' "
                      "'........................................\"}'; i=$((i+1)); done"),
                sink));
  CHECK(sink.rows.size() == 20'000);
  CHECK(sink.rows.back().tiktok_video_id == "19999");
}

TEST_CASE("no output is zero rows and a warning") {
  collecting_sink sink;
  REQUIRE(fetch(shell("exit 0"), sink));
  CHECK(sink.ids().empty());
  CHECK(sink.warnings == std::vector<std::string>{"sh: gave no rows"});
}

TEST_CASE("a program that cannot be run, or fails, fails the fetch with the reason") {
  const test::temporary_folder folder;
  const auto plain = folder.write("plain", "#!/bin/sh\n");
  const auto no_program = folder.write("words", "just words\n");
  const auto no_interpreter = folder.write("lost", "#!/nonexistent/interpreter\n");
  for (const auto& file : {no_program, no_interpreter})
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  const auto command = [](const std::string& program) {
    return options{{"command", plugin::text_list{program}}};
  };
  struct row {
    std::string name;
    options given;
    std::string expected;
  };
  const std::vector<row> rows{
      {"no such program", command("no-such-program"),
       "no-such-program: no such program, or its interpreter is missing; check the first word of "
       "command and PATH"},
      {"no interpreter", command(no_interpreter), no_interpreter + ": no such program, or its"},
      {"not executable", command(plain),
       plain + ": permission denied; make the program executable for this user"},
      {"no program format", command(no_program),
       no_program + ": is not a program; begin a script with #! and its interpreter"},
      {"a directory", command("/"), "/: permission denied"},
      {"a missing folder", shell("true", {{"folder", std::string("/nonexistent")}}),
       "sh: the folder /nonexistent cannot be entered: No such file or directory"},
      {"an exit code", shell("echo '{\"id\":\"1\"}'; exit 7"), "sh:2: it ended with exit code 7"},
      {"its last words", shell("for i in 1 2 3 4 5 6 7; do echo word $i >&2; done; printf end >&2; "
                               "exit 1"),
       "sh:1: it ended with exit code 1: word 4 | word 5 | word 6 | word 7 | end"},
      {"a signal", shell("kill -KILL $$"), "sh:1: it was ended by SIGKILL"},
      {"an end in the middle of a row", shell("printf '{\"id\":'; exit 2"),
       "sh:1: it ended with exit code 2"},
  };
  for (const auto& [name, given, expected] : rows) {
    INFO(name);
    CHECK_THAT(failure_of(given), Catch::StartsWith(expected));
  }
}

TEST_CASE("exit code 75 means try again later, all others mean failure") {
  const options quick{{"grace", std::int64_t{200}}};
  struct row {
    std::string name;
    options given;
    error_kind kind;
    std::string expected;
  };
  const std::string later = "it ended with exit code 75 (temporary failure, run it again later)";
  const std::vector<row> rows{
      {"at once", shell("exit 75"), error_kind::busy, "sh:1: " + later},
      {"with last words", shell("echo asking >&2; echo quota used up >&2; exit 75"),
       error_kind::busy, "sh:1: " + later + ": asking | quota used up"},
      {"after rows", shell("echo '{\"id\":\"1\"}'; exit 75"), error_kind::busy, "sh:2: " + later},
      {"while another holds its output",
       shell("echo quota >&2; sleep 600 & exit 75", quick), error_kind::busy,
       "sh:1: " + later + ": quota"},
      {"74", shell("exit 74"), error_kind::failed, "sh:1: it ended with exit code 74"},
      {"76", shell("exit 76"), error_kind::failed, "sh:1: it ended with exit code 76"},
      {"a signal", shell("kill -KILL $$"), error_kind::failed, "sh:1: it was ended by SIGKILL"},
  };
  for (const auto& [name, given, kind, expected] : rows) {
    INFO(name);
    collecting_sink sink;
    const auto fetched = fetch(given, sink);
    REQUIRE_FALSE(fetched);
    CHECK(fetched.error().kind == kind);
    CHECK(fetched.error().message == expected);
  }
}

TEST_CASE("invalid options are usage errors") {
  struct row {
    std::string name;
    options given;
    std::string expected;
  };
  const std::string no_program =
      "command: names no program; write command: [program, argument]";
  const std::vector<row> rows{
      {"no command", {}, no_program},
      {"an empty command", {{"command", plugin::text_list{}}}, no_program},
      {"an empty program", {{"command", plugin::text_list{"", "a"}}}, no_program},
      {"a placeholder", {{"command", plugin::text_list{"a", "{day}"}}},
       "command: unknown placeholder {day}; known: brand, window, date"},
      {"a NUL", {{"command", plugin::text_list{"a", std::string("b\0c", 3)}}},
       "command: a word holds a NUL"},
      {"a variable's name", shell("true", {{"environment", plugin::text_map{{"A=B", "c"}}}}),
       "environment: a name is empty or holds ="},
      {"no time", shell("true", {{"timeout", std::int64_t{0}}}), "timeout: must be above 0"},
      {"a time zone", shell("true", {{"time_zone", std::string("Nowhere")}}), "time_zone: "},
  };
  for (const auto& [name, given, expected] : rows) {
    INFO(name);
    const auto made = test::created(tidemark_manifest, given);
    REQUIRE_FALSE(made);
    CHECK(made.error().kind == error_kind::usage);
    CHECK(made.error().message.starts_with(expected));
  }
}

TEST_CASE("a silent or slow program is ended with all its child processes") {
  const test::temporary_folder folder;
  const auto child = folder.path("child");
  const std::string sleeper = "sleep 600 & echo $! > " + child + "; ";
  struct row {
    std::string name;
    options given;
    std::string expected;
  };
  const options quick{{"timeout", std::int64_t{300}}, {"grace", std::int64_t{200}}};
  const std::vector<row> rows{
      {"silence", shell(sleeper + "echo waiting >&2; wait", quick),
       "sh:1: it gave no output for 300 ms (timeout): waiting"},
      {"closed output", shell(sleeper + "exec >&-; wait", quick),
       "sh:1: it gave no output for 300 ms (timeout)"},
      {"deaf to SIGTERM",
       shell("trap '' TERM; " + sleeper + "while :; do wait; sleep 1; done", quick),
       "sh:1: it gave no output for 300 ms (timeout)"},
      {"endless output", shell(sleeper + "while :; do echo '{\"id\":\"1\"}'; done",
                               {{"run_timeout", std::int64_t{300}}}),
       "it did not end within run_timeout (300 ms)"},
      {"output held by another", shell(sleeper + "exit 0", quick),
       "sh:1: it ended, but a process that it started holds its output open"},
      {"output held by another, and a failure", shell(sleeper + "exit 3", quick),
       "sh:1: it ended with exit code 3"},
  };
  for (const auto& [name, given, expected] : rows) {
    INFO(name);
    CHECK_THAT(failure_of(given), Catch::Contains(expected));
    const auto process = content_of(child);
    REQUIRE_FALSE(process.empty());
    for (int i = 0; i < 200 && runs(process); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    CHECK_FALSE(runs(process));
  }
}

TEST_CASE("output that another process ends soon is read completely") {
  collecting_sink sink;
  REQUIRE(fetch(shell("(sleep 0.2; echo '{\"id\":\"late\"}') & exit 0"), sink));
  CHECK(sink.ids() == "late");
}

TEST_CASE("it stops on request: at a row, and while it waits for one") {
  const options quick{{"grace", std::int64_t{200}}};
  collecting_sink at_row(1);
  REQUIRE(fetch(shell("i=0; while [ $i -lt 5000 ]; do echo '{\"id\":\"'$i'\"}'; i=$((i+1)); done; "
                      "sleep 600", quick),
                at_row));
  CHECK(at_row.ids() == "0");

  impatient_sink waiting;
  const auto fetched = fetch(shell("sleep 600", quick), waiting);
  REQUIRE_FALSE(fetched);
  CHECK(fetched.error().message.find("stopped") != std::string::npos);
}

TEST_CASE("standard error is passed on, up to a limit") {
  collecting_sink sink;
  REQUIRE(fetch(shell("echo '{\"id\":\"1\"}'; echo first >&2; i=0; while [ $i -lt 500 ]; do "
                      "echo again >&2; i=$((i+1)); done"),
                sink));
  REQUIRE(sink.warnings.size() == 101);
  CHECK(sink.warnings.front() == "sh: first");
  CHECK(sink.warnings[1] == "sh: again");
  CHECK(sink.warnings.back() == "sh: it wrote more than this; the rest is left out");
}

TEST_CASE("an endless line on standard error takes little memory") {
  std::vector<std::string> passed;
  stderr_lines lines([&](std::string line) { passed.push_back(std::move(line)); });
  for (int i = 0; i < 1'000; ++i) lines.add(std::string(4'096, 'x'));
  lines.add("\nlast");
  lines.finish();
  CHECK(passed == std::vector<std::string>{std::string(stderr_lines::bytes_max, 'x'), "last"});
  CHECK(lines.last_words() == ": " + passed[0] + " | last");
}

TEST_CASE("its environment has a few inherited variables, and those of the config") {
  ::setenv("TIDEMARK_TEST_SECRET", "hunter2", 1);
  ::setenv("LC_TIME", "C", 1);
  collecting_sink sink;
  REQUIRE(fetch(shell("printf '{\"id\":\"%s|%s|%s|%s\"}\n' \"$TIDEMARK_TEST_SECRET\" \"$LC_TIME\" "
                      "\"$TOKEN\" \"${PATH:+path}\"",
                      {{"environment", plugin::text_map{{"TOKEN", "given"}}}}),
                sink));
  CHECK(sink.ids() == "|C|given|path");

  const char* const ours[] = {"PATH=/bin", "DATABASE_URL=secret", "LC_ALL=C", "HOME=/root",
                              nullptr};
  CHECK(program_environment(ours, {{"HOME", "/tmp"}, {"A", "b=c"}}) ==
        std::vector<std::string>{"HOME=/tmp", "A=b=c", "PATH=/bin", "LC_ALL=C"});
}

TEST_CASE("it inherits no open file, has an empty standard input, and runs in its folder") {
  const test::temporary_folder folder;
  const auto open_file = folder.write("open", "x");
  const int inherited = ::open(open_file.c_str(), O_RDONLY);  // without O_CLOEXEC
  REQUIRE(inherited > 2);
  collecting_sink sink;
  REQUIRE(fetch(shell("read line; printf '{\"id\":\"%s %s %s\"}\n' \"$(ls /proc/self/fd | wc -l)\" "
                      "\"$line\" \"$(basename \"$PWD\")\"",
                      {{"folder", folder.path("")}}),
                sink));
  ::close(inherited);
  // Standard input, output and error, and the folder that ls reads.
  CHECK(sink.ids() == "4  " + std::filesystem::path(open_file).parent_path().filename().string());
}

TEST_CASE("messages name a script, not its arguments") {
  const test::temporary_folder folder;
  const auto script = folder.write("rows.sh", "exit 3");
  const auto made = test::created(
      tidemark_manifest, {{"command", plugin::text_list{"sh", script, "s3cr3t"}}});
  REQUIRE(made);
  CHECK((*made)->origin(request_of()) == "sh " + script);
  const auto plain = test::created(tidemark_manifest,
                                   {{"command", plugin::text_list{"sh", "-c", "s3cr3t"}}});
  CHECK(plain.value()->origin(request_of()) == "sh");
}
