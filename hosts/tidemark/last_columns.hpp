// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>
#include <tidemark/storage/figures.hpp>

namespace tidemark::host {

/// The columns that the last succeeded run of `brand_id` read from each of its sources, out of its
/// ledger entry; none when there was no such run, or it kept none. Error: the ledger cannot be
/// read.
result<storage::source_columns> last_columns(storage::backend& store, std::int64_t brand_id);

}  // namespace tidemark::host
