// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>

#include <tidemark/storage/backend.hpp>
#include <tidemark/storage/ledger.hpp>
#include <tidemark/value/json_writer.hpp>
#include <tidemark/videos/period_query.hpp>


/// Records as JSON, for the command and for HTTP: hosts/tidemark/commands.md, "JSON documents".
namespace tidemark::host {

/// `above_windows` is a member that only HTTP has; it is left out if it is not given.
void write_json(json_writer& out, const videos::listed_video& video,
                std::optional<bool> above_windows = std::nullopt);
void write_json(json_writer& out, const storage::stored_snapshot& stored);
void write_json(json_writer& out, const storage::ledger_entry& entry);
void write_json(json_writer& out, const storage::quarantined_row& row);

/// The metrics of a snapshot, or of an all-time record, as members of the object that is open.
void write_metrics(json_writer& out, const videos::metric_snapshot& snapshot);
void write_metrics(json_writer& out, const videos::creator_video& record);

/// Begins the document of a list; videos follow, then `end_listing`.
void begin_listing(json_writer& out);
void end_listing(json_writer& out, std::int64_t total, std::int64_t page, std::int64_t per_page,
                 bool has_more);

}  // namespace tidemark::host
