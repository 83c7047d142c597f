// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <odb/database.hxx>

#include <cstdint>
#include <functional>
#include <optional>

#include <tidemark/result.hpp>
#include <tidemark/storage/verify_report.hpp>

namespace tidemark::tables {

/// Whether anyone holds a brand.
using brand_is_held = std::function<result<bool>(std::int64_t brand_id)>;

/// The checks of `verify` on any database, for one brand or all, within the current transaction.
/// Error when `is_held` has one; throws odb::exception.
result<storage::verify_report> verify(odb::database& db, std::optional<std::int64_t> brand_id,
                                      const brand_is_held& is_held);

}  // namespace tidemark::tables
