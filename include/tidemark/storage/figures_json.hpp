// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sstream>
#include <string>

#include <tidemark/storage/figures.hpp>
#include <tidemark/value/json.hpp>
#include <tidemark/value/json_writer.hpp>

namespace tidemark::storage {

inline void write_json(json_writer& out, const upsert_counts& counts) {
  out.begin_object();
  out.member("inserted", counts.inserted);
  out.member("updated", counts.updated);
  out.member("unchanged", counts.unchanged);
  out.end_object();
}

inline void write_json(json_writer& out, const source_columns& columns) {
  out.begin_object();
  for (const auto& [source, names] : columns) {
    out.key(source);
    out.begin_array();
    for (const auto& name : names) out.value(name);
    out.end_array();
  }
  out.end_object();
}

/// Writes what was counted in a run, as members of the object that is open. `skipped_rows` is there
/// only where rows were skipped.
inline void write_counts(json_writer& out, const run_figures& figures) {
  out.member("videos_synced", figures.videos_synced);
  out.member("creators_created", figures.creators_created);
  out.member("creators_matched", figures.creators_matched);
  out.member("duplicate_rows", figures.duplicate_rows);
  out.member("conflict_video_count", figures.conflict_video_count);
  out.member("max_conflict_gmv_cents", figures.max_conflict_gmv_cents);
  out.member("rejected_rows", figures.rejected_rows);
  out.member("unattributed_rows", figures.unattributed_rows);
  out.key("all_time");
  write_json(out, figures.all_time);
  out.key("snapshots");
  out.begin_object();
  for (const auto& [window_days, counts] : figures.snapshots) {
    out.key(std::to_string(window_days));
    write_json(out, counts);
  }
  out.end_object();
  if (figures.skipped_rows > 0) out.member("skipped_rows", figures.skipped_rows);
}

/// `figures` as one JSON object, as `sync_runs.stats` holds it: the counts and, if any are known,
/// the columns that were read.
inline json to_json(const run_figures& figures) {
  std::ostringstream text;
  json_writer out(text);
  out.begin_object();
  write_counts(out, figures);
  if (!figures.columns.empty()) {
    out.key("columns");
    write_json(out, figures.columns);
  }
  out.end_object();
  return {std::move(text).str()};
}

}  // namespace tidemark::storage
