// SPDX-License-Identifier: GPL-2.0-only
#include "read_only.hpp"

#include <string>

#include <fmt/core.h>

#include "failure.hpp"
#include "one_line.hpp"
#include "query.hpp"

namespace tidemark::postgres {

namespace {

/// Whether the server is a standby; whether sessions only read by default, and where that was set;
/// user and database, quoted.
const std::string state_of_server = R"(
SELECT pg_catalog.pg_is_in_recovery(), setting = 'on', source,
       pg_catalog.quote_ident(session_user), pg_catalog.quote_ident(pg_catalog.current_database())
FROM pg_catalog.pg_settings WHERE name = 'default_transaction_read_only')";

/// How to turn default_transaction_read_only off; `source` of pg_settings says where it was set.
std::string way_out(std::string_view source, std::string_view user, std::string_view base) {
  constexpr std::string_view off = " SET default_transaction_read_only = off";
  if (source == "client")
    return "take it out of `options` in `url`, or out of PGOPTIONS";
  if (source == "database user")
    return fmt::format("let the owner run: ALTER ROLE {} IN DATABASE {}{}", user, base, off);
  if (source == "user") return fmt::format("let the owner run: ALTER ROLE {}{}", user, off);
  if (source == "database") return fmt::format("let the owner run: ALTER DATABASE {}{}", base, off);
  return fmt::format("let the server's owner run: ALTER SYSTEM{}; SELECT pg_reload_conf()", off);
}

}  // namespace

error read_only(const database& db, std::string_view detail) {
  const auto own = db.connect();
  const auto state = run(own.get(), state_of_server);
  const std::string problem = fmt::format("{}: {}; ", db.name(), one_line_of(detail));
  if (state.boolean(0, 0))
    return failure(problem + "this server can only be read: it is a standby. Give `url` of the "
                             "primary");
  if (!state.boolean(0, 1)) return error_of(read_only_transaction, db.name(), detail);
  return failure(
      fmt::format("{}this server is the primary, and its setting default_transaction_read_only is "
                  "on; {}",
                  problem, way_out(state.text(0, 2), state.text(0, 3), state.text(0, 4))));
}

}  // namespace tidemark::postgres
