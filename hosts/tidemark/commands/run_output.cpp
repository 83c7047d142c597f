// SPDX-License-Identifier: BSL-1.0
#include "run_output.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/core.h>

#include "../output/format.hpp"

namespace tidemark::host {

namespace {

std::string shown(const storage::upsert_counts& counts) {
  return fmt::format("{} inserted, {} updated, {} unchanged", grouped(counts.inserted),
                     grouped(counts.updated), grouped(counts.unchanged));
}

}  // namespace

void write_labelled(std::ostream& out, std::string_view label, std::string_view text) {
  std::string padded(label);
  padded.resize(std::max<std::size_t>(padded.size(), 13), ' ');
  out << "  " << padded << text << '\n';
}

void write_counts(std::ostream& out, const storage::run_figures& figures,
                  std::string_view currency) {
  write_labelled(out, "all-time", shown(figures.all_time));
  for (const auto& [window_days, counts] : figures.snapshots)
    write_labelled(out, std::to_string(window_days) + " days", shown(counts));
  write_labelled(out, "creators",
                 fmt::format("{} new, {} known", grouped(figures.creators_created),
                             grouped(figures.creators_matched)));
  write_labelled(
      out, "merged",
      fmt::format("{}, {}, largest spread of GMV {} {}",
                  counted(figures.duplicate_rows, "duplicate row", "duplicate rows"),
                  counted(figures.conflict_video_count, "conflict", "conflicts"),
                  money(figures.max_conflict_gmv_cents), currency));
  if (figures.unattributed_rows > 0)
    write_labelled(out, "unattributed",
                   counted(figures.unattributed_rows, "snapshot", "snapshots") +
                       " of videos without a known creator");
}

void write_left_out(std::ostream& out, const storage::run_figures& figures, std::string_view see) {
  if (figures.skipped_rows > 0)
    write_labelled(out, "skipped",
                   counted(figures.skipped_rows, "row", "rows") + ", by skip_ids");
  if (figures.rejected_rows > 0)
    write_labelled(out, "rejected",
                   counted(figures.rejected_rows, "row", "rows") + std::string(see));
}

}  // namespace tidemark::host
