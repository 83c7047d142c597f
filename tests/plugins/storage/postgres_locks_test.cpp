// SPDX-License-Identifier: GPL-2.0-only
#include "catch.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "brand_locks.hpp"
#include "scratch_postgres.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;

namespace {

/// A host with its own connections.
struct host {
  std::unique_ptr<postgres::database> db;
  postgres::brand_locks locks;

  explicit host(const test::scratch_postgres& scratch, const std::string& schema = "public")
      : db(postgres::database::open({scratch.url(), {.schema = schema}}).value()),
        locks(*db) {}

  bool sees_held(std::int64_t brand_id) {
    postgres::transaction own(postgres::transaction::for_reading, *db);
    return locks.held(own.handle(), brand_id);
  }
};

std::string refusal_of(result<std::unique_ptr<storage::brand_lock>> taken) {
  REQUIRE(!taken);
  CHECK(taken.error().kind == error_kind::busy);
  return taken.error().message;
}

}  // namespace

TEST_CASE("a brand has one holder in a schema, and the others learn its name") {
  const test::scratch_postgres scratch;
  host holder(scratch);
  host two(scratch);
  host elsewhere(scratch, "other");
  auto lock = holder.locks.take(1, "host alpha, process 17");
  REQUIRE(lock);
  for (host* each : {&holder, &two}) {
    const auto message = refusal_of(each->locks.take(1, "host beta, process 18"));
    CHECK_THAT(message, Contains("brand 1") && Contains("host alpha, process 17"));
    CHECK(each->sees_held(1));
    CHECK_FALSE(each->sees_held(2));
  }
  CHECK_FALSE(elsewhere.sees_held(1));
  CHECK(elsewhere.locks.take(1, "another schema"));
  CHECK(two.locks.take(2, "host beta"));
  CHECK(two.locks.take(-1, "a negative id"));
  lock->reset();
  CHECK_FALSE(holder.sees_held(1));
  CHECK(two.locks.take(1, "host beta"));
}

TEST_CASE("a holder whom the user may not look at is still a holder") {
  const test::scratch_postgres scratch;
  host holder(scratch);
  const std::string role = scratch.name() + "_role";
  auto raw = scratch.raw();
  raw.run("CREATE ROLE " + role + " LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO " + role);
  auto lock = holder.locks.take(1, "host alpha, process 17");
  auto db = postgres::database::open({scratch.url_as(role)});
  if (!db) FAIL(db.error().message);
  CHECK_THAT(refusal_of(postgres::brand_locks(**db).take(1, "someone")),
             Contains("host alpha, process 17"));
  db->reset();
  raw.run("DROP OWNED BY " + role + "; DROP ROLE " + role);
}

TEST_CASE("a lock is checked: whose, of which brand, and whether the server still has it") {
  const test::scratch_postgres scratch;
  host holder(scratch);
  auto lock = holder.locks.take(1, "a test");
  REQUIRE(lock);
  CHECK(holder.locks.check(**lock, 1));
  const auto other_brand = holder.locks.check(**lock, 2);
  REQUIRE(!other_brand);
  CHECK_THAT(other_brand.error().message, Contains("does not hold brand 2"));
  struct foreign_lock : storage::brand_lock {};
  CHECK_FALSE(holder.locks.check(foreign_lock{}, 1));

  scratch.raw().run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'a test'");
  const auto lost = holder.locks.check(**lock, 1);
  REQUIRE(!lost);
  CHECK(lost.error().kind == error_kind::failed);
  CHECK_THAT(lost.error().message, Contains("brand 1") && Contains("nothing was stored"));
  CHECK(holder.locks.take(1, "the next"));
}

TEST_CASE("a lock ends with its process") {
  const test::scratch_postgres scratch;
  host survivor(scratch);
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    host other(scratch);
    const auto lock = other.locks.take(1, "a process that dies");
    if (lock) [[maybe_unused]] const auto written = ::write(ends[1], "x", 1);
    ::pause();
  }
  ::close(ends[1]);
  char byte = 0;
  REQUIRE(::read(ends[0], &byte, 1) == 1);
  ::close(ends[0]);
  CHECK_THAT(refusal_of(survivor.locks.take(1, "me")), Contains("a process that dies"));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  // The server notices a moment later.
  auto taken = survivor.locks.take(1, "me");
  for (int i = 0; i < 100 && !taken; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    taken = survivor.locks.take(1, "me");
  }
  CHECK(taken);
}
