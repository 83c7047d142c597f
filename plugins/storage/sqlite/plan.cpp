// SPDX-License-Identifier: GPL-2.0-only
#include <utility>

#include "batch_planner.hpp"
#include "failure.hpp"
#include "sqlite_storage.hpp"
#include "statement.hpp"
#include "stored_records.hpp"

namespace tidemark::sqlite {

namespace {

/// Looks every row up by itself: in SQLite that is as good as many at once.
class single_lookup final : public tables::plan_lookup {
 public:
  single_lookup(transaction& within, const run_batch& batch)
      : day_(batch.snapshot_date),
        creator_(within.handle(), "SELECT id FROM creators WHERE tiktok_username = ?1"),
        last_(within.handle(), "SELECT seq FROM sqlite_sequence WHERE name = ?1"),
        videos_(within.connection(), batch.brand_id),
        snapshots_(within.connection(), batch.brand_id) {}

  std::optional<std::int64_t> creator_id(std::string_view username) override {
    creator_.bind_copy(1, username);
    return creator_.find_integer();
  }
  std::int64_t next_id(std::string_view table) override {
    last_.bind_copy(1, table);
    return last_.find_integer().value_or(0) + 1;
  }
  std::optional<stored_video> video(const std::string& tiktok_video_id) override {
    return videos_.find(tiktok_video_id);
  }
  std::optional<stored_snapshot> snapshot(const std::string& tiktok_video_id,
                                          std::int32_t window_days) override {
    return snapshots_.find(tiktok_video_id, day_, window_days);
  }

 private:
  date day_;
  statement creator_;
  statement last_;
  stored_videos videos_;
  stored_snapshots snapshots_;
};

}  // namespace

result<void> sqlite_storage::plan_run(run_batch batch, const programs& rules, run_figures& figures,
                                      const visitor<planned_change>& visit) {
  return no_throw(database_->path(), [&]() -> result<void> {
    if (const auto wrong = find_foreign(batch)) return *wrong;
    transaction own(transaction::for_reading, *database_);
    run_figures counted = begin_figures(batch, figures);
    {
      single_lookup stored(own, batch);
      tables::ordered_batch ordered(batch);
      tables::batch_planner(stored, batch, ordered, rules, counted, visit).plan();
    }
    own.commit();
    figures = std::move(counted);
    return {};
  });
}

}  // namespace tidemark::sqlite
