// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <odb/sqlite/database.hxx>
#include <odb/sqlite/transaction.hxx>

#include <tidemark/result.hpp>

#include "failure.hpp"
#include "outer_transaction.hpp"

namespace tidemark::sqlite {

/// One open database with our schema in it, and its only connection.
class database {
 public:
  /// The most that the connection's page cache takes; it grows only as far as it is used.
  static constexpr int cache_kib = 262'144;

  /// Opens or creates the database at `path` and brings its schema up to date.
  ///
  /// Errors: `usage` when the path cannot be a database of ours (its folder is not there, it is not
  /// a database, it has other tables, a later schema), `busy` when another process has been
  /// writing for 30 s, `failed` otherwise, also where the file is gone and its write-ahead log is
  /// not. A file that may only be read is opened for reading.
  static result<std::unique_ptr<database>> open(const std::string& path);

  /// Throws odb::exception when the open file is no longer the one at its path: it was deleted, or
  /// another was put in its place. Nobody would ever see what is written to it. Costs a `stat`.
  void require_in_place();

  /// Moves all of the write-ahead log into the file, unless another process is in the way. A file
  /// at rest is then complete without its log, and a file that replaces it does not meet the log of
  /// another.
  void empty_log();

  /// Lets the next transaction write new pages once, straight into the file, and not first into the
  /// write-ahead log; false when another process has the file open. Readers then wait for the
  /// transaction: for a file in which there is nothing to read yet. `use_log` goes back.
  bool leave_log();
  void use_log();

  /// For messages and lock files: absolute, without symbolic links.
  const std::string& path() const { return path_; }

  odb::sqlite::database& odb() { return *odb_; }

 private:
  database(std::string path, std::string given_path, std::unique_ptr<odb::sqlite::database> odb)
      : path_(std::move(path)), given_path_(std::move(given_path)), odb_(std::move(odb)) {}

  /// Sets the connection up and brings the schema up to date; returns the version that was stored.
  result<std::uint64_t> prepare();

  std::string path_;
  std::string given_path_;  ///< absolute; it may be a symbolic link
  std::unique_ptr<odb::sqlite::database> odb_;
  sqlite3* handle_ = nullptr;  ///< of the only connection
};

/// A transaction on a file that is still in its place: rolled back unless committed. Throws
/// odb::exception.
class transaction {
 public:
  /// What the transaction is for.
  enum class purpose {
    reading,  ///< sees one state of the database, and blocks no writer
    writing,  ///< waits for other writers when it begins, not half-way
  };
  static constexpr auto for_reading = purpose::reading;
  static constexpr auto for_writing = purpose::writing;

  transaction(purpose wanted, database& db)
      : db_(db), purpose_(wanted), own_(begin(wanted, db)) {}

  sqlite3* handle() { return own_.connection().handle(); }
  odb::sqlite::connection& connection() { return own_.connection(); }
  void commit();

 private:
  static odb::sqlite::transaction_impl* begin(purpose wanted, database& db);

  database& db_;
  purpose purpose_;
  tables::outer_transaction outer_;  // destroyed after own_
  odb::sqlite::transaction own_;
};

/// What `work(transaction&)`, a result, returns, in a transaction of its own that is committed
/// unless that is an error; or an error in place of what it throws.
template <typename Work>
auto in_transaction(database& db, transaction::purpose wanted, Work&& work) noexcept {
  using answer = decltype(work(std::declval<transaction&>()));
  return catch_errors(db.path(), [&]() -> answer {
    transaction own(wanted, db);
    auto made = work(own);
    if (made) own.commit();
    return made;
  });
}

}  // namespace tidemark::sqlite
