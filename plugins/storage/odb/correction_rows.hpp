// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <odb/database.hxx>

#include <cstdint>
#include <optional>
#include <string>

#include <tidemark/storage/corrections.hpp>
#include <tidemark/storage/visitor.hpp>

/// Corrections on any database, within the current transaction. Throws odb::exception; after an
/// error the transaction must be rolled back.
namespace tidemark::tables {

/// Keeps `added`; returns its id.
std::int64_t add_correction(odb::database& db, const storage::correction& added);

/// Those of a brand, or of one video of it, by id.
void walk_corrections(odb::database& db, std::int64_t brand_id,
                      const std::optional<std::string>& tiktok_video_id,
                      const storage::visitor<storage::correction>& visit);

}  // namespace tidemark::tables
