// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <odb/database.hxx>
#include <odb/schema-catalog.hxx>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <tidemark/result.hpp>

/// The schema and its version, on any database.
namespace tidemark::tables {

/// Under this name ODB knows the schema, and the version table holds its version.
inline constexpr const char* schema_name = "tidemark";

/// Every table of version 1, the same on every database.
inline constexpr std::array<std::string_view, 7> table_names{
    "creators",  "creator_videos", "creator_video_metric_snapshots", "sync_runs",
    "rejected_rows", "due_runs",   "tidemark_schema_version"};

/// The version that this build reads and writes.
inline std::uint64_t current_version(const odb::database& db) {
  return odb::schema_catalog::current_version(db, schema_name);
}

/// Makes the schema, or brings an older one up to date, within the present transaction; drops
/// nothing. `stored` is the version that was read in this transaction, 0 where there is none.
/// Throws odb::exception.
inline void bring_up_to_date(odb::database& db, std::uint64_t stored) {
  if (stored == 0) odb::schema_catalog::create_schema(db, schema_name, false);
  else odb::schema_catalog::migrate(db, 0, schema_name);
}

/// The refusal to touch table `name`, which somebody else made; `database` is its name for messages.
inline error foreign_table(const std::string& database, std::string_view name) {
  return usage_error(database + ": there is a table or view \"" + std::string(name) +
                     "\" that tidemark did not make; it is left as it is. Give tidemark a "
                     "database of its own, or rename that one");
}

/// The refusal to use a schema of a later tidemark.
inline error newer_schema(const std::string& database, std::uint64_t stored,
                          std::uint64_t current) {
  return usage_error(database + ": its schema is version " + std::to_string(stored) +
                     ", this tidemark knows versions up to " + std::to_string(current) +
                     "; use the tidemark that made it, or a later one");
}

}  // namespace tidemark::tables
