// SPDX-License-Identifier: GPL-2.0-only
#include "catch.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "database.hpp"
#include "scratch_postgres.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;

namespace {

/// The error of opening `url`; the test fails where it opens.
error refusal_of(const std::string& url) {
  const auto opened = postgres::database::open({url, {}});
  REQUIRE(!opened);
  return opened.error();
}

struct refusal {
  std::string name;
  std::string url;
  error_kind kind;
  std::string message;
};

}  // namespace

TEST_CASE("what cannot be reached is refused in plain words, without the password") {
  const test::scratch_postgres scratch;
  auto raw = scratch.raw();
  const std::string role = scratch.name() + "_role";
  raw.run("DO $$ BEGIN CREATE ROLE needs_password; EXCEPTION WHEN duplicate_object THEN END $$");
  raw.run("CREATE ROLE " + role + " LOGIN PASSWORD 'open sesame' IN ROLE needs_password");
  const std::string elsewhere = "postgresql://u:s3cret-word@";
  const std::vector<refusal> cases{
      {"nothing", "", error_kind::usage, "url: it is empty"},
      {"a wrong password", scratch.url_as(role + ":s3cret-word"), error_kind::failed,
       "correct user and password"},
      {"no password", scratch.url_as(role), error_kind::failed, "wants a password"},
      {"an unknown user", scratch.url_as("nobody-here:s3cret-word"), error_kind::failed,
       "correct user and password"},
      {"an unknown database", scratch.url() + "&dbname=s3cret_not", error_kind::usage,
       "CREATE DATABASE"},
      {"no server", elsewhere + "127.0.0.1:1/shop", error_kind::failed,
       "database shop on 127.0.0.1:1: cannot connect"},
      {"no socket", elsewhere + "/shop?host=/nowhere", error_kind::failed,
       "database shop on /nowhere: cannot connect"},
      {"no host of that name", elsewhere + "host.invalid/shop", error_kind::failed,
       "host.invalid"},
      {"a password with @", "postgresql://u:s3cret@word@host/shop", error_kind::usage, "%40"},
      {"a password with /", "postgresql://u:12/s3cret@host/shop", error_kind::usage, "%2F"},
      {"a password with %", "postgresql://u:%s3cret@host/shop", error_kind::usage,
       "percent-encoded"},
      {"a password before a port", "postgresql://u:s3cret:5432/shop", error_kind::usage,
       "percent-encoded"},
      {"an unknown setting", elsewhere + "host/shop?s3cret=1", error_kind::usage,
       "cannot be read"},
      {"no URL", "postgres//s3cret", error_kind::usage, "cannot be read"},
      {"a port that is not a number", elsewhere + "host:ten/shop", error_kind::usage,
       "cannot be read"},
      {"a port out of range", elsewhere + "127.0.0.1:99999/shop", error_kind::usage,
       "url: it cannot be used (invalid port number: \"99999\"); correct it"},
      {"more hosts than ports", elsewhere + "/shop?host=a,b,c&port=1,2", error_kind::usage,
       "could not match 2 port numbers to 3 hosts"},
      {"an invalid address", elsewhere + "/shop?hostaddr=host", error_kind::usage,
       "could not parse network address"},
      {"an unknown word", elsewhere + "127.0.0.1:1/shop?sslmode=sometimes", error_kind::usage,
       "invalid sslmode value"},
      {"an invalid number", elsewhere + "127.0.0.1:1/shop?keepalives_idle=ten",
       error_kind::usage, "invalid integer value"},
      {"an unknown service", "service=nothere", error_kind::usage,
       "definition of service \"nothere\" not found"},
      {"a setting that the server does not know", scratch.url() + "&options=-c%20colour%3D1",
       error_kind::usage, "correct `options` in `url`"},
  };
  for (const auto& [name, url, kind, message] : cases) {
    INFO(name);
    const auto what = refusal_of(url);
    CHECK(what.kind == kind);
    CHECK_THAT(what.message, Contains(message));
    if (name != "an unknown database") CHECK_THAT(what.message, !Contains("s3cret"));
  }
  raw.run("DROP ROLE " + role);
}

TEST_CASE("a server that says nothing is given up in time") {
  // The listener accepts the connection, and never answers.
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(listener, 1) == 0);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  const auto what = refusal_of("postgresql://u@127.0.0.1:" +
                               std::to_string(ntohs(address.sin_port)) + "/d?connect_timeout=1");
  ::close(listener);
  CHECK(what.kind == error_kind::failed);
  CHECK_THAT(what.message, Contains("no answer within 1 s"));
}
