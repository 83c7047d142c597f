// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <tidemark/result.hpp>

namespace tidemark::postgres {

/// Where a server is, and how to log in.
struct server_address {
  std::string url;   ///< secret
  std::string name;  ///< for messages: `database shop on db.example:5432`; nothing secret
  std::chrono::seconds connect_timeout{10};
};

/// Reads `url`, a PostgreSQL connection URL or a `keyword=value` text; what it leaves out comes
/// from the usual environment variables. Contacts no server.
///
/// Error `usage` when libpq cannot read it, or would not use it, as with an unknown `sslmode`; the
/// message begins with `url: `. It is libpq's own, without what libpq repeats of `url`: with a
/// password that is not percent-encoded, any part may be the password.
result<server_address> address_of(const std::string& url);

/// Whether libpq says in `message` that it cannot use what a URL asks for, and has contacted no
/// server. False for messages in another language: such a fault counts as temporary.
bool is_wrong_setting(std::string_view message);

}  // namespace tidemark::postgres
