// SPDX-License-Identifier: GPL-2.0-only
#include "migrate.hpp"

#include <iterator>
#include <string_view>
#include <vector>

#include "brand_locks.hpp"
#include "failure.hpp"
#include "schema.hpp"
#include "sqlite_lists.hpp"
#include "statement.hpp"

namespace tidemark::sqlite {

namespace {

constexpr std::uint64_t version_of_lists = 3;

void execute(sqlite3* db, const char* text) {
  if (sqlite3_exec(db, text, nullptr, nullptr, nullptr) != SQLITE_OK) throw_last(db);
}

}  // namespace

std::uint64_t stored_version(sqlite3* db) {
  statement table(db, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'"
                      " AND name = 'tidemark_schema_version'");
  if (*table.find_integer() == 0) return 0;
  statement version(db, "SELECT version FROM tidemark_schema_version WHERE name = ?1");
  version.bind_copy(1, tables::schema_name);
  return static_cast<std::uint64_t>(version.find_integer().value_or(0));
}

bool is_unfinished(sqlite3* db) {
  statement mark(db, "SELECT migration FROM tidemark_schema_version WHERE name = ?1");
  mark.bind_copy(1, tables::schema_name);
  return mark.find_integer().value_or(0) != 0;
}

std::optional<std::string> foreign_table(sqlite3* db, std::uint64_t stored) {
  statement same_name(db, "SELECT name FROM sqlite_master WHERE lower(name) = ?1");
  std::vector<std::string_view> missing;
  for (const auto& [name, version] : tables::shared_tables)
    if (stored < version) missing.push_back(name);
  if (stored < version_of_lists)
    missing.insert(missing.end(), std::begin(list_table_names), std::end(list_table_names));
  for (const auto name : missing) {
    same_name.bind_copy(1, name);
    if (!same_name.step()) continue;
    std::string found(same_name.text(0));
    same_name.reset();
    return found;
  }
  return std::nullopt;
}

result<void> migrate(database& db, sqlite3* handle) {
  execute(handle, "PRAGMA foreign_keys = OFF");  // has no effect within a transaction
  {
    transaction own(transaction::for_writing, db);
    if (const auto stored = stored_version(handle); stored < tables::current_version(db.odb())) {
      if (stored != 0) {
        const auto run = brand_locks(db.path()).find_held();
        if (!run) return run.error();
        if (*run) return tables::run_in_progress("database " + db.path(), **run);
      }
      tables::bring_up_to_date(db.odb(), stored);
      if (stored < version_of_lists) execute(handle, make_list_tables);
    }
    own.commit();
  }
  execute(handle, "PRAGMA foreign_keys = ON");
  return {};
}

}  // namespace tidemark::sqlite
