// SPDX-License-Identifier: BSL-1.0
#include <tidemark/storage/plan.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <tuple>

#include <tidemark/engine/decide.hpp>
#include <tidemark/storage/batch_figures.hpp>
#include <tidemark/videos/to_records.hpp>

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

/// `rows` in the order of their videos.
std::vector<const videos::video_row*> in_order(std::vector<const videos::video_row*> rows) {
  std::sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) {
    return a->tiktok_video_id < b->tiktok_video_id;
  });
  return rows;
}

using planned_ids = boost::unordered_flat_map<std::string_view, std::int64_t>;

/// The ids that a commit would give to the batch's new videos.
planned_ids ids_of_new_videos(const run_batch& batch, const brand_histories& brand,
                              std::int64_t last_id) {
  planned_ids ids;
  for (const videos::video_row* row : batch.all_time) {
    const auto* history = brand.find(row->tiktok_video_id);
    const bool is_new = row->username && !(history && history->all_time);
    if (is_new && ids.try_emplace(row->tiktok_video_id, last_id + 1).second) ++last_id;
  }
  return ids;
}

void plan_videos(planner& planner, const run_batch& batch, const creators::resolved& found,
                 const brand_histories& brand, const programs& rules, run_figures& figures) {
  boost::unordered_flat_map<const videos::video_row*, std::int64_t> creator_of;
  for (std::size_t i = 0; i < batch.all_time.size(); ++i)
    creator_of.emplace(batch.all_time[i], found.ids[i]);
  for (const auto* row : in_order({batch.all_time.begin(), batch.all_time.end()})) {
    auto incoming = videos::to_creator_video(*row);
    const auto* history = brand.find(row->tiktok_video_id);
    const auto* stored = history && history->all_time ? &history->all_time->record : nullptr;
    if (!row->username && !stored) continue;
    incoming.creator_id = row->username ? creator_of.find(row)->second : *stored->creator_id;
    planner.plan(stored, std::move(incoming), rules.creator_videos, figures.all_time);
  }
  figures.videos_synced =
      figures.all_time.inserted + figures.all_time.updated + figures.all_time.unchanged;
}

void plan_snapshots(planner& planner, const run_batch& batch, const brand_histories& brand,
                    const planned_ids& new_videos, const programs& rules, run_figures& figures) {
  struct coming {
    const videos::video_row* row;
    std::int32_t window_days;
  };
  std::vector<coming> order;
  for (const auto& window : batch.windows)
    for (const auto& row : window.rows) order.push_back({&row, window.days});
  std::sort(order.begin(), order.end(), [](const coming& a, const coming& b) {
    return std::tie(a.row->tiktok_video_id, a.window_days) <
           std::tie(b.row->tiktok_video_id, b.window_days);
  });
  for (const auto& [row, window_days] : order) {
    auto incoming =
        videos::to_snapshot(*row, batch.snapshot_date, window_days, batch.source_run_id);
    auto* history = brand.find(row->tiktok_video_id);
    if (history && history->all_time) incoming.creator_video_id = history->all_time->id;
    else if (const auto at = new_videos.find(row->tiktok_video_id); at != new_videos.end())
      incoming.creator_video_id = at->second;
    const auto* stored =
        history ? history->find_snapshot(batch.snapshot_date, window_days) : nullptr;
    const auto decided = planner.plan(stored ? &stored->record : nullptr, std::move(incoming),
                                      rules.snapshots, counts_of(figures, window_days));
    figures.unattributed_rows += !decided.creator_video_id;
  }
}

}  // namespace

result<void> memory_storage::plan_run(run_batch batch, const programs& rules, run_figures& figures,
                                      const visitor<planned_change>& visit) {
  return no_throw([&]() -> result<void> {
    if (const auto wrong = find_foreign(batch)) return *wrong;
    run_figures counted = begin_figures(batch, figures);
    const auto found = creators_.resolve(batch.all_time);
    counted.creators_created = static_cast<std::int64_t>(found.added.size());
    counted.creators_matched = found.matched;

    const brand_histories nothing_stored;
    const auto* known = find_brand(batch.brand_id);
    const brand_histories& brand = known ? *known : nothing_stored;
    const auto new_videos = ids_of_new_videos(batch, brand, last_video_id_);
    planner planner(visit);
    plan_videos(planner, batch, found, brand, rules, counted);
    plan_snapshots(planner, batch, brand, new_videos, rules, counted);
    figures = std::move(counted);
    return {};
  });
}

}  // namespace tidemark::memory
