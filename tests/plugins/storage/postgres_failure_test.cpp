// SPDX-License-Identifier: GPL-2.0-only
#include "catch.hpp"

#include <string>
#include <vector>

#include "failure.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;

TEST_CASE("an error says what to do about it") {
  struct state_case {
    std::string sqlstate;
    error_kind kind;
    std::string message;
  };
  const std::vector<state_case> cases{
      {"28P01", error_kind::failed, "correct user and password"},
      {"28000", error_kind::failed, "pg_hba.conf"},
      {"3D000", error_kind::usage, "CREATE DATABASE"},
      {"42501", error_kind::failed, "GRANT"},
      {"53300", error_kind::busy, "no connection left"},
      {"57P03", error_kind::busy, "starting or stopping"},
      {"55P03", error_kind::busy, "lock_timeout"},
      {"40P01", error_kind::busy, "try again"},
      {"40001", error_kind::busy, "try again"},
      {"57014", error_kind::failed, "statement_timeout"},
      {"57P01", error_kind::failed, "connection was lost"},
      {"08006", error_kind::failed, "connection was lost"},
      {"53100", error_kind::failed, "Make room"},
      {"25006", error_kind::failed,
       "the server is a standby, or it has default_transaction_read_only"},
      {"XX001", error_kind::failed, "put back a copy"},
      {"23505", error_kind::failed, "the detail (SQLSTATE 23505)"},
      {"", error_kind::failed, "database shop on h: the detail"},
  };
  for (const auto& [sqlstate, kind, message] : cases) {
    INFO(sqlstate);
    const auto what = postgres::error_of(sqlstate, "database shop on h", "the detail\n");
    CHECK(what.kind == kind);
    CHECK_THAT(what.message, Contains(message) && Contains("database shop on h"));
  }
}

TEST_CASE("an error that the server did not say shows no SQLSTATE") {
  struct {
    std::string sqlstate, detail, message;
  } cases[] = {
      {"?????", "could not receive data from server: Connection timed out\n",
       "d: could not receive data from server: Connection timed out; check that the server runs "
       "and can be reached, and run it again"},
      {"", "lost synchronization\n\twith server\n",
       "d: lost synchronization  with server; check that the server runs and can be reached, and "
       "run it again"},
      {"23505", "a key is there", "d: a key is there (SQLSTATE 23505)"},
      {"23505", "a key\r\n\tis there\n", "d: a key   is there (SQLSTATE 23505)"},
      {"28P01", "no\nentry\n",
       "d: no entry; correct user and password in `url`, or the server's pg_hba.conf"},
  };
  for (const auto& [sqlstate, detail, message] : cases) {
    INFO(sqlstate);
    const auto failed = postgres::catch_errors("d", [&]() -> result<void> {
      throw odb::pgsql::database_exception(sqlstate, detail);
    });
    REQUIRE(!failed);
    CHECK(failed.error().kind == error_kind::failed);
    CHECK(failed.error().message == message);
  }
  for (const char* text : {"", "?????", "0800", "08006x", "08 06"})
    CHECK_FALSE(postgres::is_sqlstate(text));
  for (const char* text : {"08006", "40P01"}) CHECK(postgres::is_sqlstate(text));
}
