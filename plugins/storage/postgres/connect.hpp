// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <libpq-fe.h>

#include <memory>

#include "server_address.hpp"

namespace tidemark::postgres {

struct close_connection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using connection_handle = std::unique_ptr<PGconn, close_connection>;

/// Connects. Throws connect_failed, whose message says what is wrong and never holds the password.
connection_handle connect(const server_address& address);

}  // namespace tidemark::postgres
