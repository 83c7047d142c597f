// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <libpq-fe.h>
#include <stdlib.h>
#include <unistd.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace tidemark::test {

/// A PostgreSQL database as another program sees it, without tidemark. Throws on every error.
class raw_postgres {
 public:
  explicit raw_postgres(const std::string& url) : own_(PQconnectdb(url.c_str()), PQfinish) {
    if (PQstatus(own_.get()) != CONNECTION_OK) fail();
    PQsetNoticeProcessor(own_.get(), [](void*, const char*) {}, nullptr);
  }

  PGconn* handle() { return own_.get(); }

  void run(const std::string& text) { rows(text); }

  /// The rows of a query: values separated by `|`, NULL as `NULL`, each row ended by a newline.
  std::string rows(const std::string& text) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(own_.get(), text.c_str()),
                                                               PQclear);
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) fail();
    std::string shown;
    for (int r = 0; r < PQntuples(result.get()); ++r) {
      for (int c = 0; c < PQnfields(result.get()); ++c) {
        if (c != 0) shown += '|';
        shown += PQgetisnull(result.get(), r, c) ? "NULL" : PQgetvalue(result.get(), r, c);
      }
      shown += '\n';
    }
    return shown;
  }

 private:
  [[noreturn]] void fail() { throw std::runtime_error(PQerrorMessage(own_.get())); }

  std::unique_ptr<PGconn, decltype(&PQfinish)> own_;
};

/// An empty database of its own in the private server (tests/postgres/with_server), dropped with
/// all that is in it.
class scratch_postgres {
 public:
  scratch_postgres() {
    static int count = 0;
    name_ = "t" + std::to_string(::getpid()) + "_" + std::to_string(++count);
    raw_postgres(server()).run("CREATE DATABASE " + name_);
  }
  scratch_postgres(const scratch_postgres&) = delete;
  scratch_postgres& operator=(const scratch_postgres&) = delete;
  ~scratch_postgres() {
    try {
      raw_postgres(server()).run("DROP DATABASE " + name_ + " WITH (FORCE)");
    } catch (const std::exception&) {  // the server ends with the tests anyway
    }
  }

  const std::string& name() const { return name_; }
  std::string url() const { return url_as("tidemark"); }
  /// The database for another user, `name` or `name:password`.
  std::string url_as(const std::string& user) const {
    const std::string at = server();
    return "postgresql://" + user + "@/" + name_ + at.substr(at.find('?'));
  }
  raw_postgres raw() const { return raw_postgres(url()); }

 private:
  static std::string server() {
    const char* url = ::getenv("TIDEMARK_TEST_POSTGRES");
    if (!url) throw std::runtime_error("TIDEMARK_TEST_POSTGRES is not set: run this test through "
                                       "tests/postgres/with_server");
    return url;
  }

  std::string name_;
};

}  // namespace tidemark::test
