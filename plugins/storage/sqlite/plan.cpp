// SPDX-License-Identifier: GPL-2.0-only
#include <utility>

#include <tidemark/storage/check_batch.hpp>
#include <tidemark/storage/plan.hpp>

#include "failure.hpp"
#include "sqlite_storage.hpp"
#include "statement.hpp"
#include "stored_lookup.hpp"
#include "upsert.hpp"

namespace tidemark::sqlite {

namespace {

/// Looks up each row on its own: in SQLite that is as fast as many at once.
class single_lookup final : public storage::plan_lookup {
 public:
  single_lookup(transaction& within, const run_batch& batch, const programs& rules)
      : day_(batch.snapshot_date),
        video_rules_(within.handle(), rules.creator_videos.of<videos::creator_video_view>(),
                     batch.at),
        snapshot_rules_(within.handle(), rules.snapshots.of<videos::metric_snapshot_view>(),
                        batch.at),
        creator_(within.handle(), "SELECT id FROM creators WHERE tiktok_username = ?1"),
        videos_(within.connection(), batch.brand_id),
        snapshots_(within.connection(), batch.brand_id) {}

  std::optional<std::int64_t> creator_id(std::string_view username) override {
    creator_.bind_copy(1, username);
    return creator_.find_integer();
  }
  std::optional<stored_video> video(const std::string& tiktok_video_id) override {
    return videos_.find(tiktok_video_id);
  }
  std::optional<stored_snapshot> snapshot(const std::string& tiktok_video_id,
                                          std::int32_t window_days) override {
    return snapshots_.find(tiktok_video_id, day_, window_days);
  }

  std::optional<bool> changes(const videos::creator_video_view& incoming) override {
    return changes_by(video_rules_, incoming);
  }
  std::optional<bool> changes(const videos::metric_snapshot_view& incoming) override {
    return changes_by(snapshot_rules_, incoming);
  }

 private:
  template <record Record>
  static std::optional<bool> changes_by(upsert<Record>& rules, const Record& incoming) {
    const auto known = rules.decide(incoming);
    return known && known->changes;
  }

  date day_;
  upsert<videos::creator_video_view> video_rules_;  // as a run decides
  upsert<videos::metric_snapshot_view> snapshot_rules_;
  statement creator_;
  stored_videos videos_;
  stored_snapshots snapshots_;
};

}  // namespace

result<std::int64_t> sqlite_storage::plan_run(run_batch& batch, const programs& rules,
                                              run_figures& figures, planned_fields shown,
                                              const visitor<planned_change>& visit) {
  run_figures counted;
  const auto planned = in_transaction(*database_, transaction::for_reading,
                                      [&](transaction& own) -> result<std::int64_t> {
    if (const auto rows = storage::check_rows(batch); !rows) return rows.error();
    counted = begin_figures(batch, figures);
    single_lookup stored(own, batch, rules);
    storage::plan_batch(batch, rules, stored, counted, shown, visit);
    statement videos(own.handle(), "SELECT count(*) FROM creator_videos WHERE brand_id = ?1");
    videos.bind(1, batch.brand_id);
    return videos.find_integer().value();
  });
  if (planned) figures = std::move(counted);
  return planned;
}

}  // namespace tidemark::sqlite
