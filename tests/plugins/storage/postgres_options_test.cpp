// SPDX-License-Identifier: GPL-2.0-only
#include "catch.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include "read_options.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;

namespace {

const std::string sound_url = "postgresql://u:s3cret@h/d";

/// What is wrong with `url`; empty: nothing.
std::string fault_of(const std::string& url) {
  const auto read = postgres::read_options(plugin::option_values({{"url", url}}));
  return read ? std::string() : read.error().message;
}

}  // namespace

TEST_CASE("an option by which nothing can be opened is refused by its name") {
  struct row {
    std::string name;
    std::string option;
    plugin::option_content given;
    std::string expected;  ///< how the message begins; empty: it is accepted
  };
  const std::string schema = "schema: expected a name of 1 to 63 bytes";
  const std::string size = "pool_size: expected 1 to 100 connections, found ";
  const std::int64_t longest = 2'147'483'647;
  const std::vector<row> rows{
      {"the least pool", "pool_size", std::int64_t{1}, ""},
      {"the largest pool", "pool_size", std::int64_t{100}, ""},
      {"no pool", "pool_size", std::int64_t{0}, size + "0"},
      {"too large a pool", "pool_size", std::int64_t{101}, size + "101"},
      {"a schema", "schema", std::string("Other Tables"), ""},
      {"no schema", "schema", std::string(), schema},
      {"PostgreSQL's schema", "schema", std::string("pg_x"), schema},
      {"its other schema", "schema", std::string("information_schema"), schema},
      {"the user's schema", "schema", std::string("$user"), schema},
      {"the longest name", "schema", std::string(63, 's'), ""},
      {"too long a name", "schema", std::string(64, 's'), schema},
      {"the longest wait", "statement_timeout", longest, ""},
      {"too long a wait", "statement_timeout", longest + 1, "statement_timeout: expected at most"},
      {"for a page", "query_timeout", longest + 1, "query_timeout: expected at most"},
      {"for a lock", "lock_timeout", longest + 1, "lock_timeout: expected at most"},
  };
  for (const auto& [name, option, given, expected] : rows) {
    INFO(name);
    const auto read = postgres::read_options(
        plugin::option_values({{"url", sound_url}, {option, given}}));
    CHECK(read.has_value() == expected.empty());
    if (!read) CHECK_THAT(read.error().message, Catch::Matchers::StartsWith(expected));
    if (!read) CHECK(read.error().kind == error_kind::usage);
  }
}

TEST_CASE("the options that are taken are those that were given") {
  const auto read = postgres::read_options(
      plugin::option_values({{"url", sound_url},
                             {"schema", std::string("other")},
                             {"pool_size", std::int64_t{7}},
                             {"statement_timeout", std::int64_t{1}},
                             {"query_timeout", std::int64_t{2}},
                             {"lock_timeout", std::int64_t{3}}}));
  REQUIRE(read);
  CHECK(read->url == sound_url);
  CHECK(read->session.schema == "other");
  CHECK(read->pool_size == 7);
  CHECK(read->session.statement_timeout.count() == 1);
  CHECK(read->session.query_timeout.count() == 2);
  CHECK(read->session.lock_timeout.count() == 3);
}

TEST_CASE("libpq says what is wrong with a url, and nothing of the url is repeated") {
  struct row {
    std::string url;
    std::string expected;  ///< empty: it is accepted
  };
  const std::vector<row> rows{
      {sound_url, ""},
      {"postgresql://", ""},
      {"host=h dbname=d password=s3cret", ""},
      {"postgresql:///d?host=/run/postgresql", ""},
      {"postgresql://a:1,b:2/d", ""},
      {"postgresql:///d?host=a,b&hostaddr=10.0.0.1,10.0.0.2&port=1,2", ""},
      {"postgresql:///d?hostaddr=10.0.0.1", ""},
      {"postgresql://[::1]:5432/d?sslmode=verify-full&connect_timeout=3", ""},
      {"", "url: it is empty"},
      {"nonsense://s3cret", "(missing \"=\" after a word)"},
      {"s3cret=1", "(invalid connection option)"},
      {"host=h password='s3cret", "(unterminated quoted string)"},
      {"postgresql://u@[s3cret", "(missing \"]\" in IPv6 host address)"},
      {"postgresql://u@[]/s3cret", "(IPv6 host address may not be empty)"},
      {"postgresql://u@[::1]s3cret", "(unexpected character after the IPv6 host address)"},
      {"postgresql://h/d?s3cret=1=2", "(extra key/value separator \"=\" in URI query parameter)"},
      {"postgresql://h/d?s3cret", "(missing key/value separator \"=\" in URI query parameter)"},
      {"postgresql://h/d?s3cret=1", "(invalid URI query parameter)"},
      {"postgresql://u:s3cret@h/d?schema=public",
       "(invalid URI query parameter \"schema\"; the option `schema` of the storage names it)"},
      {"postgresql://u:%s3cret@h/d", "(invalid percent-encoded token)"},
      {"postgresql://u:s3cret%00@h/d", "(forbidden value %00)"},
      {"postgresql://u:s3cret@h/d?sslmode=bogus", "(invalid sslmode value: \"bogus\")"},
      {"postgresql://u:s3cret@h/d?gssencmode=bogus", "(invalid gssencmode value: \"bogus\")"},
      {"postgresql://u:s3cret@h:99999/d", "(invalid port number: \"99999\")"},
      {"postgresql:///d?host=a,b,c&port=1,2", "(could not match 2 port numbers to 3 hosts)"},
      {"postgresql://u:p?sslmode=s3cret@h/d", ""},  // all of it is the password
      {"postgresql://u:1/x?sslmode=s3cret@h/d", "url: it cannot be read;"},
      {"host=h password=p sslmode=s3cret", "url: it cannot be read;"},
      {"postgresql://h/d?password=p&sslmode=s3cret", "url: it cannot be read;"},
  };
  for (const auto& [url, expected] : rows) {
    INFO(url);
    const auto found = fault_of(url);
    CHECK(found.empty() == expected.empty());
    CHECK_THAT(found, Contains(expected));
    CHECK_THAT(found, !Contains("s3cret"));
    CHECK_THAT(found, !Contains("\n"));
    if (!found.empty()) CHECK_THAT(found, Catch::Matchers::StartsWith("url: "));
  }
}
