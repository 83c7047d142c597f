// SPDX-License-Identifier: GPL-2.0-only
#include <tidemark/plugin/export.hpp>

#include "postgres_storage.hpp"

namespace {

using namespace tidemark;
using plugin::option_type;

constexpr plugin::option_spec options[] = {
    {"url", option_type::text, true,
     "where the database is, e.g. postgresql://user@host/name?sslmode=verify-full", "", true},
    {"schema", option_type::text, false, "the schema that the tables are in; made if need be",
     "public"},
    {"pool_size", option_type::integer, false,
     "connections at most, 1 to 100, beside one for each brand that is being synced", "4"},
    {"statement_timeout", option_type::duration, false,
     "how long a statement may take; 0s: as long as it takes", "30m"},
    {"query_timeout", option_type::duration, false,
     "how long a page of videos may take that filters or sorts make slow; 0s: as a statement",
     "10s"},
    {"lock_timeout", option_type::duration, false,
     "how long a statement waits for a lock; 0s: as long as it takes", "30s"},
};

/// Whether PostgreSQL takes `name` for a schema, whole and as it stands.
bool is_schema_name(std::string_view name) {
  constexpr std::size_t bytes_max = 63;
  return !name.empty() && name.size() <= bytes_max && name.find('\0') == name.npos &&
         !name.starts_with("pg_") && name != "information_schema" &&
         name != "$user";  // in a search path that stands for the user, quoted too
}

result<std::unique_ptr<storage::backend>> open(const plugin::option_values& given) {
  postgres::open_options wanted;
  wanted.url = given.text("url");
  wanted.session.schema = given.text("schema", wanted.session.schema);
  if (!is_schema_name(wanted.session.schema))
    return usage_error("schema: expected a name of 1 to 63 bytes that is none of PostgreSQL's own "
                       "(pg_..., information_schema, $user)");
  const auto milliseconds = [&](std::string_view name, std::chrono::milliseconds otherwise) {
    return std::chrono::milliseconds(given.integer(name, otherwise.count()));
  };
  wanted.session.statement_timeout =
      milliseconds("statement_timeout", wanted.session.statement_timeout);
  wanted.session.query_timeout = milliseconds("query_timeout", wanted.session.query_timeout);
  wanted.session.lock_timeout = milliseconds("lock_timeout", wanted.session.lock_timeout);
  const auto pool_size = given.integer("pool_size", static_cast<std::int64_t>(wanted.pool_size));
  if (pool_size < 1 || pool_size > 100)
    return usage_error("pool_size: expected 1 to 100 connections, found " +
                       std::to_string(pool_size));
  wanted.pool_size = static_cast<std::size_t>(pool_size);
  return postgres::postgres_storage::open(wanted);
}

constexpr plugin::manifest postgres_manifest{plugin::kind::storage, "postgres",
                                             TIDEMARK_VERSION,      options,
                                             std::size(options),    nullptr,
                                             open,                  nullptr,
                                             true};

}  // namespace

TIDEMARK_PLUGIN(postgres_manifest);
