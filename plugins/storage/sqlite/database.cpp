// SPDX-License-Identifier: GPL-2.0-only
#include "database.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <random>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/core.h>

#include "database_path.hpp"
#include "failure.hpp"
#include "migrate.hpp"
#include "schema.hpp"
#include "statement.hpp"
#include "text_functions.hpp"

namespace tidemark::sqlite {

namespace {

namespace fs = std::filesystem;

void execute(sqlite3* db, const char* text) {
  if (sqlite3_exec(db, text, nullptr, nullptr, nullptr) != SQLITE_OK) throw_last(db);
}

/// Readers and the one writer then do not wait for each other. On a file system that does not
/// support it, the database stays in its mode.
void use_write_ahead_log(sqlite3* db) {
  using namespace std::chrono;
  const auto give_up = steady_clock::now() + milliseconds(busy_timeout_ms);
  while (sqlite3_exec(db, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr) != SQLITE_OK) {
    // Of two processes that change the mode at once, one gets SQLITE_BUSY without having waited.
    if (sqlite3_errcode(db) != SQLITE_BUSY || steady_clock::now() > give_up) throw_last(db);
    std::this_thread::sleep_for(milliseconds(10));
  }
}

std::unique_ptr<odb::sqlite::database> connect(const std::string& path) {
  auto odb = std::make_unique<odb::sqlite::database>(
      path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, true, "",
      std::make_unique<odb::sqlite::single_connection_factory>());
  odb->schema_version_table("tidemark_schema_version");
  return odb;
}

}  // namespace

result<std::unique_ptr<database>> database::open(const std::string& path) {
  return catch_errors(path, [&]() -> result<std::unique_ptr<database>> {
    if (const auto usable = check_path(path); !usable) return usable.error();
    if (const auto whole = check_log(path); !whole) return whole.error();
    auto odb = connect(path);  // its error says best why the file cannot be opened
    std::unique_ptr<database> opened(
        new database(fs::weakly_canonical(path).string(), fs::absolute(path).string(),
                     std::move(odb)));
    const auto stored = opened->prepare();
    if (!stored) return stored.error();
    if (*stored == 0 || *stored == tables::current_version(opened->odb())) return opened;
    // libodb 2.4 drops a connection's statements when it first sees another version, also those of
    // a view that is being read. A connection made from now on sees only this version.
    opened->odb_.reset();
    opened->odb_ = connect(path);
    if (const auto again = opened->prepare(); !again) return again.error();
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

bool database::leave_log() {
  // Any number that another database does not have.
  const std::uint32_t mark = 1 + std::random_device()() % 0x7FFF'FFFE;
  execute(handle_, fmt::format("PRAGMA user_version = {}", mark).c_str());
  // EXTRA: without the log, a commit is the removal of the journal, and that has to survive a loss
  // of power too.
  execute(handle_, "PRAGMA synchronous = EXTRA");
  sqlite3_busy_timeout(handle_, 0);
  const int code =
      sqlite3_exec(handle_, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
  sqlite3_busy_timeout(handle_, busy_timeout_ms);
  if (code != SQLITE_OK) {
    execute(handle_, "PRAGMA synchronous = FULL");
    return false;
  }
  if (write_mark(path_, mark)) return true;
  use_log();
  return false;
}

void database::use_log() {
  // In vain where another process is reading now; the next one that opens the file does it.
  const int code = sqlite3_exec(handle_, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return;
  sqlite3_exec(handle_, "PRAGMA synchronous = FULL", nullptr, nullptr, nullptr);
  std::error_code ignored;
  fs::remove(path_ + first_load_suffix, ignored);
}

void database::empty_log() {
  sqlite3_busy_timeout(handle_, 0);
  sqlite3_wal_checkpoint_v2(handle_, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(handle_, busy_timeout_ms);
}

result<std::uint64_t> database::prepare() {
  {
    const auto connection = odb_->connection();
    handle_ = connection->handle();  // stays valid: there is only this one
  }
  sqlite3* const db = handle_;
  sqlite3_busy_timeout(db, busy_timeout_ms);
  add_text_functions(db);
  std::uint64_t stored = 0;
  bool unfinished = false;
  std::optional<std::string> foreign;
  {  // one state for both: another process may be making the tables
    transaction own(transaction::for_reading, *this);
    stored = stored_version(db);
    unfinished = stored != 0 && is_unfinished(db);
    if (stored < tables::current_version(*odb_)) foreign = foreign_table(db, stored);
    own.commit();
  }
  const auto current = tables::current_version(*odb_);
  if (stored > current) return tables::newer_schema("database " + path_, stored, current);
  if (unfinished) return tables::unfinished_schema("database " + path_, stored);
  if (foreign) return tables::foreign_table("database " + path_, *foreign);

  // FULL: what a commit reported as stored survives a loss of power. The cache spares a big run
  // from writing pages twice.
  // A new file gets pages in which rows of some 500 bytes fit well.
  execute(db, fmt::format("PRAGMA page_size = 8192; PRAGMA synchronous = FULL;"
                          "PRAGMA cache_size = -{}; PRAGMA journal_size_limit = 67108864",
                          cache_kib)
                  .c_str());
  if (sqlite3_db_readonly(db, "main") == 1) {
    if (stored == current) return stored;
    if (stored != 0) return tables::outdated_schema("database " + path_, stored);
    return error_of(SQLITE_READONLY, path_, {});
  }
  use_write_ahead_log(db);
  std::error_code ignored;
  if (!fs::exists(path_ + "-journal", ignored)) fs::remove(path_ + first_load_suffix, ignored);
  if (stored < current)
    if (const auto migrated = migrate(*this, db); !migrated) return migrated.error();
  return stored;
}

odb::sqlite::transaction_impl* transaction::begin(purpose wanted, database& db) {
  db.require_in_place();
  return wanted == for_writing ? db.odb().begin_immediate() : db.odb().begin();
}

void transaction::commit() {
  // Checked again: a big batch takes a while.
  if (purpose_ == for_writing) db_.require_in_place();
  own_.commit();
  if (purpose_ == for_writing) db_.empty_log();
}

}  // namespace tidemark::sqlite
