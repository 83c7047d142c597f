// SPDX-License-Identifier: GPL-2.0-only
#include "session.hpp"

#include <fmt/core.h>

#include <tidemark/sql/dialect.hpp>

#include "query.hpp"

namespace tidemark::postgres {

namespace {

std::string process_of(PGconn* connection) {
  return std::string(run(connection, "SELECT pg_backend_pid()").text(0, 0));
}

}  // namespace

void begin_session(PGconn* connection, const session_settings& settings) {
  run(connection,
      fmt::format(
          "SET search_path = {}; SET statement_timeout = {}; SET lock_timeout = {}"
          "; SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET array_nulls = on"
          "; SET client_min_messages = warning"
          // A run's rows are staged in temporary tables; its few statements gain nothing from JIT.
          "; SET temp_buffers = '128MB'; SET jit = off",
          sql::quoted(settings.schema), settings.statement_timeout.count(),
          settings.lock_timeout.count()));
}

bool keeps_session(PGconn* first, PGconn* second) {
  const std::string before = process_of(first);
  // A proxy keeps a process for `second` while its transaction lasts: either the one that `first`
  // had, or `first` is likely to get another one now.
  run(second, "BEGIN");
  const std::string other = process_of(second);
  const std::string after = process_of(first);
  run(second, "ROLLBACK");
  return other != before && after == before;
}

error pooled_transactions(const std::string& name) {
  return usage_error(name + ": this is a proxy that pools transactions (PgBouncer with pool_mode = "
                            "transaction, or alike), in which locks get lost; give `url` of the "
                            "server itself, or of a proxy that pools sessions");
}

}  // namespace tidemark::postgres
