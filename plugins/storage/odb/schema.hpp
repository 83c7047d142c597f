// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <fmt/core.h>
#include <odb/database.hxx>
#include <odb/schema-catalog.hxx>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <tidemark/result.hpp>

#include "due_run_rows.hpp"
#include "held_brand.hpp"

/// The schema and its version, on any database.
namespace tidemark::tables {

/// The schema's name for ODB, and in the version table.
inline constexpr const char* schema_name = "tidemark";

/// A table, and the version of the schema that added it.
struct table_since {
  std::string_view name;
  std::uint64_t version = 0;
};

/// Every table that is the same on every database.
inline constexpr std::array<table_since, 8> shared_tables{{{"creators", 1},
                                                           {"creator_videos", 1},
                                                           {"creator_video_metric_snapshots", 1},
                                                           {"sync_runs", 1},
                                                           {"rejected_rows", 1},
                                                           {"due_runs", 1},
                                                           {"tidemark_schema_version", 1},
                                                           {"corrections", 3}}};

/// Since this version due runs have states.
inline constexpr std::uint64_t version_of_states = 3;

/// The version that this build reads and writes.
inline std::uint64_t current_version(const odb::database& db) {
  return odb::schema_catalog::current_version(db, schema_name);
}

/// Makes the schema, or brings an older one up to date, within the current transaction; drops no
/// table. `stored` is the version that was read in this transaction, 0 if there is none. Throws
/// odb::exception.
inline void bring_up_to_date(odb::database& db, std::uint64_t stored) {
  if (stored == 0) {
    odb::schema_catalog::create_schema(db, schema_name, false);
    return;
  }
  odb::schema_catalog::migrate(db, 0, schema_name);
  if (stored < version_of_states) db.execute(settle_earlier_due_runs);
}

/// The refusal to touch table `name`, which tidemark did not make; `database` is its name for
/// messages.
inline error foreign_table(const std::string& database, std::string_view name) {
  return usage_error(
      fmt::format("{}: there is a table or view \"{}\" that tidemark did not make; it is left as "
                  "it is. Give tidemark a database of its own, or rename that one",
                  database, name));
}

/// The refusal to change the schema during a run.
inline error run_in_progress(const std::string& database, const held_brand& run) {
  return busy_error(
      fmt::format("{}: a run of brand {} is in progress ({}); the schema must be changed first: "
                  "try again when that run has ended",
                  database, run.brand_id, run.holder));
}

/// The refusal to use a schema that is marked as being changed: tidemark changes it and removes the
/// mark in one transaction, so another program was at work.
inline error unfinished_schema(const std::string& database, std::uint64_t stored) {
  return usage_error(
      fmt::format("{}: its schema is marked as half changed to version {}, which tidemark never "
                  "leaves behind; restore a backup",
                  database, stored));
}

/// The refusal to use a schema of an older tidemark where it cannot be brought up to date.
inline error outdated_schema(const std::string& database, std::uint64_t stored) {
  return failure(
      fmt::format("{}: its schema is version {}, of an older tidemark, and it can only be read; "
                  "run any command once as a user who can write to it",
                  database, stored));
}

/// The refusal to use a schema of a later tidemark.
inline error newer_schema(const std::string& database, std::uint64_t stored,
                          std::uint64_t current) {
  return usage_error(
      fmt::format("{}: its schema is version {}, this tidemark knows versions up to {}; use the "
                  "tidemark that made it, or a later one",
                  database, stored, current));
}

}  // namespace tidemark::tables
