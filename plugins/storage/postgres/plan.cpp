// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/sql/dialect.hpp>

#include "array_text.hpp"
#include "batch_planner.hpp"
#include "failure.hpp"
#include "grants.hpp"
#include "ledger_rows.hpp"
#include "postgres_storage.hpp"
#include "query.hpp"
#include "tables-odb-pgsql.hxx"
#include "tables-odb.hxx"

namespace tidemark::postgres {

namespace {

using video_query = odb::pgsql::query<tables::named_video>;
using snapshot_query = odb::pgsql::query<tables::snapshot>;

/// Reads ahead: each question of a thousand is answered by one statement.
class read_ahead final : public tables::plan_lookup {
 public:
  read_ahead(transaction& within, database& db, const run_batch& batch,
             const tables::ordered_batch& ordered)
      : on_(within.handle()), db_(db), batch_(batch) {
    for (const videos::video_row* row : ordered.videos) ids_.push_back(row->tiktok_video_id);
    for (const auto& one : ordered.snapshots) ids_.push_back(one.row->tiktok_video_id);
    std::sort(ids_.begin(), ids_.end());
    ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
    find_creators(ordered);
  }

  std::optional<std::int64_t> creator_id(std::string_view username) override {
    const auto at = creators_.find(username);
    if (at == creators_.end()) return std::nullopt;
    return at->second;
  }

  std::int64_t next_id(std::string_view table) override {
    const auto sequence = run(on_, "SELECT pg_get_serial_sequence($1, 'id')",
                              {sql::quoted(db_.schema()) + "." + std::string(table)});
    return run(on_, "SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM " +
                        std::string(sequence.text(0, 0)))
        .integer(0, 0);
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

  void find_creators(const tables::ordered_batch& ordered) {
    const auto known = run(on_,
                           "SELECT tiktok_username, id FROM " + sql::quoted(db_.schema()) +
                               ".creators WHERE tiktok_username = ANY ($1::text[])",
                           {array_text({ordered.usernames.begin(), ordered.usernames.end()})});
    for (int i = 0; i < known.count(); ++i)
      creators_.emplace(known.text(i, 0), known.integer(i, 1));
  }

  /// Sees to it that the rows of `tiktok_video_id`, one of ids_, are here.
  void read_to(const std::string& tiktok_video_id) {
    if (!first_.empty() && first_ <= tiktok_video_id && tiktok_video_id <= last_) return;
    videos_.clear();
    snapshots_.clear();
    const auto begin = std::lower_bound(ids_.begin(), ids_.end(), tiktok_video_id);
    const auto end = ids_.end() - begin > chunk ? begin + chunk : ids_.end();
    first_ = *begin;
    last_ = *(end - 1);
    for (auto& one : db_.odb().query<tables::named_video>(
             video_query::video::record.brand_id == batch_.brand_id &&
             video_query::video::record.tiktok_video_id.in_range(begin, end))) {
      std::string id = one.row->record.tiktok_video_id;
      videos_.emplace(std::move(id),
                      tables::to_stored(std::move(*one.row), std::move(one.username)));
    }
    for (auto& one : db_.odb().query<tables::snapshot>(
             snapshot_query::record.brand_id == batch_.brand_id &&
             snapshot_query::record.snapshot_date == batch_.snapshot_date &&
             snapshot_query::record.tiktok_video_id.in_range(begin, end))) {
      std::pair key(one.record.tiktok_video_id, one.record.window_days);
      snapshots_.emplace(std::move(key), tables::to_stored(std::move(one)));
    }
  }

  PGconn* on_;
  database& db_;
  const run_batch& batch_;
  std::vector<std::string> ids_;  ///< of all videos of the batch, in order
  std::map<std::string, std::int64_t, std::less<>> creators_;
  std::string first_;  ///< the range of ids that is here
  std::string last_;
  std::map<std::string, stored_video> videos_;
  std::map<std::pair<std::string, std::int32_t>, stored_snapshot> snapshots_;
};

}  // namespace

result<void> postgres_storage::plan_run(run_batch batch, const programs& rules,
                                        run_figures& figures,
                                        const visitor<planned_change>& visit) {
  return no_throw(*database_, access::reading, [&]() -> result<void> {
    if (const auto wrong = find_foreign(batch)) return *wrong;
    transaction own(transaction::for_reading, *database_);
    run_figures counted = begin_figures(batch, figures);
    tables::ordered_batch ordered(batch);
    read_ahead stored(own, *database_, batch, ordered);
    tables::batch_planner(stored, batch, ordered, rules, counted, visit).plan();
    own.commit();
    figures = std::move(counted);
    return {};
  });
}

}  // namespace tidemark::postgres
