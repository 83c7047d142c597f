// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <string>

#include <tidemark/result.hpp>

namespace tidemark::postgres {

/// Where a server is, and how to log in.
struct server_address {
  std::string url;   ///< secret
  std::string name;  ///< for messages: `database shop on db.example:5432`; nothing secret
  std::chrono::seconds connect_timeout{10};
};

/// Reads `url`, a PostgreSQL connection URL or a `keyword=value` text; what it leaves out comes
/// from the usual environment variables. Error `usage` when it cannot be read. No error shows any
/// part of it: with a password that is not percent-encoded, any part may be the password.
result<server_address> address_of(const std::string& url);

struct close_connection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using connection_handle = std::unique_ptr<PGconn, close_connection>;

/// Connects. Throws connect_failed, whose message says what is wrong and never holds the password.
connection_handle connect(const server_address& address);

}  // namespace tidemark::postgres
