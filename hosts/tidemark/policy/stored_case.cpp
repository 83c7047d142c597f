// SPDX-License-Identifier: BSL-1.0
#include "stored_case.hpp"

#include <optional>
#include <utility>

#include "case_outcome.hpp"
#include "snapshot_columns.hpp"

namespace tidemark::host {

namespace {

using videos::creator_video;

/// The fields of `record` that have a value and mean the same in every database.
field_mask shown_fields(const creator_video& record) {
  field_mask fields;
  for_each_field<creator_video>([&](auto i) {
    if (is_present(field<i>(record))) fields.add(i);
  });
  return fields & ~key_fields<creator_video> & ~reference_fields<creator_video>;
}

/// What the columns of `snapshot` hold of the row that it was made of.
videos::video_row row_of(const videos::metric_snapshot& snapshot) {
  videos::video_row row;
  set_columns(row, snapshot);
  return row;
}

/// The row that a run would prefer of the latest snapshots of all windows.
std::optional<videos::video_row> preferred_row(
    const sync::video_policy& policy, const std::vector<storage::stored_snapshot>& snapshots) {
  std::optional<videos::video_row> preferred;
  for (const auto days : policy.windows) {
    const storage::stored_snapshot* latest = nullptr;
    for (const auto& each : snapshots)
      if (each.record.window_days == days) latest = &each;
    if (!latest) continue;
    auto row = row_of(latest->record);
    if (!preferred || policy.merge.prefers(row, *preferred)) preferred = std::move(row);
  }
  return preferred;
}

/// What `row` says of the all-time record.
named_record<creator_video> incoming_of(const videos::video_row& row) {
  named_record<creator_video> incoming;
  set_usual_key(incoming.values);
  incoming.values.gmv_cents = {row.gmv_cents};
  incoming.values.impressions = {row.views};
  incoming.values.items_sold = {row.items_sold};
  incoming.values.gpm_cents = row.gpm_cents;
  incoming.values.ctr = row.ctr;
  incoming.named = shown_fields(incoming.values);
  return incoming;
}

}  // namespace

policy_case stored_case(const sync::video_policy& policy, const storage::stored_video& video,
                        const std::vector<storage::stored_snapshot>& snapshots) {
  rules_case<creator_video> body;
  named_record<creator_video> given{video.record, shown_fields(video.record)};
  set_usual_key(given.values);
  given.values.creator_id.reset();
  const auto row = preferred_row(policy, snapshots);
  body.rows.push_back(row ? incoming_of(*row) : given);
  policy_case made;
  made.name = "video " + video.record.tiktok_video_id + ", what is known of it once more";
  body.given = std::move(given);
  complete(body);
  body.expect = {outcome_of(body, policy.rules.creator_videos).stored,
                 body.rows.front().named};
  made.body = std::move(body);
  return made;
}

}  // namespace tidemark::host
