// SPDX-License-Identifier: GPL-2.0-only
#include "database.hpp"

#include <cstdint>

#include <fmt/core.h>

#include "failure.hpp"
#include "grants.hpp"
#include "migrate.hpp"
#include "query.hpp"
#include "schema.hpp"

namespace tidemark::postgres {

namespace {

/// ODB's pool of connections; an error says why a connection cannot be made.
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

}  // namespace

connection_handle database::connect() const {
  connection_handle own = postgres::connect(address_);
  if (const int version = PQserverVersion(own.get()); version < oldest_version)
    throw connect_failed(usage_error(
        fmt::format("{}: the server is PostgreSQL {}; tidemark needs {} or later", name(),
                    PQparameterStatus(own.get(), "server_version"), oldest_version / 10'000)));
  begin_session(own.get(), session_);
  return own;
}

result<std::unique_ptr<database>> database::open(const open_options& options) {
  auto address = address_of(options.url);
  if (!address) return address.error();
  std::unique_ptr<database> opened(
      new database(std::move(*address), options.session, options.pool_size));
  return catch_errors(*opened, access::making, [&]() -> result<std::unique_ptr<database>> {
    opened->odb_ = opened->new_pool(opened->pool_size_);
    if (const auto prepared = opened->prepare(); !prepared) return prepared.error();
    return std::move(opened);
  });
}

std::unique_ptr<odb::pgsql::database> database::new_pool(std::size_t size) const {
  auto pool = std::make_unique<odb::pgsql::database>(address_.url,
                                                     std::make_unique<session_pool>(*this, size));
  pool->schema_version_table("tidemark_schema_version");
  return pool;
}

result<void> database::prepare() {
  std::uint64_t stored = 0;
  const auto current = tables::current_version(*odb_);
  {
    const auto pooled = odb_->connection();
    PGconn* on = static_cast<odb::pgsql::connection&>(*pooled).handle();
    if (const std::string encoding = PQparameterStatus(on, "server_encoding"); encoding != "UTF8")
      return usage_error(
          fmt::format("{}: its encoding is {}, in which not every title can be stored; give "
                      "tidemark a database made by CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE "
                      "template0",
                      name(), encoding));
    if (!keeps_session(on, connect().get())) return pooled_transactions(name());
    stored = stored_version(on, schema());
    if (stored != 0 && stored <= current && is_unfinished(on, schema()))
      return tables::unfinished_schema(name(), stored);
  }
  // Another host may be making the tables just now: only under the lock is it certain whether the
  // tables here are tidemark's.
  if (stored == current) return {};
  if (const auto changed = migrate(*this, current); !changed) return changed.error();
  // libodb 2.4 drops a connection's statements when it first sees another version, also those of a
  // view that is being read: a crash. Connections made from now on see only this version.
  odb_ = new_pool(pool_size_);
  return {};
}

statement_connection::statement_connection(database& db) : own_(db.odb().connection()) {}

statement_connection::~statement_connection() {
  // ODB notices only what its own statements run into.
  if (PQstatus(handle()) == CONNECTION_BAD)
    static_cast<odb::pgsql::connection&>(*own_).mark_failed();
}

transaction::transaction(purpose wanted, database& db) {
  // Connections that idled in the pool may have died there, e.g. with a server that was restarted:
  // each dead one is removed from the pool, and a new one that cannot be made throws.
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
  // ODB notices only what its own statements run into.
  if (!ended_ && PQstatus(handle()) == CONNECTION_BAD) connection().mark_failed();
}

void transaction::commit() {
  ended_ = true;  // if it fails, ODB notices
  own_.commit();
}

}  // namespace tidemark::postgres
