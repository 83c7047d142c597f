// SPDX-License-Identifier: GPL-2.0-only
#include "database.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "database_path.hpp"
#include "failure.hpp"
#include "schema.hpp"
#include "statement.hpp"

namespace tidemark::sqlite {

namespace {

namespace fs = std::filesystem;

void execute(sqlite3* db, const char* text) {
  if (sqlite3_exec(db, text, nullptr, nullptr, nullptr) != SQLITE_OK) throw_last(db);
}

/// The version of our schema; 0 when it is not there.
std::uint64_t stored_version(sqlite3* db) {
  statement table(db, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'"
                      " AND name = 'tidemark_schema_version'");
  if (*table.find_integer() == 0) return 0;
  statement version(db, "SELECT version FROM tidemark_schema_version WHERE name = ?1");
  version.bind_copy(1, tables::schema_name);
  return static_cast<std::uint64_t>(version.find_integer().value_or(0));
}

/// A table or view that has a name of ours; to be asked when there is no version of ours.
std::optional<std::string> foreign_table(sqlite3* db) {
  statement same_name(db, "SELECT name FROM sqlite_master WHERE lower(name) = ?1");
  for (const auto name : tables::table_names) {
    same_name.bind_copy(1, name);
    if (!same_name.step()) continue;
    std::string found(same_name.text(0));
    same_name.reset();
    return found;
  }
  return std::nullopt;
}

/// Readers and one writer at a time then do not wait for each other. A file system on which that
/// cannot be leaves the database in the mode that it has.
void use_write_ahead_log(sqlite3* db) {
  using namespace std::chrono;
  const auto give_up = steady_clock::now() + milliseconds(busy_timeout_ms);
  while (sqlite3_exec(db, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr) != SQLITE_OK) {
    // Of two processes that change the mode at once, one is told so without having waited.
    if (sqlite3_errcode(db) != SQLITE_BUSY || steady_clock::now() > give_up) throw_last(db);
    std::this_thread::sleep_for(milliseconds(10));
  }
}

/// Makes or changes the schema unless another process has just done so.
void change_schema(database& db, sqlite3* handle) {
  execute(handle, "PRAGMA foreign_keys = OFF");  // has no effect within a transaction
  {
    transaction own(transaction::for_writing, db);
    if (const auto stored = stored_version(handle); stored < tables::current_version(db.odb()))
      tables::bring_up_to_date(db.odb(), stored);
    own.commit();
  }
  execute(handle, "PRAGMA foreign_keys = ON");
}

}  // namespace

result<std::unique_ptr<database>> database::open(const std::string& path) {
  return no_throw(path, [&]() -> result<std::unique_ptr<database>> {
    if (const auto usable = check_path(path); !usable) return usable.error();
    if (const auto whole = check_log(path); !whole) return whole.error();
    auto odb = std::make_unique<odb::sqlite::database>(
        path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, true, "",
        std::make_unique<odb::sqlite::single_connection_factory>());
    odb->schema_version_table("tidemark_schema_version");
    std::unique_ptr<database> opened(
        new database(fs::weakly_canonical(path).string(), fs::absolute(path).string(),
                     std::move(odb)));
    if (const auto prepared = opened->prepare(); !prepared) return prepared.error();
    return opened;
  });
}

void database::require_in_place() {
  int moved = 0;
  sqlite3_file_control(handle_, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  std::error_code code;
  // A symbolic link may have been pointed at another file.
  if (moved == 0 && (given_path_ == path_ || fs::equivalent(given_path_, path_, code))) return;
  throw odb::sqlite::database_exception(SQLITE_READONLY, SQLITE_READONLY_DBMOVED, "moved");
}

void database::empty_log() {
  sqlite3_busy_timeout(handle_, 0);
  sqlite3_wal_checkpoint_v2(handle_, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(handle_, busy_timeout_ms);
}

result<void> database::prepare() {
  {
    const auto connection = odb_->connection();
    handle_ = connection->handle();  // stays: there is only this one
  }
  sqlite3* const db = handle_;
  sqlite3_busy_timeout(db, busy_timeout_ms);
  std::uint64_t stored = 0;
  std::optional<std::string> foreign;
  {  // both of one state: another process may be making the tables just now
    transaction own(transaction::for_reading, *this);
    stored = stored_version(db);
    if (stored == 0) foreign = foreign_table(db);
    own.commit();
  }
  const auto current = tables::current_version(*odb_);
  if (stored > current) return tables::newer_schema("database " + path_, stored, current);
  if (foreign) return tables::foreign_table("database " + path_, *foreign);

  // FULL: what was said to be stored survives a loss of power. The cache spares a big run from
  // writing pages twice; it grows only as far as it is used.
  // A new file gets pages in which rows of some 500 bytes fit well.
  execute(db, "PRAGMA page_size = 8192; PRAGMA synchronous = FULL; PRAGMA cache_size = -262144;"
              "PRAGMA journal_size_limit = 67108864");
  if (sqlite3_db_readonly(db, "main") == 1)
    return stored == current ? result<void>{} : error_of(SQLITE_READONLY, path_, {});
  use_write_ahead_log(db);
  if (stored < current) change_schema(*this, db);
  return {};
}

odb::sqlite::transaction_impl* transaction::begin(purpose wanted, database& db) {
  db.require_in_place();
  return wanted == for_writing ? db.odb().begin_immediate() : db.odb().begin();
}

void transaction::commit() {
  // Once more: a big batch takes its time.
  if (purpose_ == for_writing) db_.require_in_place();
  own_.commit();
  if (purpose_ == for_writing) db_.empty_log();
}

}  // namespace tidemark::sqlite
