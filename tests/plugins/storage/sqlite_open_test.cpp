// SPDX-License-Identifier: GPL-2.0-only
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "contract/storage_under_test.hpp"
#include "failure.hpp"
#include "older_database.hpp"
#include "raw_database.hpp"
#include "scratch_folder.hpp"
#include "sqlite_storage.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;

namespace {

void write_file(const std::string& path, const std::string& content) {
  std::ofstream(path) << content;
}

/// The exit code of a child process, which is another process or another user.
template <typename Work>
int exit_code_of_child(Work&& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

struct refusal {
  std::string name;
  std::string path;
  error_kind kind;
  std::string message;
};

}  // namespace

TEST_CASE("a path that cannot be a database is refused in plain words") {
  const test::scratch_folder folder;
  write_file(folder.file("notes.txt"), std::string(5000, 'x'));
  REQUIRE(::mkfifo(folder.file("pipe").c_str(), 0600) == 0);
  std::filesystem::create_symlink("loop", folder.file("loop"));
  const std::vector<refusal> cases{
      {"nothing", "", error_kind::usage, "path: it is empty"},
      {"memory", ":memory:", error_kind::usage, "storage plugin memory"},
      {"a folder", folder.path().string(), error_kind::usage, "is a folder"},
      {"no folder", folder.file("absent/t.db"), error_kind::usage, "absent does not exist"},
      {"no database", folder.file("notes.txt"), error_kind::usage, "not a SQLite database"},
      {"a pipe", folder.file("pipe"), error_kind::usage, "not a regular file"},
      {"a file as folder", folder.file("notes.txt/t.db"), error_kind::usage,
       "notes.txt does not exist"},
      {"a link to itself", folder.file("loop"), error_kind::usage, "give another path"},
      {"a long name", folder.file(std::string(300, 'n').c_str()), error_kind::usage,
       "give another path"},
  };
  for (const auto& [name, path, kind, message] : cases) {
    INFO(name);
    const auto opened = sqlite::sqlite_storage::open(path);
    REQUIRE(!opened);
    CHECK(opened.error().kind == kind);
    CHECK_THAT(opened.error().message, Contains(message));
    CHECK_THAT(opened.error().message, Contains(path == ":memory:" ? "name a file" : path));
  }
}

TEST_CASE("tables of our names that are not ours are left as they are") {
  const std::vector<std::string> foreign{
      "CREATE TABLE creators (name TEXT)", "CREATE TABLE Sync_Runs (a)",
      "CREATE VIEW creator_videos AS SELECT 1 AS id",
      "CREATE TABLE other (a); CREATE INDEX due_runs ON other (a)",
      "CREATE TABLE corrections (a)",
      "CREATE TABLE tidemark_schema_version (name TEXT, version INTEGER)"};
  for (const auto& text : foreign) {
    INFO(text);
    const test::scratch_folder folder;
    test::raw_database(folder.file("t.db")).run(text);
    const auto before = test::raw_database(folder.file("t.db")).rows("SELECT * FROM sqlite_master");
    const auto opened = sqlite::sqlite_storage::open(folder.file("t.db"));
    REQUIRE(!opened);
    CHECK(opened.error().kind == error_kind::usage);
    CHECK_THAT(opened.error().message, Contains("that tidemark did not make"));
    test::raw_database after(folder.file("t.db"));
    CHECK(after.rows("SELECT * FROM sqlite_master") == before);
    CHECK(after.rows("PRAGMA journal_mode") == "delete\n");
  }
}

TEST_CASE("a database with other tables is shared with them") {
  const test::scratch_folder folder;
  test::raw_database(folder.file("t.db"))
      .run("CREATE TABLE notes (a); INSERT INTO notes VALUES (1)");
  CHECK(sqlite::sqlite_storage::open(folder.file("t.db")));
  CHECK(test::raw_database(folder.file("t.db")).rows("SELECT * FROM notes") == "1\n");
}

TEST_CASE("a schema of a later tidemark is refused") {
  const test::scratch_folder folder;
  REQUIRE(sqlite::sqlite_storage::open(folder.file("t.db")));
  test::raw_database(folder.file("t.db")).run("UPDATE tidemark_schema_version SET version = 99");
  const auto opened = sqlite::sqlite_storage::open(folder.file("t.db"));
  REQUIRE(!opened);
  CHECK(opened.error().kind == error_kind::usage);
  CHECK_THAT(opened.error().message, Contains("version 99") && Contains("up to 3"));
}

TEST_CASE("a schema that another program left half changed is refused, and left as it is") {
  const test::scratch_folder folder;
  REQUIRE(sqlite::sqlite_storage::open(folder.file("t.db")));
  test::raw_database raw(folder.file("t.db"));
  raw.run("UPDATE tidemark_schema_version SET version = 2, migration = 1");
  const auto opened = sqlite::sqlite_storage::open(folder.file("t.db"));
  REQUIRE(!opened);
  CHECK(opened.error().kind == error_kind::usage);
  CHECK_THAT(opened.error().message, Contains("half changed to version 2") &&
                                         Contains("restore a backup"));
  CHECK(raw.rows("SELECT version, migration FROM tidemark_schema_version") == "2|1\n");
}

TEST_CASE("processes that make the schema at once all open it") {
  const test::scratch_folder folder;
  std::vector<pid_t> children;
  for (int i = 0; i < 6; ++i) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(sqlite::sqlite_storage::open(folder.file("t.db")) ? 0 : 1);
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = -1;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
  }
  CHECK(test::raw_database(folder.file("t.db")).rows("SELECT * FROM tidemark_schema_version") ==
        "tidemark|3|0\n");
}

TEST_CASE("a file that may only be read is opened for reading") {
  const test::scratch_folder folder;
  const std::string path = folder.file("t.db");
  {
    const auto store = contract::value_of(sqlite::sqlite_storage::open(path));
    contract::sync(*store, {{contract::seen("1").by("anna")}});
  }
  ::chmod(path.c_str(), 0444);
  ::chmod(folder.path().c_str(), 0777);
  const int code = exit_code_of_child([&] {
    if (::geteuid() == 0 && ::setuid(65'534) != 0) return 9;  // root may write everything
    auto store = sqlite::sqlite_storage::open(path);
    if (!store) return 1;
    const auto found = (*store)->find_videos(1, std::vector<std::string>{"1"});
    if (!found || !(*found)[0]) return 2;
    const auto begun = (*store)->begin_run({});
    if (begun || begun.error().kind != error_kind::failed) return 3;
    return begun.error().message.find("only be read") == std::string::npos ? 4 : 0;
  });
  CHECK(code == 0);
}

TEST_CASE("an older file that may only be read says who can bring it up to date") {
  const test::scratch_folder folder;
  const std::string path = folder.file("t.db");
  test::raw_database(path).run(test::older_text("version_1/sqlite.sql"));
  ::chmod(path.c_str(), 0444);
  ::chmod(folder.path().c_str(), 0777);
  const int code = exit_code_of_child([&] {
    if (::geteuid() == 0 && ::setuid(65'534) != 0) return 9;  // root may write everything
    const auto opened = sqlite::sqlite_storage::open(path);
    if (opened || opened.error().kind != error_kind::failed) return 1;
    return opened.error().message.find("its schema is version 1, of an older tidemark, and it can "
                                       "only be read") == std::string::npos ? 2 : 0;
  });
  CHECK(code == 0);
}

TEST_CASE("a folder that may not be looked into is not said to be absent") {
  const test::scratch_folder folder;
  const std::string path = folder.file("closed/inner/t.db");
  std::filesystem::create_directories(folder.path() / "closed/inner");
  ::chmod(folder.path().c_str(), 0777);
  ::chmod(folder.file("closed").c_str(), 0);
  const int code = exit_code_of_child([&] {
    if (::geteuid() == 0 && ::setuid(65'534) != 0) return 9;  // root may look everywhere
    const auto opened = sqlite::sqlite_storage::open(path);
    if (opened || opened.error().kind != error_kind::failed) return 1;
    return opened.error().message.find("may read and write") == std::string::npos ? 2 : 0;
  });
  ::chmod(folder.file("closed").c_str(), 0700);
  CHECK(code == 0);
}

TEST_CASE("an error says what to do about it") {
  struct code_case {
    int code;
    error_kind kind;
    std::string message;
  };
  const std::vector<code_case> cases{
      {SQLITE_BUSY, error_kind::busy, "try again later"},
      {SQLITE_FULL, error_kind::failed, "Make room"},
      {SQLITE_READONLY, error_kind::failed, "writable"},
      {SQLITE_READONLY_DBMOVED, error_kind::failed, "removed or replaced"},
      {SQLITE_NOTADB, error_kind::usage, "give another path"},
      {SQLITE_CORRUPT, error_kind::failed, "put back a copy"},
      {SQLITE_CANTOPEN, error_kind::failed, "cannot be opened"},
      {SQLITE_IOERR, error_kind::failed, "disk is sound"},
      {SQLITE_CONSTRAINT, error_kind::failed, "the detail"},
  };
  for (const auto& [code, kind, message] : cases) {
    INFO(code);
    const auto what = sqlite::error_of(code, "/data/t.db", "the detail");
    CHECK(what.kind == kind);
    CHECK_THAT(what.message, Contains(message) && Contains("/data/t.db"));
  }
}
