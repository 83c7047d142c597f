// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>

#include <odb/sqlite/database.hxx>
#include <odb/sqlite/transaction.hxx>

#include <tidemark/result.hpp>

#include "outer_transaction.hpp"

namespace tidemark::sqlite {

/// One open database with our schema in it, and its only connection.
class database {
 public:
  /// Opens or creates the database at `path` and brings its schema up to date.
  ///
  /// Errors: `usage` when the path cannot be a database of ours (its folder is not there, it is no
  /// database, somebody else's tables, a later schema), `busy` when another process has been
  /// writing for 30 s, `failed` otherwise. A file that may only be read is opened for reading.
  static result<std::unique_ptr<database>> open(const std::string& path);

  /// For messages and lock files: absolute, without symbolic links.
  const std::string& path() const { return path_; }

  odb::sqlite::database& odb() { return *odb_; }

 private:
  database(std::string path, std::unique_ptr<odb::sqlite::database> odb)
      : path_(std::move(path)), odb_(std::move(odb)) {}

  result<void> prepare();

  std::string path_;
  std::unique_ptr<odb::sqlite::database> odb_;
};

/// A transaction: rolled back unless committed. Throws odb::exception.
class transaction {
 public:
  /// For reading: sees one state of the database, keeps nobody from writing.
  static odb::sqlite::transaction_impl* for_reading(database& db) { return db.odb().begin(); }
  /// For writing: waits for other writers here, not half-way.
  static odb::sqlite::transaction_impl* for_writing(database& db) {
    return db.odb().begin_immediate();
  }

  transaction(odb::sqlite::transaction_impl* (*begin)(database&), database& db)
      : own_(begin(db)) {}

  sqlite3* handle() { return own_.connection().handle(); }
  odb::sqlite::connection& connection() { return own_.connection(); }
  void commit() { own_.commit(); }

 private:
  tables::outer_transaction outer_;  // gone after own_
  odb::sqlite::transaction own_;
};

}  // namespace tidemark::sqlite
