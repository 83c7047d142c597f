// SPDX-License-Identifier: GPL-2.0-only
#include "read_options.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "server_address.hpp"

namespace tidemark::postgres {

namespace {

/// Whether PostgreSQL takes `name` for a schema, whole and unchanged.
bool is_schema_name(std::string_view name) {
  constexpr std::size_t bytes_max = 63;
  return !name.empty() && name.size() <= bytes_max && name.find('\0') == name.npos &&
         !name.starts_with("pg_") && name != "information_schema" &&
         name != "$user";  // in a search path that stands for the user, quoted too
}

/// Reads the time limit `name` into `limit`; PostgreSQL counts milliseconds in 32 bits.
result<void> read_limit(const plugin::option_values& given, std::string_view name,
                        std::chrono::milliseconds& limit) {
  limit = given.duration(name, limit);
  if (limit.count() <= std::numeric_limits<std::int32_t>::max()) return {};
  return usage_error(fmt::format(
      "{}: expected at most 24d, which is as long as PostgreSQL can wait; 0s means no limit",
      name));
}

}  // namespace

result<open_options> read_options(const plugin::option_values& given) {
  open_options wanted;
  wanted.url = given.text("url");
  if (const auto address = address_of(wanted.url); !address) return address.error();
  auto& session = wanted.session;
  session.schema = given.text("schema", session.schema);
  if (!is_schema_name(session.schema))
    return usage_error("schema: expected a name of 1 to 63 bytes that PostgreSQL does not reserve "
                       "(pg_..., information_schema, $user)");
  const auto pool_size = given.integer("pool_size", static_cast<std::int64_t>(wanted.pool_size));
  if (pool_size < 1 || pool_size > 100)
    return usage_error("pool_size: expected 1 to 100 connections, found " +
                       std::to_string(pool_size));
  wanted.pool_size = static_cast<std::size_t>(pool_size);
  for (const auto& [name, limit] : {std::pair{"statement_timeout", &session.statement_timeout},
                                    std::pair{"query_timeout", &session.query_timeout},
                                    std::pair{"lock_timeout", &session.lock_timeout}})
    if (auto read = read_limit(given, name, *limit); !read) return read.error();
  return wanted;
}

}  // namespace tidemark::postgres
