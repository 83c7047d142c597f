// SPDX-License-Identifier: GPL-2.0-only
#include "direct_copy.hpp"

#include <utility>

#include <tidemark/sql/dialect.hpp>
#include <tidemark/sql/postgres_upsert.hpp>
#include <tidemark/storage/batch_figures.hpp>
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
  for (const videos::video_row* row : ordered_.videos) {
    if (!row->username) continue;
    auto record = videos::to_creator_video(*row);
    record.creator_id = creators_.of(*row->username);
    copy.put_inserted(record, batch_.at);
    written_.push_back(row);
  }
  figures_.all_time.inserted = copy.finish();
  figures_.videos_synced = figures_.all_time.inserted;
}

/// Sets the video of every snapshot that has one, and counts those that have none.
void direct_copy::find_ids() {
  tags wanted;
  for (const auto& one : ordered_.snapshots)
    if (wanted.empty() || wanted.back() != one.row->tiktok_video_id)
      wanted.push_back(one.row->tiktok_video_id);
  const auto known = run(on_,
                         "SELECT v.id, v.tiktok_video_id FROM unnest($2::text[]) u (id) JOIN " +
                             sql::quoted(schema_) +
                             ".creator_videos v ON v.brand_id = $1 AND v.tiktok_video_id = u.id"
                             " COLLATE \"C\" ORDER BY v.tiktok_video_id",
                         {std::to_string(batch_.brand_id), array_text(wanted)});
  int next = 0;
  for (auto& one : ordered_.snapshots) {
    const std::string& id = one.row->tiktok_video_id;
    while (next < known.count() && known.text(next, 1) < id) ++next;
    if (next < known.count() && known.text(next, 1) == id)
      one.creator_video_id = known.integer(next, 0);
    else
      ++figures_.unattributed_rows;
  }
}

void direct_copy::write_snapshots() {
  find_ids();
  binary_copy copy(on_, copy_text(schema_, rules_.snapshots));
  for (const auto& one : ordered_.snapshots) {
    auto record = videos::to_snapshot(std::as_const(*one.row), batch_.snapshot_date,
                                      one.window_days, batch_.source_run_id);
    record.creator_video_id = one.creator_video_id;
    copy.put_inserted(record, batch_.at);
    ++storage::counts_of(figures_, one.window_days).inserted;
  }
  copy.finish();
}

void direct_copy::write_latest() {
  if (written_.empty()) return;
  binary_copy copy(on_, copy_latest_text(schema_));
  for (const auto& window : batch_.windows) {
    if (window.rows.size() == 0) continue;
    auto snapshot = ordered_.snapshots.begin();
    for (const videos::video_row* video : written_) {
      const std::string& id = video->tiktok_video_id;
      while (snapshot != ordered_.snapshots.end() &&
             (snapshot->row->tiktok_video_id < id ||
              (snapshot->row->tiktok_video_id == id && snapshot->window_days != window.days)))
        ++snapshot;
      const bool found =
          snapshot != ordered_.snapshots.end() && snapshot->row->tiktok_video_id == id;
      put_latest(copy, *video, window.days, found ? snapshot->row : nullptr);
    }
  }
  copy.finish();
}

void direct_copy::put_latest(binary_copy& copy, const videos::video_row& video,
                           std::int32_t window_days, const videos::video_row* found) const {
  constexpr std::size_t columns = 9;
  copy.begin_row(columns);
  copy.put(batch_.brand_id);
  copy.put(window_days);
  copy.put(video.tiktok_video_id);
  const videos::video_row nothing;
  const auto& from = found ? *found : nothing;
  for (const auto& value : {from.gmv_cents, from.views, from.items_sold})
    copy.put(value.value_or(0));
  copy.put(from.gpm_cents);
  copy.put(from.ctr);
  copy.put(found ? std::optional(batch_.snapshot_date) : std::nullopt);
}

}  // namespace tidemark::postgres
