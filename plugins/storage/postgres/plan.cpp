// SPDX-License-Identifier: GPL-2.0-only
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <tidemark/record/assign_view.hpp>
#include <tidemark/sql/dialect.hpp>
#include <tidemark/storage/batch_figures.hpp>
#include <tidemark/storage/check_batch.hpp>
#include <tidemark/storage/decide_batch.hpp>
#include <tidemark/storage/key_order.hpp>
#include <tidemark/storage/plan.hpp>
#include <tidemark/videos/to_records.hpp>

#include "array_text.hpp"
#include "binary_copy.hpp"
#include "failure.hpp"
#include "grants.hpp"
#include "postgres_storage.hpp"
#include "query.hpp"
#include "row_conversion.hpp"
#include "tables-odb-pgsql.hxx"
#include "tables-odb.hxx"
#include "upsert_statements.hpp"

namespace tidemark::postgres {

namespace {

using storage::unstored_id;
using video_query = odb::pgsql::query<tables::named_video>;
using snapshot_query = odb::pgsql::query<tables::snapshot>;

/// What the database decides of some staged records: those that are new, and those that change.
class decided_rows {
 public:
  /// `key` has the columns of the key after the brand, in their order.
  decided_rows(PGconn* on, const sql::postgres_upsert& texts, std::string_view key)
      : rows_(run(on, fmt::format("SELECT stored_id, {} FROM ({}) AS decided"
                                  " ORDER BY tiktok_video_id COLLATE \"C\"{}",
                                  key, texts.decide,
                                  key.find(',') == key.npos ? "" : ", window_days"))) {}

  bool ended() const { return next_ == rows_.count(); }
  void advance() { ++next_; }
  std::string_view tiktok_video_id() const { return rows_.text(next_, 1); }
  std::int32_t window_days() const { return static_cast<std::int32_t>(rows_.integer(next_, 2)); }
  bool is_new() const { return rows_.is_null(next_, 0); }

  /// The ids of videos with a row that changes, from the next row on, at most `count`.
  std::vector<std::string> changing(std::size_t count) const {
    std::vector<std::string> ids;
    for (int row = next_; row < rows_.count() && ids.size() < count; ++row)
      if (!rows_.is_null(row, 0) && (ids.empty() || ids.back() != rows_.text(row, 1)))
        ids.emplace_back(rows_.text(row, 1));
    return ids;
  }

 private:
  rows rows_;
  int next_ = 0;
};

/// The ids of videos, by binary search in what the server has sorted.
class sorted_video_ids {
 public:
  explicit sorted_video_ids(PGconn* on)
      : rows_(run(on, "SELECT tiktok_video_id, id FROM pg_temp.planned_videos"
                      " ORDER BY tiktok_video_id COLLATE \"C\"")) {}

  std::optional<std::int64_t> find(std::string_view tiktok_video_id) const {
    int first = 0, last = rows_.count();
    while (first < last) {
      const int middle = first + (last - first) / 2;
      if (rows_.text(middle, 0) < tiktok_video_id) first = middle + 1;
      else last = middle;
    }
    if (first == rows_.count() || rows_.text(first, 0) != tiktok_video_id) return std::nullopt;
    return rows_.integer(first, 1);
  }

 private:
  rows rows_;
};

/// Decides one batch by the statements of a run, and shows the changes. Throws as query.hpp.
class batch_planner {
 public:
  batch_planner(transaction& within, database& db, run_batch& batch, const programs& rules,
                run_figures& figures, planned_fields shown,
                const visitor<planned_change>& visit)
      : on_(within.handle()), db_(db), batch_(batch), order_(batch), rules_(rules),
        figures_(figures), shown_(shown), visit_(visit) {}

  void plan() {
    find_creators();
    plan_videos();
    plan_snapshots();
  }

 private:
  /// Rows of which the stored ones are read at once.
  static constexpr std::size_t chunk = 1'000;

  void find_creators() {
    const auto& names = order_.usernames().names();
    const auto known = run(on_,
                           fmt::format("SELECT tiktok_username, id FROM {}.creators"
                                       " WHERE tiktok_username = ANY ($1::text[])",
                                       sql::quoted(db_.schema())),
                           {array_text({names.begin(), names.end()})});
    for (int i = 0; i < known.count(); ++i)
      creators_.emplace(known.text(i, 0), known.integer(i, 1));
    figures_.creators_matched = known.count();
    figures_.creators_created = static_cast<std::int64_t>(names.size()) - known.count();
  }

  videos::creator_video_view video_of(const videos::row_view& row, videos::row_keeper& texts) {
    auto record = videos::to_creator_video(row, texts);
    if (!row.username) return record;
    const auto known = creators_.find(*row.username);
    record.creator_id = known == creators_.end() ? unstored_id : known->second;
    return record;
  }

  void plan_videos() {
    const auto texts = video_statements(db_.schema(), rules_);
    videos::row_keeper made;  // the texts of one record
    run(on_, texts.stage);
    {
      binary_copy staged(on_, texts.copy_staged);
      for (const videos::row_view* row : order_.videos()) {
        made.clear();
        staged.put_record(video_of(*row, made));
      }
      staged.finish();
    }
    run(on_, texts.analyze);
    decided_rows decided(on_, texts, "tiktok_video_id");
    auto& counts = figures_.all_time;
    for (const videos::row_view* row : order_.videos()) {
      made.clear();
      if (decided.ended() || decided.tiktok_video_id() != row->tiktok_video_id) {
        ++counts.unchanged;
        continue;
      }
      auto incoming = owned<videos::creator_video>(video_of(*row, made));
      if (!decided.is_new()) {
        ++counts.updated;
        if (wanted_) show(stored_video_of(decided).record, incoming, rules_.creator_videos);
      } else if (storage::has_required(incoming)) {
        ++counts.inserted;
        show_insert(std::move(incoming));
      }
      decided.advance();
    }
    figures_.videos_synced = counts.inserted + counts.updated + counts.unchanged;
  }

  void plan_snapshots() {
    const auto texts = snapshot_statements(db_.schema(), rules_,
                                           {.column = "creator_video_id",
                                            .table = "planned_videos",
                                            .keys = video_key,
                                            .schema = "pg_temp"});
    run(on_, texts.stage);
    {
      binary_copy staged(on_, texts.copy_staged);
      for (const auto& snapshot : order_.snapshots())
        staged.put_record(videos::to_snapshot(*snapshot.row, batch_.snapshot_date,
                                              snapshot.window_days, batch_.source_run_id));
      staged.finish();
    }
    run(on_, texts.analyze);
    stage_planned_videos();
    figures_.unattributed_rows = run(on_, texts.count_unresolved).integer(0, 0);
    const sorted_video_ids ids(on_);
    decided_rows decided(on_, texts, "tiktok_video_id, window_days");
    for (const auto& snapshot : order_.snapshots()) {
      auto& counts = storage::counts_of(figures_, snapshot.window_days);
      if (decided.ended() || decided.tiktok_video_id() != snapshot.row->tiktok_video_id ||
          decided.window_days() != snapshot.window_days) {
        ++counts.unchanged;
        continue;
      }
      ++(decided.is_new() ? counts.inserted : counts.updated);
      if (wanted_) show_snapshot(snapshot, ids, decided);
      decided.advance();
    }
  }

  /// The videos that snapshots can refer to once the run has stored its new videos.
  void stage_planned_videos() {
    run(on_, fmt::format(
                 "CREATE TEMPORARY TABLE planned_videos ON COMMIT DROP AS"
                 " SELECT k.brand_id, k.tiktok_video_id, COALESCE(t.id, {0}) AS id FROM"
                 " (SELECT DISTINCT brand_id, tiktok_video_id"
                 "   FROM pg_temp.incoming_creator_video_metric_snapshots) AS k"
                 " LEFT JOIN {1}.creator_videos AS t USING (brand_id, tiktok_video_id)"
                 " LEFT JOIN pg_temp.incoming_creator_videos AS i"
                 "   USING (brand_id, tiktok_video_id)"
                 " WHERE t.id IS NOT NULL OR i.creator_id IS NOT NULL;"
                 "ANALYZE pg_temp.planned_videos",
                 unstored_id, sql::quoted(db_.schema())));
  }

  void show_snapshot(const storage::key_order::snapshot& snapshot, const sorted_video_ids& ids,
                     const decided_rows& decided) {
    auto incoming = owned<videos::metric_snapshot>(
        videos::to_snapshot(*snapshot.row, batch_.snapshot_date, snapshot.window_days,
                            batch_.source_run_id));
    incoming.creator_video_id = ids.find(snapshot.row->tiktok_video_id);
    if (decided.is_new()) show_insert(std::move(incoming));
    else show(stored_snapshot_of(decided).record, incoming, rules_.snapshots);
  }

  template <record Record>
  void show_insert(Record incoming) {
    if (!wanted_) return;
    engine::settle_insert(incoming);
    wanted_ = visit_(storage::detail::insert_of(incoming));
  }

  template <record Record>
  void show(const Record& before, const Record& incoming, const engine::program<Record>& rules) {
    Record after = before;
    const auto made = engine::decide_with_verdicts(rules, after, incoming);
    storage::check_agreement(true, !made.changed.empty(), before.tiktok_video_id);
    wanted_ = visit_(storage::detail::update_of(before, incoming, made, shown_));
  }

  /// The stored row of what is decided next; those that follow are read with it.
  const stored_video& stored_video_of(const decided_rows& decided) {
    const std::string id(decided.tiktok_video_id());
    if (const auto known = videos_.find(id); known != videos_.end()) return known->second;
    videos_.clear();
    const auto ids = decided.changing(chunk);
    for (auto& video : db_.odb().query<tables::named_video>(
             video_query::video::record.brand_id == batch_.brand_id &&
             video_query::video::record.tiktok_video_id.in_range(ids.begin(), ids.end()))) {
      std::string key = video.row->record.tiktok_video_id;
      videos_.emplace(std::move(key),
                      tables::to_stored(std::move(*video.row), std::move(video.username)));
    }
    return videos_.at(id);
  }

  const stored_snapshot& stored_snapshot_of(const decided_rows& decided) {
    const std::pair key(std::string(decided.tiktok_video_id()), decided.window_days());
    if (const auto known = snapshots_.find(key); known != snapshots_.end()) return known->second;
    snapshots_.clear();
    const auto ids = decided.changing(chunk);
    for (auto& snapshot : db_.odb().query<tables::snapshot>(
             snapshot_query::record.brand_id == batch_.brand_id &&
             snapshot_query::record.tiktok_video_id.in_range(ids.begin(), ids.end()) &&
             snapshot_query::record.snapshot_date == batch_.snapshot_date)) {
      std::pair at(snapshot.record.tiktok_video_id, snapshot.record.window_days);
      snapshots_.emplace(std::move(at), tables::to_stored(std::move(snapshot)));
    }
    return snapshots_.at(key);
  }

  PGconn* on_;
  database& db_;
  const run_batch& batch_;
  storage::key_order order_;
  const programs& rules_;
  run_figures& figures_;
  planned_fields shown_;
  const visitor<planned_change>& visit_;
  bool wanted_ = true;
  std::map<std::string, std::int64_t, std::less<>> creators_;
  std::map<std::string, stored_video> videos_;
  std::map<std::pair<std::string, std::int32_t>, stored_snapshot> snapshots_;
};

}  // namespace

result<std::int64_t> postgres_storage::plan_run(run_batch& batch, const programs& rules,
                                                run_figures& figures, planned_fields shown,
                                                const visitor<planned_change>& visit) {
  return catch_errors(*database_, access::writing, [&]() -> result<std::int64_t> {
    if (const auto rows = storage::check_rows(batch); !rows) return rows.error();
    run_figures counted = begin_figures(batch, figures);
    transaction own(transaction::for_writing, *database_);  // of temporary tables; never committed
    run(own.handle(), "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;"
                      "SET LOCAL work_mem = '256MB'");
    batch_planner(own, *database_, batch, rules, counted, shown, visit).plan();
    figures = std::move(counted);
    return run(own.handle(),
               fmt::format("SELECT count(*) FROM {}.creator_videos WHERE brand_id = {}",
                           sql::quoted(database_->schema()), batch.brand_id))
        .integer(0, 0);
  });
}

}  // namespace tidemark::postgres
