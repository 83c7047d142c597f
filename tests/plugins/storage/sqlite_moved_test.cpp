// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "contract/storage_under_test.hpp"
#include "database.hpp"
#include "database_path.hpp"
#include "failure.hpp"
#include "raw_database.hpp"
#include "scratch_folder.hpp"
#include "sqlite_storage.hpp"
#include "statement.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

/// A folder with one database of one video, `t.db`, another of two, `other.db`, and `link.db`, by
/// which t.db is opened.
struct two_databases {
  test::scratch_folder folder;
  std::string path = folder.file("t.db");

  two_databases() {
    using contract::seen;
    const auto make = [](const std::string& file, const contract::delivery& brought) {
      contract::sync(*contract::value_of(sqlite::sqlite_storage::open(file)), brought);
    };
    make(path, {{seen("a").by("anna")}});
    make(folder.file("other.db"), {{seen("a").by("anna"), seen("b").by("anna")}});
    fs::create_symlink("t.db", folder.file("link.db"));
  }
  auto open() { return contract::value_of(sqlite::sqlite_storage::open(folder.file("link.db"))); }

  void take_away() { fs::rename(path, folder.file("away.db")); }
  void put_back() { fs::rename(folder.file("away.db"), path); }
};

const std::string was_moved = "t.db: the file was removed or replaced while it was in use";

/// A use of an open storage, and its error.
struct use {
  std::string name;
  std::function<error(storage::backend&)> error_of;
};

template <typename Work>
use use_of(std::string name, Work work) {
  return {std::move(name), [work](storage::backend& store) {
            const auto outcome = work(store);
            return outcome ? error{error_kind::usage, "it went well"} : outcome.error();
          }};
}

std::vector<use> every_use() {
  using storage::backend;
  const auto at = contract::moment("2026-02-20 09:00:00");
  const auto all = [](const auto&) { return true; };
  static const std::vector<std::string> ids{"a"};
  static const std::vector<std::int32_t> windows{30};
  static const storage::due_run_change claim{
      {}, {1, at, storage::due_run_state::claimed, "host", {}, at}};
  return {
      use_of("claim", [](backend& s) { return s.change_due_runs(std::span(&claim, 1)); }),
      use_of("due run", [=](backend& s) { return s.find_due_run(1, at); }),
      use_of("ping", [](backend& s) { return s.ping(); }),
      use_of("last due run", [](backend& s) { return s.find_last_due_run(1); }),
      use_of("open due runs", [=](backend& s) { return s.walk_open_due_runs(all); }),
      use_of("correct", [](backend& s) { return s.add_correction({}); }),
      use_of("walk corrections", [=](backend& s) { return s.walk_corrections(1, {}, all); }),
      use_of("silent brands", [=](backend& s) { return s.find_silent_brands(at); }),
      use_of("begin", [](backend& s) { return s.begin_run(contract::start_of_run({})); }),
      use_of("heartbeat", [=](backend& s) { return s.heartbeat(1, at); }),
      use_of("quarantine",
             [=](backend& s) {
               const storage::quarantined_row row{0, 1, 1, "a", 30, 1, "no id", "x", at};
               return s.quarantine(std::span(&row, 1));
             }),
      use_of("fail", [=](backend& s) { return s.fail_run(1, "no", at); }),
      use_of("find", [](backend& s) { return s.find_videos(1, ids); }),
      use_of("highest", [](backend& s) { return s.find_highest_shown(1, ids, windows); }),
      use_of("walk videos", [=](backend& s) { return s.walk_videos(1, all); }),
      use_of("walk snapshots", [=](backend& s) { return s.walk_snapshots(1, {}, all); }),
      use_of("list", [](backend& s) { return s.list_videos(contract::query_of(1)); }),
      use_of("walk listed",
             [=](backend& s) { return s.walk_listed(contract::query_of(1), all); }),
      use_of("walk runs", [=](backend& s) { return s.walk_runs({}, all); }),
      use_of("walk rejected", [=](backend& s) { return s.walk_rejected({}, all); }),
      use_of("verify", [](backend& s) { return s.verify({}); }),
      use_of("bare videos", [](backend& s) { return s.find_videos_without_thumbnail(1, 5); }),
      use_of("thumbnails", [=](backend& s) { return s.set_thumbnails(1, {}, at); }),
      use_of("retain", [=](backend& s) { return s.retain({}, at); }),
  };
}

}  // namespace

TEST_CASE("a storage whose file was taken away, replaced or linked elsewhere says so") {
  two_databases here;
  const auto store = here.open();
  const auto link = here.folder.file("link.db");
  struct {
    std::string name;
    std::function<void()> done, undone;
  } cases[] = {
      {"taken away", [&] { here.take_away(); }, [&] { here.put_back(); }},
      {"replaced",
       [&] {
         here.take_away();
         fs::copy_file(here.folder.file("other.db"), here.path);
       },
       [&] { here.put_back(); }},
      {"linked elsewhere",
       [&] {
         fs::remove(link);
         fs::create_symlink("other.db", link);
       },
       [&] {
         fs::remove(link);
         fs::create_symlink("t.db", link);
       }},
  };
  for (const auto& [name, done, undone] : cases) {
    INFO(name);
    done();
    for (const auto& attempt : every_use()) {
      INFO(attempt.name);
      const auto what = attempt.error_of(*store);
      CHECK(what.kind == error_kind::failed);
      CHECK_THAT(what.message, Contains(was_moved));
    }
    undone();
    CHECK(contract::all_videos(*store, 1).size() == 1);  // nothing else happened to it
  }
}

TEST_CASE("a run whose file is replaced while it goes on stores nothing, in neither file") {
  two_databases here;
  const auto store = here.open();
  const auto lock = contract::value_of(store->lock_brand(1, "a test"));
  auto batch = contract::batch_of({{contract::seen("c").by("anna")}}, {});
  batch.run_id = contract::value_of(store->begin_run(contract::start_of_run({})));
  here.take_away();
  fs::copy_file(here.folder.file("other.db"), here.path);
  storage::run_figures figures;
  const auto outcome =
      store->commit_run(std::move(batch), contract::shipped_programs(), *lock, figures);
  REQUIRE(!outcome);
  CHECK_THAT(outcome.error().message, Contains(was_moved));
  CHECK(contract::all_videos(*here.open(), 1).size() == 2);
  here.put_back();
  CHECK(contract::all_videos(*here.open(), 1).size() == 1);
}

TEST_CASE("a file that goes between a write and its commit keeps the write from being stored") {
  two_databases here;
  const auto opened = contract::value_of(sqlite::database::open(here.path));
  const auto delete_videos = [&](const std::function<void()>& before_commit) {
    return sqlite::catch_errors(here.path, [&]() -> result<void> {
      sqlite::transaction own(sqlite::transaction::for_writing, *opened);
      sqlite::statement(own.handle(), "DELETE FROM creator_videos").run();
      before_commit();
      own.commit();
      return {};
    });
  };
  const auto outcome = delete_videos([&] { here.take_away(); });
  REQUIRE(!outcome);
  CHECK_THAT(outcome.error().message, Contains(was_moved));
  here.put_back();
  CHECK(contract::all_videos(*here.open(), 1).size() == 1);
  contract::succeeds(delete_videos([] {}));
  CHECK(contract::all_videos(*here.open(), 1).empty());
}

TEST_CASE("a copy that is moved over an open database is what is opened next") {
  two_databases here;
  const auto store = here.open();  // its log would be taken for the copy's, if it held anything
  contract::sync(*store, {{contract::seen("c").by("ben").gmv(9)}}, {.source_run_id = "sync-2"});
  CHECK(fs::file_size(here.path + "-wal") == 0);
  fs::rename(here.folder.file("other.db"), here.path);
  CHECK(!store->list_videos(contract::query_of(1)));
  const auto next = here.open();
  CHECK(contract::value_of(next->list_videos(contract::query_of(1))).total == 2);
  CHECK(test::raw_database(here.path).rows("PRAGMA integrity_check") == "ok\n");
}

TEST_CASE("no new database is made where only the file of an open one is gone") {
  two_databases here;
  auto store = here.open();
  here.take_away();
  const auto refused = sqlite::sqlite_storage::open(here.path);
  REQUIRE(!refused);
  CHECK(refused.error().kind == error_kind::failed);
  CHECK_THAT(refused.error().message,
             Contains(here.path + ": the file is gone") && Contains(here.path + "-wal"));
  CHECK_FALSE(fs::exists(here.path));
  here.put_back();
  CHECK(contract::all_videos(*here.open(), 1).size() == 1);

  here.take_away();
  store.reset();
  fs::remove(here.path + "-wal");
  fs::remove(here.path + "-shm");
  CHECK(contract::all_videos(*here.open(), 1).empty());
}

TEST_CASE("the journal of a first load that was cut short does not roll another file back") {
  two_databases here;
  here.open();
  const auto write = [&](const std::string& suffix, const std::string& text) {
    std::ofstream(here.path + suffix) << text;
  };
  test::raw_database(here.path).run("PRAGMA user_version = 258; PRAGMA wal_checkpoint(TRUNCATE)");
  CHECK(sqlite::mark_in(here.path) == 258u);
  write("-journal", "a journal");
  write(".first-load", "257");
  const auto refused = sqlite::sqlite_storage::open(here.path);
  REQUIRE(!refused);
  CHECK_THAT(refused.error().message, Contains(here.path + "-journal belongs to another file"));
  CHECK(fs::exists(here.path + "-journal"));

  fs::rename(here.path, here.path + ".away");
  const auto gone = sqlite::sqlite_storage::open(here.path);
  REQUIRE(!gone);
  CHECK_THAT(gone.error().message, Contains("its log " + here.path + "-journal is still there"));
  const auto linked = sqlite::sqlite_storage::open(here.folder.file("link.db"));
  REQUIRE(!linked);
  CHECK_THAT(linked.error().message,
             Contains("link.db: the file is gone, and its log " + here.path + "-journal"));
  fs::rename(here.path + ".away", here.path);
  write(".first-load", "");
  CHECK_FALSE(sqlite::sqlite_storage::open(here.path));
  write(".first-load", "258");
  CHECK(contract::all_videos(*here.open(), 1).size() == 1);
  CHECK_FALSE(fs::exists(here.path + ".first-load"));
}

TEST_CASE("to read the mark of a first load leaves the locks of this process alone") {
  two_databases here;
  test::raw_database raw(here.path);
  raw.run("PRAGMA journal_mode = DELETE; PRAGMA user_version = 258; BEGIN IMMEDIATE");
  CHECK(sqlite::mark_in(here.path) == 258u);
  const int file = ::open(here.path.c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(file >= 0);
  struct flock reserved {};
  reserved.l_type = F_WRLCK;
  reserved.l_start = 0x40000001;  // SQLite's RESERVED byte
  reserved.l_len = 1;
  CHECK(::fcntl(file, F_OFD_GETLK, &reserved) == 0);
  CHECK(reserved.l_type == F_WRLCK);
  ::close(file);
}
