// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>

#include <tidemark/storage/backend.hpp>
#include <tidemark/storage/ledger.hpp>
#include <tidemark/videos/period_query.hpp>

#include "json_writer.hpp"

/// Stored things as JSON (SPEC section 8): one form for the command and for HTTP.
namespace tidemark::host {

/// `above_windows`: a member that only HTTP has, when it is given.
void write_json(json_writer& out, const videos::listed_video& video,
                std::optional<bool> above_windows = std::nullopt);
void write_json(json_writer& out, const storage::stored_snapshot& stored);
void write_json(json_writer& out, const storage::ledger_entry& entry);
void write_json(json_writer& out, const storage::quarantined_row& row);

/// Begins the document of a listing: videos follow, then `end_listing`.
void begin_listing(json_writer& out);
void end_listing(json_writer& out, std::int64_t total, std::int64_t page, std::int64_t per_page,
                 bool has_more);

}  // namespace tidemark::host
