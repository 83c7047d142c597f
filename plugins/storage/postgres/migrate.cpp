// SPDX-License-Identifier: GPL-2.0-only
#include "migrate.hpp"

#include <optional>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include <tidemark/sql/dialect.hpp>

#include "advisory_key.hpp"
#include "brand_locks.hpp"
#include "latest_videos.hpp"
#include "postgres_lists.hpp"
#include "query.hpp"
#include "schema.hpp"

namespace tidemark::postgres {

namespace {

constexpr std::uint64_t version_of_derived = 2;
constexpr std::uint64_t version_of_lists = 3;

/// Makes what ODB cannot say. Most rows of these tables change on most days: with room on its page,
/// a row's new version needs no new entries in indexes.
std::string make_lists(const std::string& schema) {
  return fmt::format(
      "{1};"
      "ALTER TABLE {0}.creator_videos SET (fillfactor = 50);"
      "ALTER TABLE {0}.video_latest SET (fillfactor = 50)",
      sql::quoted(schema), make_list_table(schema));
}

/// A table, view or index that has the name of a table which version `stored` does not have yet.
std::optional<std::string> foreign_table(PGconn* on, const std::string& schema,
                                         std::uint64_t stored) {
  std::vector<std::string_view> missing;
  for (const auto& [table, version] : tables::shared_tables)
    if (stored < version) missing.push_back(table);
  if (stored < version_of_derived)
    missing.insert(missing.end(), derived_tables.begin(), derived_tables.end());
  if (stored < version_of_lists) missing.push_back(list_table_name);
  const auto names = run(on,
                         "SELECT c.relname FROM pg_catalog.pg_class c"
                         " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                         " WHERE n.nspname = $1 ORDER BY c.relname COLLATE \"C\"",
                         {schema});
  for (int i = 0; i < names.count(); ++i)
    for (const auto name : missing)
      if (names.text(i, 0) == name) return fmt::format("{}.{}", schema, name);
  return std::nullopt;
}

bool schema_exists(PGconn* on, const std::string& schema) {
  return run(on, "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", {schema}).count() == 1;
}

/// What keeps us from making or changing tables, if anything.
std::optional<error> find_obstacle(PGconn* on, const std::string& name, const std::string& schema,
                                   std::uint64_t stored, std::uint64_t current) {
  if (stored > current) return tables::newer_schema(name, stored, current);
  if (const auto table = foreign_table(on, schema, stored))
    return tables::foreign_table(name, *table);
  return std::nullopt;
}

/// Why a user who did not make the tables must not change them: that user would own the new ones,
/// and users of the old ones might lack rights for them.
std::optional<error> refuse_stranger(PGconn* on, const database& db) {
  const auto owner = run(on,
                         "SELECT o.rolname, o.rolname = current_user FROM pg_catalog.pg_class c"
                         " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                         " JOIN pg_catalog.pg_roles o ON o.oid = c.relowner"
                         " WHERE n.nspname = $1 AND c.relname = 'tidemark_schema_version'",
                         {db.schema()});
  if (owner.count() == 0 || owner.boolean(0, 1)) return std::nullopt;
  return failure(
      fmt::format("{}: its schema is of an older tidemark, and must be changed by its owner: run "
                  "any command once as {}",
                  db.name(), owner.text(0, 0)));
}

}  // namespace

std::uint64_t stored_version(PGconn* on, const std::string& schema) {
  // Not information_schema, which hides what this user may not read: that is an error, below.
  const auto columns =
      run(on,
          "SELECT count(*) FROM pg_catalog.pg_attribute a"
          " JOIN pg_catalog.pg_class c ON c.oid = a.attrelid"
          " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
          " WHERE n.nspname = $1 AND c.relname = 'tidemark_schema_version'"
          " AND a.attname IN ('name', 'version') AND NOT a.attisdropped",
          {schema});
  if (columns.integer(0, 0) != 2) return 0;
  const auto version = run(on,
                           fmt::format(
                               "SELECT version FROM {}.tidemark_schema_version WHERE name = $1",
                               sql::quoted(schema)),
                           {tables::schema_name});
  return version.count() == 0 ? 0 : static_cast<std::uint64_t>(version.integer(0, 0));
}

bool is_unfinished(PGconn* on, const std::string& schema) {
  const auto mark = run(on,
                        fmt::format(
                            "SELECT migration FROM {}.tidemark_schema_version WHERE name = $1",
                            sql::quoted(schema)),
                        {tables::schema_name});
  return mark.count() == 1 && mark.boolean(0, 0);
}

result<void> migrate(database& db, std::uint64_t current) {
  transaction own(transaction::for_writing, db);
  PGconn* on = own.handle();
  // Waiting for the lock is limited in time; changing a big table afterwards is not.
  run(on, "SELECT pg_advisory_xact_lock($1)",
      {std::to_string(advisory_key(db.schema(), "schema"))});
  run(on, "SET LOCAL statement_timeout = 0");
  if (!schema_exists(on, db.schema())) run(on, "CREATE SCHEMA " + sql::quoted(db.schema()));
  const auto stored = stored_version(on, db.schema());
  if (const auto wrong = find_obstacle(on, db.name(), db.schema(), stored, current)) return *wrong;
  if (stored != 0 && stored < current) {
    if (const auto wrong = refuse_stranger(on, db)) return *wrong;
    if (const auto run = brand_locks(db).find_held(on))
      return tables::run_in_progress(db.name(), *run);
  }
  if (stored < current) tables::bring_up_to_date(db.odb(), stored);
  if (stored < version_of_lists) run(on, make_lists(db.schema()));
  if (stored != 0 && stored < version_of_derived) fill_latest(on, db.schema());
  own.commit();
  return {};
}

}  // namespace tidemark::postgres
