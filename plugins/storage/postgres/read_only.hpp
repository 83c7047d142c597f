// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <string_view>

#include <tidemark/result.hpp>

#include "database.hpp"

namespace tidemark::postgres {

/// The SQLSTATE of a write where the transaction may only read.
inline constexpr std::string_view read_only_transaction = "25006";

/// The error for a write that the server refused with this SQLSTATE, with `detail`, the server's
/// own message: whether it is a standby, or which setting forbids writing and how to turn it off.
/// Asks on a connection of its own; throws as query.hpp and connect_failed.
error read_only(const database& db, std::string_view detail);

}  // namespace tidemark::postgres
