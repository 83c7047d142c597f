// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>
#include <tidemark/storage/figures.hpp>

namespace tidemark::host {

/// The columns that the last run of `brand_id` that succeeded read from each of its sources, by its
/// ledger entry. Empty if there was no such run, or it recorded none. Error: the ledger cannot be
/// read.
result<storage::source_columns> last_columns(storage::backend& store, std::int64_t brand_id);

}  // namespace tidemark::host
