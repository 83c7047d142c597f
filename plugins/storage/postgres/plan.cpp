// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <tidemark/sql/dialect.hpp>
#include <tidemark/storage/check_batch.hpp>
#include <tidemark/storage/plan.hpp>

#include "array_text.hpp"
#include "failure.hpp"
#include "grants.hpp"
#include "row_conversion.hpp"
#include "postgres_storage.hpp"
#include "query.hpp"
#include "tables-odb-pgsql.hxx"
#include "tables-odb.hxx"

namespace tidemark::postgres {

namespace {

using video_query = odb::pgsql::query<tables::named_video>;
using snapshot_query = odb::pgsql::query<tables::snapshot>;

/// Reads ahead: one statement answers the same question for a thousand videos.
class read_ahead final : public storage::plan_lookup {
 public:
  read_ahead(transaction& within, database& db, const run_batch& batch,
             const storage::key_order& order)
      : on_(within.handle()), db_(db), batch_(batch) {
    for (const videos::row_view* row : order.videos()) ids_.emplace_back(row->tiktok_video_id);
    for (const auto& snapshot : order.snapshots()) ids_.emplace_back(snapshot.row->tiktok_video_id);
    std::sort(ids_.begin(), ids_.end());
    ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
    for (const auto& window : batch.windows) windows_.push_back(window.days);
    find_creators(order);
  }

  std::optional<std::int64_t> creator_id(std::string_view username) override {
    const auto at = creators_.find(username);
    if (at == creators_.end()) return std::nullopt;
    return at->second;
  }

  std::optional<stored_video> video(const std::string& tiktok_video_id) override {
    read_to(tiktok_video_id);
    const auto at = videos_.find(tiktok_video_id);
    if (at == videos_.end()) return std::nullopt;
    return at->second;
  }

  std::optional<stored_snapshot> snapshot(const std::string& tiktok_video_id,
                                          std::int32_t window_days) override {
    read_to(tiktok_video_id);
    const auto at = snapshots_.find({tiktok_video_id, window_days});
    if (at == snapshots_.end()) return std::nullopt;
    return at->second;
  }

 private:
  static constexpr std::ptrdiff_t chunk = 1'000;

  void find_creators(const storage::key_order& order) {
    const auto& names = order.usernames().names();
    const auto known = run(on_,
                           fmt::format("SELECT tiktok_username, id FROM {}.creators"
                                       " WHERE tiktok_username = ANY ($1::text[])",
                                       sql::quoted(db_.schema())),
                           {array_text({names.begin(), names.end()})});
    for (int i = 0; i < known.count(); ++i)
      creators_.emplace(known.text(i, 0), known.integer(i, 1));
  }

  /// Makes sure that the rows of `tiktok_video_id`, one of ids_, have been read.
  void read_to(const std::string& tiktok_video_id) {
    if (!first_.empty() && first_ <= tiktok_video_id && tiktok_video_id <= last_) return;
    videos_.clear();
    snapshots_.clear();
    const auto begin = std::lower_bound(ids_.begin(), ids_.end(), tiktok_video_id);
    const auto end = ids_.end() - begin > chunk ? begin + chunk : ids_.end();
    first_ = *begin;
    last_ = *(end - 1);
    for (auto& video : db_.odb().query<tables::named_video>(
             video_query::video::record.brand_id == batch_.brand_id &&
             video_query::video::record.tiktok_video_id.in_range(begin, end))) {
      std::string id = video.row->record.tiktok_video_id;
      videos_.emplace(std::move(id),
                      tables::to_stored(std::move(*video.row), std::move(video.username)));
    }
    if (windows_.empty()) return;
    for (auto& snapshot : db_.odb().query<tables::snapshot>(
             snapshot_query::record.brand_id == batch_.brand_id &&
             snapshot_query::record.tiktok_video_id.in_range(begin, end) &&
             snapshot_query::record.window_days.in_range(windows_.begin(), windows_.end()) &&
             snapshot_query::record.snapshot_date == batch_.snapshot_date)) {
      std::pair key(snapshot.record.tiktok_video_id, snapshot.record.window_days);
      snapshots_.emplace(std::move(key), tables::to_stored(std::move(snapshot)));
    }
  }

  PGconn* on_;
  database& db_;
  const run_batch& batch_;
  std::vector<std::int32_t> windows_;
  std::vector<std::string> ids_;  ///< of all videos of the batch, in order
  std::map<std::string, std::int64_t, std::less<>> creators_;
  std::string first_;  ///< the range of ids that has been read
  std::string last_;
  std::map<std::string, stored_video> videos_;
  std::map<std::pair<std::string, std::int32_t>, stored_snapshot> snapshots_;
};

}  // namespace

result<void> postgres_storage::plan_run(run_batch batch, const programs& rules,
                                        run_figures& figures,
                                        const visitor<planned_change>& visit) {
  run_figures counted;
  const auto planned = in_transaction(*database_, access::reading,
                                      [&](transaction& own) -> result<void> {
    if (const auto rows = storage::check_rows(batch); !rows) return rows;
    counted = begin_figures(batch, figures);
    read_ahead stored(own, *database_, batch, storage::key_order(batch));
    storage::plan_batch(batch, rules, stored, counted, visit);
    return {};
  });
  if (planned) figures = std::move(counted);
  return planned;
}

}  // namespace tidemark::postgres
