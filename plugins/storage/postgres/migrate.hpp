// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <string>

#include <tidemark/result.hpp>

#include "database.hpp"

namespace tidemark::postgres {

/// The version of our schema; 0 when it is not there. Throws as query.hpp.
std::uint64_t stored_version(PGconn* on, const std::string& schema);

/// Whether our schema, which is there, is marked as being changed. Throws as query.hpp.
bool is_unfinished(PGconn* on, const std::string& schema);

/// Makes the schema, or brings an older one up to version `current`, unless another host has just
/// done so. One transaction: interrupted, it leaves the schema as it was. Errors: those of
/// database::open. Throws as query.hpp.
result<void> migrate(database& db, std::uint64_t current);

}  // namespace tidemark::postgres
