// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <string>

#include "connect.hpp"

namespace tidemark::postgres {

/// The settings of every connection of one storage.
struct session_settings {
  std::string schema = "public";
  std::chrono::milliseconds statement_timeout = std::chrono::minutes(30);  ///< 0: none
  /// For a page with filters, or beyond the first 1,000 videos; 0: only statement_timeout applies.
  std::chrono::milliseconds query_timeout = std::chrono::seconds(10);
  std::chrono::milliseconds lock_timeout = std::chrono::seconds(30);       ///< 0: none
};

/// Sets a new connection up. Only this schema is searched, so that no table of another schema is
/// mistaken for ours. Throws as query.hpp.
void begin_session(PGconn* connection, const session_settings& settings);

/// Whether `first` keeps its session, that is, whether one server process serves it for good. A
/// proxy that pools transactions gives each transaction any process: settings, prepared statements
/// and locks are lost then. `second` is another connection to the same address, in no transaction;
/// nor is `first`. Throws as query.hpp.
bool keeps_session(PGconn* first, PGconn* second);

/// The refusal to work through a proxy that pools transactions.
error pooled_transactions(const std::string& name);

}  // namespace tidemark::postgres
