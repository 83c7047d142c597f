// SPDX-License-Identifier: GPL-2.0-only
#include "database.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <tidemark/sql/dialect.hpp>

#include "advisory_key.hpp"
#include "failure.hpp"
#include "grants.hpp"
#include "latest_videos.hpp"
#include "query.hpp"
#include "schema.hpp"

namespace tidemark::postgres {

namespace {

/// ODB's pool, of connections that say what is wrong when they cannot be made.
class session_pool final : public odb::pgsql::connection_pool_factory {
 public:
  session_pool(const postgres::database& of, std::size_t size)
      : connection_pool_factory(size), of_(of) {}

 protected:
  pooled_connection_ptr create() override {
    connection_handle own = of_.connect();
    pooled_connection_ptr pooled(new (odb::details::shared)
                                     pooled_connection(*db_, own.get()));
    own.release();
    return pooled;
  }

 private:
  const postgres::database& of_;
};

/// The version of our schema; 0 when it is not there.
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
                           "SELECT version FROM " + sql::quoted(schema) +
                               ".tidemark_schema_version WHERE name = $1",
                           {tables::schema_name});
  return version.count() == 0 ? 0 : static_cast<std::uint64_t>(version.integer(0, 0));
}

constexpr std::uint64_t version_of_derived = 2;

/// A table, view or index that has the name of a table which version `stored` has not yet.
std::optional<std::string> foreign_table(PGconn* on, const std::string& schema,
                                         std::uint64_t stored) {
  std::vector<std::string_view> missing;
  if (stored == 0) missing.assign(tables::table_names.begin(), tables::table_names.end());
  if (stored < version_of_derived)
    missing.insert(missing.end(), derived_tables.begin(), derived_tables.end());
  const auto names = run(on,
                         "SELECT c.relname FROM pg_catalog.pg_class c"
                         " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                         " WHERE n.nspname = $1 ORDER BY c.relname COLLATE \"C\"",
                         {schema});
  for (int i = 0; i < names.count(); ++i)
    for (const auto name : missing)
      if (names.text(i, 0) == name) return schema + "." + std::string(name);
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

/// Why a user who did not make the tables must not change them: new ones would be that user's, and
/// those who may use the others might not use them.
std::optional<error> refuse_stranger(PGconn* on, const database& db) {
  const auto owner = run(on,
                         "SELECT o.rolname, o.rolname = current_user FROM pg_catalog.pg_class c"
                         " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                         " JOIN pg_catalog.pg_roles o ON o.oid = c.relowner"
                         " WHERE n.nspname = $1 AND c.relname = 'tidemark_schema_version'",
                         {db.schema()});
  if (owner.count() == 0 || owner.boolean(0, 1)) return std::nullopt;
  return failure(db.name() + ": its schema is of an older tidemark, and must be changed by who "
                             "made it: run any command once as " +
                 std::string(owner.text(0, 0)));
}

/// Makes or changes the schema unless another host has just done so.
result<void> change_schema(database& db, std::uint64_t current) {
  transaction own(transaction::for_writing, db);
  PGconn* on = own.handle();
  // The lock is waited for; a change of a big table then takes the time that it takes.
  run(on, "SELECT pg_advisory_xact_lock($1)",
      {std::to_string(advisory_key(db.schema(), "schema"))});
  run(on, "SET LOCAL statement_timeout = 0");
  if (!schema_exists(on, db.schema())) run(on, "CREATE SCHEMA " + sql::quoted(db.schema()));
  const auto stored = stored_version(on, db.schema());
  if (const auto wrong = find_obstacle(on, db.name(), db.schema(), stored, current)) return *wrong;
  if (stored != 0 && stored < current)
    if (const auto wrong = refuse_stranger(on, db)) return *wrong;
  if (stored < current) tables::bring_up_to_date(db.odb(), stored);
  if (stored != 0 && stored < version_of_derived) fill_latest(on, db.schema());
  own.commit();
  return {};
}

}  // namespace

connection_handle database::connect() const {
  connection_handle own = postgres::connect(address_);
  if (const int version = PQserverVersion(own.get()); version < oldest_version)
    throw connect_failed(usage_error(name() + ": the server is PostgreSQL " +
                                     PQparameterStatus(own.get(), "server_version") +
                                     "; tidemark needs " + std::to_string(oldest_version / 10'000) +
                                     " or later"));
  begin_session(own.get(), session_);
  return own;
}

result<std::unique_ptr<database>> database::open(const open_options& options) {
  auto address = address_of(options.url);
  if (!address) return address.error();
  std::unique_ptr<database> opened(
      new database(std::move(*address), options.session, options.pool_size));
  return no_throw(*opened, access::making, [&]() -> result<std::unique_ptr<database>> {
    opened->make_pool();
    if (const auto prepared = opened->prepare(); !prepared) return prepared.error();
    return std::move(opened);
  });
}

void database::make_pool() {
  odb_ = std::make_unique<odb::pgsql::database>(
      address_.url, std::make_unique<session_pool>(*this, pool_size_));
  odb_->schema_version_table("tidemark_schema_version");
}

result<void> database::prepare() {
  std::uint64_t stored = 0;
  const auto current = tables::current_version(*odb_);
  {
    const auto pooled = odb_->connection();
    PGconn* on = static_cast<odb::pgsql::connection&>(*pooled).handle();
    if (const std::string encoding = PQparameterStatus(on, "server_encoding"); encoding != "UTF8")
      return usage_error(name() + ": its encoding is " + encoding +
                         ", in which not every title can be stored; give tidemark a database made "
                         "by CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0");
    if (!keeps_session(on, connect().get())) return pooled_transactions(name());
    stored = stored_version(on, schema());
  }
  // Another host may be making the tables just now: only under the lock can ours be told from
  // somebody else's.
  if (stored == current) return {};
  if (const auto changed = change_schema(*this, current); !changed) return changed.error();
  // libodb 2.4 drops a connection's statements when it first sees another version, also those of a
  // view that is being read: a crash. Connections made from now on know no other.
  make_pool();
  return {};
}

statement_connection::statement_connection(database& db) : own_(db.odb().connection()) {}

statement_connection::~statement_connection() {
  // ODB sees by itself only what its own statements met.
  if (PQstatus(handle()) == CONNECTION_BAD)
    static_cast<odb::pgsql::connection&>(*own_).mark_failed();
}

transaction::transaction(purpose wanted, database& db) {
  // Connections that idled in the pool may have died there, e.g. with a server that was restarted:
  // each that turns out dead leaves the pool, and a new one that cannot be made throws.
  constexpr int dead_max = 100;
  for (int dead = 0; own_.finalized(); ++dead) {
    try {
      own_.reset(db.odb().begin());
    } catch (const odb::connection_lost&) {
      if (dead == dead_max) throw;
    }
  }
  if (wanted == for_reading)
    run(handle(), "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
}

transaction::~transaction() {
  // ODB sees by itself only what its own statements met.
  if (!ended_ && PQstatus(handle()) == CONNECTION_BAD) connection().mark_failed();
}

void transaction::commit() {
  ended_ = true;  // should it fail, ODB knows
  own_.commit();
}

}  // namespace tidemark::postgres
