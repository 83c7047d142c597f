// SPDX-License-Identifier: GPL-2.0-only
#include "direct_copy.hpp"

#include <utility>

#include <fmt/core.h>

#include <tidemark/sql/dialect.hpp>
#include <tidemark/sql/postgres_upsert.hpp>
#include <tidemark/storage/batch_figures.hpp>
#include <tidemark/storage/decide_batch.hpp>
#include <tidemark/videos/to_records.hpp>

#include "array_text.hpp"
#include "latest_videos.hpp"
#include "query.hpp"

namespace tidemark::postgres {

namespace {

template <typename Program>
std::string copy_text(const std::string& schema, const Program& rules) {
  return sql::postgres_upsert_of(sql::rule_table_of(rules), {.schema = schema}).copy_direct;
}

}  // namespace

void direct_copy::write_videos() {
  binary_copy copy(on_, copy_text(schema_, rules_.creator_videos));
  videos::row_keeper texts;
  order_.for_each_video([&](const videos::row_view& row, storage::video_place place) {
    texts.clear();
    auto record = videos::to_creator_video(row, texts);
    if (row.username) record.creator_id = creators_.of(*row.username);
    if (!storage::has_required(record)) return;
    copy.put_inserted(record, batch_.at);
    copied_videos_.push_back(&row);
    written_.stored[place] = written_.inserted[place] = written_.changed[place] = true;
  });
  figures_.all_time.inserted = copy.finish();
  figures_.videos_synced = figures_.all_time.inserted;
}

/// Sets the video of every snapshot that has one, and counts those that have none.
void direct_copy::find_ids() {
  tags wanted;
  for (const auto& snapshot : order_.snapshots())
    if (wanted.empty() || wanted.back() != snapshot.row->tiktok_video_id)
      wanted.emplace_back(snapshot.row->tiktok_video_id);
  const auto known = run(on_,
                         fmt::format(
                             "SELECT v.id, v.tiktok_video_id FROM unnest($2::text[]) u (id)"
                             " JOIN {}.creator_videos v ON v.brand_id = $1 AND v.tiktok_video_id ="
                             " u.id COLLATE \"C\" ORDER BY v.tiktok_video_id",
                             sql::quoted(schema_)),
                         {std::to_string(batch_.brand_id), array_text(wanted)});
  int next = 0;
  for (auto& snapshot : order_.snapshots()) {
    const std::string_view id = snapshot.row->tiktok_video_id;
    while (next < known.count() && known.text(next, 1) < id) ++next;
    if (next < known.count() && known.text(next, 1) == id)
      snapshot.creator_video_id = known.integer(next, 0);
    else
      ++figures_.unattributed_rows;
  }
}

void direct_copy::write_snapshots() {
  find_ids();
  binary_copy copy(on_, copy_text(schema_, rules_.snapshots));
  for (const auto& snapshot : order_.snapshots()) {
    auto record = videos::to_snapshot(*snapshot.row, batch_.snapshot_date,
                                      snapshot.window_days, batch_.source_run_id);
    record.creator_video_id = snapshot.creator_video_id;
    copy.put_inserted(record, batch_.at);
    written_.mark_snapshot(snapshot.window_days, snapshot.video, true);
    if (record.creator_video_id && snapshot.video != storage::run_batch::no_video)
      written_.stored[snapshot.video] = true;
    ++storage::counts_of(figures_, snapshot.window_days).inserted;
  }
  copy.finish();
}

void direct_copy::write_latest() {
  if (copied_videos_.empty()) return;
  binary_copy copy(on_, copy_latest_text(schema_));
  for (const auto& window : batch_.windows) {
    if (window.rows.empty()) continue;
    auto snapshot = order_.snapshots().begin();
    for (const videos::row_view* video : copied_videos_) {
      const std::string_view id = video->tiktok_video_id;
      while (snapshot != order_.snapshots().end() &&
             (snapshot->row->tiktok_video_id < id ||
              (snapshot->row->tiktok_video_id == id && snapshot->window_days != window.days)))
        ++snapshot;
      const bool found =
          snapshot != order_.snapshots().end() && snapshot->row->tiktok_video_id == id;
      put_latest(copy, *video, window.days, found ? snapshot->row : nullptr);
    }
  }
  copy.finish();
}

void direct_copy::stage_latest() {
  binary_copy copy(on_, copy_staged_latest_text());
  for (const auto& snapshot : order_.snapshots())
    put_latest(copy, *snapshot.row, snapshot.window_days, snapshot.row);
  copy.finish();
}

void direct_copy::put_latest(binary_copy& copy, const videos::row_view& video,
                             std::int32_t window_days, const videos::row_view* found) const {
  constexpr std::size_t columns = 9;
  copy.begin_row(columns);
  copy.put(batch_.brand_id);
  copy.put(window_days);
  copy.put(video.tiktok_video_id);
  const videos::row_view nothing;
  const auto& from = found ? *found : nothing;
  for (const auto& value : {from.gmv_cents, from.views, from.items_sold})
    copy.put(value.value_or(0));
  copy.put(from.gpm_cents);
  copy.put(from.ctr);
  copy.put(found ? std::optional(batch_.snapshot_date) : std::nullopt);
}

}  // namespace tidemark::postgres
