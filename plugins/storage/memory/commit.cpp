// SPDX-License-Identifier: BSL-1.0
#include <cstddef>
#include <utility>

#include <tidemark/engine/decide.hpp>
#include <tidemark/storage/batch_figures.hpp>
#include <tidemark/videos/to_records.hpp>

#include "memory_storage.hpp"
#include "no_throw.hpp"

namespace tidemark::memory {

namespace {

/// Decides one video; does nothing when it is unknown and has no username.
void write_video(brand_histories& brand, videos::video_row& row, std::int64_t creator_id,
                 const programs& rules, timestamp at, std::int64_t& last_id,
                 storage::upsert_counts& counts) {
  video_history* history = row.username ? &brand.find_or_add(row.tiktok_video_id)
                                        : brand.find(row.tiktok_video_id);
  if (!history || (!history->all_time && !row.username)) return;
  auto incoming = videos::to_creator_video(std::move(row));
  if (row.username) incoming.creator_id = creator_id;
  if (!history->all_time) {
    engine::settle_insert(incoming);
    history->all_time =
        stored_video{++last_id, std::move(incoming), *row.username, std::nullopt, at, at};
    ++counts.inserted;
    return;
  }
  stored_video& stored = *history->all_time;
  const auto stored_creator_id = stored.record.creator_id;
  // A row without username says nothing of the creator, whatever the rule.
  if (!row.username) incoming.creator_id = stored_creator_id;
  const auto changed = engine::decide(rules.creator_videos, stored.record, std::move(incoming));
  if (changed.empty()) {
    ++counts.unchanged;
    return;
  }
  if (stored.record.creator_id != stored_creator_id) stored.username = *row.username;
  stored.updated_at = at;
  ++counts.updated;
}

/// Decides one snapshot and returns the one that is stored then.
const stored_snapshot& write_snapshot(video_history& history, videos::metric_snapshot incoming,
                                      const programs& rules, timestamp at, std::int64_t& last_id,
                                      storage::upsert_counts& counts) {
  if (history.all_time) incoming.creator_video_id = history.all_time->id;
  const auto place = history.place_of(incoming.snapshot_date, incoming.window_days);
  if (place == history.snapshots.end() || !same_key(place->record, incoming)) {
    engine::settle_insert(incoming);
    ++counts.inserted;
    return *history.snapshots.insert(
        place, stored_snapshot{++last_id, std::move(incoming), at, at});
  }
  if (engine::decide(rules.snapshots, place->record, std::move(incoming)).empty()) {
    ++counts.unchanged;
  } else {
    place->updated_at = at;
    ++counts.updated;
  }
  return *place;
}

}  // namespace

result<kept_run*> memory_storage::check_commit(const run_batch& batch, const brand_lock& lock) {
  if (const auto wrong = find_foreign(batch)) return *wrong;
  const auto run = runs_.running(batch.run_id);
  if (!run) return run;
  if ((*run)->entry.start.brand_id != batch.brand_id)
    return failure("run " + std::to_string(batch.run_id) + " is of brand " +
                   std::to_string((*run)->entry.start.brand_id) + ", its batch of brand " +
                   std::to_string(batch.brand_id));
  if (!locks_.grants(lock, batch.brand_id))
    return failure("the run does not hold brand " + std::to_string(batch.brand_id));
  return run;
}

/// Cannot fail half-way: where memory runs out the process ends, and all that is stored with it.
void memory_storage::write(kept_run& run, run_batch& batch, const programs& rules,
                           run_figures& figures) noexcept {
  auto found = creators_.resolve(batch.all_time);
  figures.creators_created = static_cast<std::int64_t>(found.added.size());
  figures.creators_matched = found.matched;
  creators_.add(std::move(found.added));

  brand_histories& brand = brands_[batch.brand_id];
  brand.reserve_more(batch.all_time.size());
  for (std::size_t i = 0; i < batch.all_time.size(); ++i)
    write_video(brand, *batch.all_time[i], found.ids[i], rules, batch.at, last_video_id_,
                figures.all_time);
  figures.videos_synced =
      figures.all_time.inserted + figures.all_time.updated + figures.all_time.unchanged;

  for (auto& window : batch.windows) {
    auto& counts = counts_of(figures, window.days);
    for (auto& rows = window.rows; !rows.empty(); rows.pop_front()) {
      video_history& history = brand.find_or_add(rows.front().tiktok_video_id);
      if (history.snapshots.empty()) history.snapshots.reserve(batch.windows.size());
      const auto& stored = write_snapshot(
          history,
          videos::to_snapshot(std::move(rows.front()), batch.snapshot_date, window.days,
                              batch.source_run_id),
          rules, batch.at, last_snapshot_id_, counts);
      figures.unattributed_rows += !stored.record.creator_video_id;
    }
  }
  run.succeed(figures, batch.at);
}

result<void> memory_storage::commit_run(run_batch batch, const programs& rules,
                                        const brand_lock& lock, run_figures& figures) {
  return no_throw([&]() -> result<void> {
    const auto run = check_commit(batch, lock);
    if (!run) return run.error();
    run_figures counted = begin_figures(batch, figures);
    write(**run, batch, rules, counted);
    figures = std::move(counted);
    return {};
  });
}

}  // namespace tidemark::memory
