// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>

#include <tidemark/result.hpp>

#include "database.hpp"

namespace tidemark::postgres {

/// Keeps others from changing the ledger entry `run_id` until the transaction ends, and waits for
/// those who do. Throws as query.hpp.
void lock_run(transaction& within, std::int64_t run_id);

/// Commits `own`, which ends run `run_id` as succeeded.
///
/// If the connection breaks meanwhile, it is unknown what the server did. The ledger entry is part
/// of the transaction, so it is read again, on a new connection; the server has the database's
/// connect_timeout to come back. Nothing is returned when the entry says that the run succeeded;
/// otherwise the error says that nothing was stored, or that the server could not be asked. Throws
/// as transaction::commit if the server refuses.
result<void> commit_succeeded(database& db, transaction& own, std::int64_t run_id);

}  // namespace tidemark::postgres
