// SPDX-License-Identifier: BSL-1.0
#include <tidemark/storage/plan.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string_view>

#include <tidemark/engine/decide.hpp>
#include <tidemark/storage/batch_figures.hpp>

#include "memory_storage.hpp"
#include "no_throw.hpp"

namespace tidemark::memory {

namespace {

/// Decides on copies, counts, and shows what would change while someone wants to see it.
class planner {
 public:
  explicit planner(const visitor<planned_change>& visit) : visit_(visit) {}

  /// Returns the record as it would be stored.
  template <record Record>
  Record plan(const Record* stored, Record incoming, const engine::program<Record>& rules,
              storage::upsert_counts& counts) {
    if (!stored) {
      engine::settle_insert(incoming);
      ++counts.inserted;
      if (wanted_) wanted_ = visit_(storage::plan_insert(incoming));
      return incoming;
    }
    Record decided = *stored;
    const field_mask changed = engine::decide(rules, decided, std::move(incoming));
    ++(changed.empty() ? counts.unchanged : counts.updated);
    if (!changed.empty() && wanted_)
      wanted_ = visit_(storage::plan_update(*stored, decided, changed));
    return decided;
  }

 private:
  const visitor<planned_change>& visit_;
  bool wanted_ = true;
};

/// The positions of `records` in the order of `key`.
template <typename Records, typename Key>
std::vector<std::size_t> order_by(const Records& records, const Key& key) {
  std::vector<std::size_t> order(records.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return key(records[a]) < key(records[b]);
  });
  return order;
}

using planned_ids = boost::unordered_flat_map<std::string_view, std::int64_t>;

/// The ids that a commit would give to the batch's new videos.
planned_ids ids_of_new_videos(const run_batch& batch, const brand_histories& brand,
                              std::int64_t last_id) {
  planned_ids ids;
  for (const auto& update : batch.videos) {
    const auto* history = brand.find(update.record.tiktok_video_id);
    const bool is_new = update.username && !(history && history->all_time);
    if (is_new && ids.try_emplace(update.record.tiktok_video_id, last_id + 1).second) ++last_id;
  }
  return ids;
}

void plan_videos(planner& planner, run_batch& batch, const brand_histories& brand,
                 const programs& rules, run_figures& figures) {
  const auto order = order_by(batch.videos, [](const auto& update) -> const std::string& {
    return update.record.tiktok_video_id;
  });
  for (const std::size_t i : order) {
    // A copy: the ids of new videos are kept as views of the batch's texts.
    videos::creator_video incoming = batch.videos[i].record;
    const auto* history = brand.find(incoming.tiktok_video_id);
    const auto* stored = history && history->all_time ? &history->all_time->record : nullptr;
    if (!batch.videos[i].username) {
      if (!stored) continue;
      incoming.creator_id = stored->creator_id;
    }
    planner.plan(stored, std::move(incoming), rules.creator_videos, figures.all_time);
  }
  figures.videos_synced =
      figures.all_time.inserted + figures.all_time.updated + figures.all_time.unchanged;
}

void plan_snapshots(planner& planner, run_batch& batch, const brand_histories& brand,
                    const planned_ids& new_videos, const programs& rules, run_figures& figures) {
  const auto order = order_by(batch.snapshots, [](const auto& one) {
    return std::tuple(std::string_view(one.tiktok_video_id), one.snapshot_date, one.window_days);
  });
  for (const std::size_t i : order) {
    auto incoming = batch.snapshots[i];
    auto* history = brand.find(incoming.tiktok_video_id);
    incoming.creator_video_id.reset();
    if (history && history->all_time) incoming.creator_video_id = history->all_time->id;
    else if (const auto at = new_videos.find(incoming.tiktok_video_id); at != new_videos.end())
      incoming.creator_video_id = at->second;
    const auto* stored =
        history ? history->find_snapshot(incoming.snapshot_date, incoming.window_days) : nullptr;
    auto& counts = counts_of(figures, incoming.window_days);
    const auto decided = planner.plan(stored ? &stored->record : nullptr, std::move(incoming),
                                      rules.snapshots, counts);
    figures.unattributed_rows += !decided.creator_video_id;
  }
}

}  // namespace

result<void> memory_storage::plan_run(run_batch batch, const programs& rules, run_figures& figures,
                                      const visitor<planned_change>& visit) {
  return no_throw([&]() -> result<void> {
    if (const auto wrong = find_foreign(batch)) return *wrong;
    run_figures counted = begin_figures(batch, figures);
    const auto creators_of_batch = creators_.resolve(batch.videos);
    counted.creators_created = static_cast<std::int64_t>(creators_of_batch.added.size());
    counted.creators_matched = creators_of_batch.matched;

    const brand_histories nothing_stored;
    const auto* known = find_brand(batch.brand_id);
    const brand_histories& brand = known ? *known : nothing_stored;
    const auto new_videos = ids_of_new_videos(batch, brand, last_video_id_);
    planner planner(visit);
    plan_videos(planner, batch, brand, rules, counted);
    plan_snapshots(planner, batch, brand, new_videos, rules, counted);
    figures = std::move(counted);
    return {};
  });
}

}  // namespace tidemark::memory
