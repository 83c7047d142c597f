// SPDX-License-Identifier: GPL-2.0-only
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

#include "contract/storage_under_test.hpp"
#include "raw_database.hpp"
#include "scratch_folder.hpp"
#include "sqlite_storage.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;

namespace {

/// A process that runs `work(ready)`, where `ready()` tells the parent to go on.
class child_process {
 public:
  template <typename Work>
  explicit child_process(Work&& work) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    id_ = ::fork();
    if (id_ == 0) {
      work([&] { [[maybe_unused]] const auto written = ::write(ends[1], "x", 1); });
      ::_exit(0);
    }
    char byte = 0;
    ::close(ends[1]);
    REQUIRE(::read(ends[0], &byte, 1) == 1);
    ::close(ends[0]);
  }
  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;
  ~child_process() { kill(); }

  void kill() {
    if (id_ <= 0) return;
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
    id_ = 0;
  }

 private:
  pid_t id_ = 0;
};

contract::delivery many_videos(int count) {
  contract::delivery brought;
  brought.windows.emplace_back(30, std::vector<contract::seen>{});
  for (int i = 0; i < count; ++i) {
    brought.videos.push_back(contract::seen(std::to_string(i)).by("anna"));
    brought.windows[0].second.push_back(brought.videos.back());
  }
  return brought;
}

}  // namespace

TEST_CASE("a lock excludes other processes and ends with its own") {
  const test::scratch_folder folder;
  const std::string path = folder.file("t.db");
  const auto store = contract::value_of(sqlite::sqlite_storage::open(path));
  const auto run = contract::value_of(store->begin_run(contract::start_of_run({})));
  child_process other([&](const auto& ready) {
    const auto own = sqlite::sqlite_storage::open(path);
    const auto lock = (*own)->lock_brand(1, "host a, process 7");
    if (lock) ready();
    ::pause();
  });
  const auto refused = store->lock_brand(1, "host b, process 8");
  REQUIRE(!refused);
  CHECK(refused.error().kind == error_kind::busy);
  CHECK_THAT(refused.error().message, Contains("host a, process 7") && Contains("brand 1"));
  CHECK(store->lock_brand(2, "host b"));
  CHECK(contract::value_of(store->verify({})).checks.back().ok());  // its run may be alive

  other.kill();
  const auto stale = contract::value_of(store->verify({})).checks.back();
  REQUIRE(stale.violations.size() == 1);
  CHECK(stale.violations[0][0] == std::pair<std::string, std::variant<std::int64_t, std::string>>(
                                      "run_id", run));
  CHECK(store->lock_brand(1, "host b"));
  CHECK(std::filesystem::exists(path + ".brand-1.lock"));
}

TEST_CASE("two storages of one process exclude each other, by any name of the file") {
  const test::scratch_folder folder;
  const auto first = contract::value_of(sqlite::sqlite_storage::open(folder.file("t.db")));
  std::filesystem::create_symlink(folder.file("t.db"), folder.file("alias.db"));
  const auto two = contract::value_of(sqlite::sqlite_storage::open(folder.file("alias.db")));
  auto lock = contract::value_of(first->lock_brand(1, "one"));
  CHECK(!two->lock_brand(1, "two"));
  lock.reset();
  CHECK(two->lock_brand(1, "two"));
}

TEST_CASE("a run whose lock file was replaced stores nothing") {
  const test::scratch_folder folder;
  const auto store = contract::value_of(sqlite::sqlite_storage::open(folder.file("t.db")));
  const auto lock = contract::value_of(store->lock_brand(1, "a test"));
  auto batch = contract::batch_of(many_videos(1), {});
  batch.run_id = contract::value_of(store->begin_run(contract::start_of_run({})));
  std::filesystem::remove(folder.file("t.db.brand-1.lock"));
  storage::run_figures figures;
  const auto outcome =
      store->commit_run(std::move(batch), contract::shipped_programs(), *lock, figures);
  REQUIRE(!outcome);
  CHECK_THAT(outcome.error().message, Contains("removed or replaced"));
  CHECK(contract::all_videos(*store, 1).empty());
}

TEST_CASE("a writer waits for another that is about to end") {
  const test::scratch_folder folder;
  const auto store = contract::value_of(sqlite::sqlite_storage::open(folder.file("t.db")));
  test::raw_database other(folder.file("t.db"));
  other.run("BEGIN IMMEDIATE; DELETE FROM due_runs");
  std::thread end([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    other.run("COMMIT");
  });
  const auto begun = store->begin_run(contract::start_of_run({}));
  end.join();
  CHECK(begun);
}

TEST_CASE("a process that dies while it commits leaves all or nothing") {
  for (const int delay_ms : {1, 40, 120, 250}) {
    const test::scratch_folder folder;
    const std::string path = folder.file("t.db");
    {
      child_process other([&](const auto& ready) {
        const auto store = sqlite::sqlite_storage::open(path);
        auto lock = (*store)->lock_brand(1, "a test");
        auto batch = contract::batch_of(many_videos(20'000), {});
        batch.run_id = (*store)->begin_run(contract::start_of_run({})).value();
        storage::run_figures figures;
        ready();
        (void)(*store)->commit_run(std::move(batch), contract::shipped_programs(), **lock, figures);
        ::pause();
      });
      std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
    }
    const auto store = contract::value_of(sqlite::sqlite_storage::open(path));
    const bool stored = contract::all_runs(*store)[0].status == storage::run_status::succeeded;
    INFO(delay_ms << " ms, stored: " << stored);
    CHECK(contract::all_videos(*store, 1).size() == (stored ? 20'000u : 0u));
    CHECK(contract::all_snapshots(*store, 1).size() == (stored ? 20'000u : 0u));
  }
}

TEST_CASE("a full disk stores nothing of the run, and a later run everything") {
  const test::scratch_folder folder;
  const auto store = contract::value_of(sqlite::sqlite_storage::open(folder.file("t.db")));
  contract::sync(*store, many_videos(1));
  const auto lock = contract::value_of(store->lock_brand(1, "a test"));
  auto batch = contract::batch_of(many_videos(20'000), {});
  batch.run_id = contract::value_of(store->begin_run(contract::start_of_run({})));
  storage::run_figures figures;

  struct rlimit before {};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto old_handler = ::signal(SIGXFSZ, SIG_IGN);
  const struct rlimit small {1'000'000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  const auto full =
      store->commit_run(std::move(batch), contract::shipped_programs(), *lock, figures);
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, old_handler);

  REQUIRE(!full);
  CHECK(full.error().kind == error_kind::failed);
  CHECK_THAT(full.error().message, Contains("nothing of this was stored"));
  CHECK(contract::all_videos(*store, 1).size() == 1);
  CHECK(figures == storage::run_figures{});
  auto again = contract::batch_of(many_videos(20'000), {});
  again.run_id = contract::all_runs(*store)[0].id;
  contract::succeeds(
      store->commit_run(std::move(again), contract::shipped_programs(), *lock, figures));
  CHECK(contract::all_videos(*store, 1).size() == 20'000);
}
