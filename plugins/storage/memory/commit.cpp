// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cstddef>
#include <type_traits>

#include <tidemark/engine/decide.hpp>
#include <tidemark/storage/batch_figures.hpp>

#include "memory_storage.hpp"
#include "no_throw.hpp"

namespace tidemark::memory {

// `write` must not fail half-way: it only moves what `prepare` made room for.
static_assert(std::is_nothrow_move_constructible_v<stored_video> &&
              std::is_nothrow_move_assignable_v<stored_video> &&
              std::is_nothrow_move_constructible_v<stored_snapshot> &&
              std::is_nothrow_move_assignable_v<stored_snapshot>);

/// All that a commit needs before it may begin to write.
struct memory_storage::prepared_run {
  kept_run* run = nullptr;
  run_figures figures;
  run_figures stats;  ///< where the ledger's copy will go
  creators::resolved creators_of_batch;
  std::vector<video_history*> of_video;  ///< nullptr where nothing is to do
  std::vector<video_history*> of_snapshot;
};

namespace {

/// Decides one video; nothing when it is unknown and has no username.
void write_video(video_history& history, storage::video_update& update,
                 const programs& rules, timestamp at, std::int64_t& last_id,
                 storage::upsert_counts& counts) noexcept {
  if (!history.all_time) {
    if (!update.username) return;
    engine::settle_insert(update.record);
    history.all_time = stored_video{++last_id, std::move(update.record),
                                    std::move(*update.username), std::nullopt, at, at};
    ++counts.inserted;
    return;
  }
  stored_video& stored = *history.all_time;
  const auto creator_id = stored.record.creator_id;
  // A row without username says nothing of the creator, whatever the rule.
  if (!update.username) update.record.creator_id = creator_id;
  const auto changed =
      engine::decide(rules.creator_videos, stored.record, std::move(update.record));
  if (changed.empty()) {
    ++counts.unchanged;
    return;
  }
  if (stored.record.creator_id != creator_id) stored.username = std::move(*update.username);
  stored.updated_at = at;
  ++counts.updated;
}

/// Decides one snapshot and returns the one that is stored then.
const stored_snapshot& write_snapshot(video_history& history, videos::metric_snapshot& incoming,
                                      const programs& rules, timestamp at, std::int64_t& last_id,
                                      storage::upsert_counts& counts) noexcept {
  incoming.creator_video_id.reset();
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

memory_storage::prepared_run memory_storage::prepare(run_batch& batch,
                                                     const run_figures& figures) {
  prepared_run prepared;
  prepared.figures = begin_figures(batch, figures);
  prepared.stats = prepared.figures;
  prepared.creators_of_batch = creators_.resolve(batch.videos);
  creators_.reserve_for(prepared.creators_of_batch);

  brand_histories& brand = brands_[batch.brand_id];
  brand.reserve_more(batch.videos.size());
  prepared.of_video.reserve(batch.videos.size());
  for (const auto& update : batch.videos)
    prepared.of_video.push_back(update.username
                                    ? &brand.find_or_add(update.record.tiktok_video_id)
                                    : brand.find(update.record.tiktok_video_id));
  prepared.of_snapshot.reserve(batch.snapshots.size());
  for (const auto& snapshot : batch.snapshots) {
    video_history& history = brand.find_or_add(snapshot.tiktok_video_id);
    ++history.expected_snapshots;
    prepared.of_snapshot.push_back(&history);
  }
  for (video_history* history : prepared.of_snapshot) {
    if (history->expected_snapshots == 0) continue;
    history->snapshots.reserve(history->snapshots.size() + history->expected_snapshots);
    history->expected_snapshots = 0;
  }
  return prepared;
}

void memory_storage::write(prepared_run& prepared, run_batch& batch,
                           const programs& rules) noexcept {
  run_figures& figures = prepared.figures;
  figures.creators_created = static_cast<std::int64_t>(prepared.creators_of_batch.added.size());
  figures.creators_matched = prepared.creators_of_batch.matched;
  creators_.add(std::move(prepared.creators_of_batch));
  for (std::size_t i = 0; i < batch.videos.size(); ++i)
    if (video_history* history = prepared.of_video[i])
      write_video(*history, batch.videos[i], rules, batch.at, last_video_id_, figures.all_time);
  figures.videos_synced =
      figures.all_time.inserted + figures.all_time.updated + figures.all_time.unchanged;
  for (std::size_t i = 0; i < batch.snapshots.size(); ++i) {
    auto& incoming = batch.snapshots[i];
    auto& counts = counts_of(figures, incoming.window_days);
    const auto& stored = write_snapshot(*prepared.of_snapshot[i], incoming, rules, batch.at,
                                        last_snapshot_id_, counts);
    figures.unattributed_rows += !stored.record.creator_video_id;
  }

  prepared.stats = figures;  // has room for them already
  prepared.run->succeed(std::move(prepared.stats), batch.at);
}

result<void> memory_storage::commit_run(run_batch batch, const programs& rules,
                                        const brand_lock& lock, run_figures& figures) {
  return no_throw([&]() -> result<void> {
    if (const auto wrong = find_foreign(batch)) return *wrong;
    const auto run = check_commit(batch, lock);
    if (!run) return run.error();
    prepared_run prepared = prepare(batch, figures);
    prepared.run = *run;
    write(prepared, batch, rules);
    figures = std::move(prepared.figures);
    return {};
  });
}

}  // namespace tidemark::memory
