// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include <odb/pgsql/database.hxx>
#include <odb/pgsql/transaction.hxx>

#include <tidemark/result.hpp>

#include "connect.hpp"
#include "outer_transaction.hpp"
#include "session.hpp"

namespace tidemark::postgres {

/// How a storage is opened.
struct open_options {
  std::string url;  ///< secret
  session_settings session = {};
  std::size_t pool_size = 4;  ///< connections at most, plus one for each locked brand
};

/// One database with our tables in one of its schemas, and connections to it.
class database {
 public:
  /// The oldest server that is known to work, as libpq's version number.
  static constexpr int oldest_version = 130'000;

  /// Connects, makes the schema if it is missing, and brings our tables up to date; if several
  /// hosts start at once, one does so and the others wait for it.
  ///
  /// Errors: `usage` when waiting cannot make this database usable (a url that cannot be read or
  /// used, a missing database, an old server, a proxy that pools transactions, tables of another
  /// program, a later schema), `busy` when another session held a lock for too long or the server
  /// has no connection left, `failed` otherwise, also where the user is refused. No error holds the
  /// password.
  static result<std::unique_ptr<database>> open(const open_options& options);

  /// For messages.
  const std::string& name() const { return address_.name; }
  const std::string& schema() const { return session_.schema; }
  const session_settings& session() const { return session_; }
  /// How long connecting to the server may take.
  std::chrono::seconds connect_timeout() const { return address_.connect_timeout; }

  odb::pgsql::database& odb() { return *odb_; }

  /// A pool for the caller alone, of at most `size` connections set up like those of `odb()`.
  std::unique_ptr<odb::pgsql::database> new_pool(std::size_t size) const;

  /// A connection outside ODB's pool, set up like those in it. Throws connect_failed.
  connection_handle connect() const;

 private:
  database(server_address address, session_settings session, std::size_t pool_size)
      : address_(std::move(address)), session_(std::move(session)), pool_size_(pool_size) {}

  result<void> prepare();

  server_address address_;
  session_settings session_;
  std::size_t pool_size_;
  std::unique_ptr<odb::pgsql::database> odb_;
};

/// A connection for single statements, each its own transaction. Throws odb::exception,
/// connect_failed.
class statement_connection {
 public:
  explicit statement_connection(database& db);
  statement_connection(const statement_connection&) = delete;
  statement_connection& operator=(const statement_connection&) = delete;
  ~statement_connection();

  PGconn* handle() const { return static_cast<odb::pgsql::connection&>(*own_).handle(); }

 private:
  odb::connection_ptr own_;
};

/// A transaction: rolled back unless committed. Throws odb::exception, connect_failed.
class transaction {
 public:
  /// What the transaction is for.
  enum class purpose {
    reading,  ///< sees one state of the database, and blocks no writer
    writing,
  };
  static constexpr auto for_reading = purpose::reading;
  static constexpr auto for_writing = purpose::writing;

  transaction(purpose wanted, database& db);
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;
  ~transaction();

  PGconn* handle() { return own_.connection().handle(); }
  odb::pgsql::connection& connection() { return own_.connection(); }
  void commit();

 private:
  tables::outer_transaction outer_;  // destroyed after own_
  odb::pgsql::transaction own_;
  bool ended_ = false;
};

}  // namespace tidemark::postgres
