// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include <tidemark/storage/batch_digest.hpp>
#include <tidemark/storage/check_batch.hpp>
#include <tidemark/storage/decide_batch.hpp>
#include <tidemark/storage/figures_json.hpp>
#include <tidemark/storage/key_order.hpp>
#include <tidemark/storage/lists/list_heads.hpp>
#include <tidemark/videos/to_records.hpp>

#include "binary_copy.hpp"
#include "creator_ids.hpp"
#include "direct_copy.hpp"
#include "failure.hpp"
#include "grants.hpp"
#include "latest_videos.hpp"
#include "ledger_rows.hpp"
#include "postgres_lists.hpp"
#include "postgres_storage.hpp"
#include "query.hpp"
#include "repeated_run.hpp"
#include "run_commit.hpp"
#include "tables-odb-pgsql.hxx"
#include "tables-odb.hxx"
#include "upsert_statements.hpp"

namespace tidemark::postgres {

namespace {

/// Writes one batch within one transaction, without changing it, so that it can be tried again.
/// Throws as query.hpp.
class batch_writer {
 public:
  batch_writer(PGconn* on, const std::string& schema, run_batch& batch,
               const programs& rules, const creator_ids& creators,
               storage::list_limits limits, run_figures& figures)
      : on_(on), schema_(schema), batch_(batch), order_(batch), rules_(rules),
        creators_(creators), limits_(limits), written_(batch), figures_(figures) {}

  void write() {
    postgres_lists lists(on_, schema_, batch_.brand_id);
    latest_videos latest(on_, schema_, batch_);
    // A forced run repairs what another program has left: it takes nothing for new.
    const bool brand_is_new = latest.brand_is_new() && !batch_.forced;
    write_rows(latest, brand_is_new);
    using stored_before = storage::list_heads::stored_before;
    const auto before = brand_is_new       ? stored_before::nothing
                        : latest.is_kept() ? stored_before::videos
                                           : stored_before::changed_elsewhere;
    const auto update_lists = [&](stored_before state) {
      return storage::list_heads(lists, state, limits_).update(batch_, written_);
    };
    if (update_lists(before)) return;
    latest.rebuild();
    update_lists(stored_before::changed_elsewhere);
  }

 private:
  void write_rows(latest_videos& latest, bool brand_is_new) {
    if (brand_is_new) {
      auto direct = copy_directly();
      direct.write_videos();
      direct.write_snapshots();
      direct.write_latest();
      latest.note(figures_.all_time.inserted);
      return;
    }
    latest.begin_noting();
    write_videos();
    mark_videos(latest);
    if (latest.day_is_new() && !batch_.forced) {
      auto direct = copy_directly();
      direct.write_snapshots();
      latest.stage();
      direct.stage_latest();
      latest.move();
    } else {
      write_snapshots();
      count_unattributed();
    }
    latest.add(figures_.all_time.inserted);
  }

  direct_copy copy_directly() {
    return {on_, schema_, batch_, order_, rules_, creators_, written_, figures_};
  }

  /// Of videos, only the new ones are known.
  void mark_videos(latest_videos& latest) {
    if (figures_.all_time.inserted == 0 && figures_.all_time.updated == 0) return;
    std::fill(written_.changed.begin(), written_.changed.end(), true);
    if (figures_.all_time.inserted == 0) return;
    const auto found = latest.read_new_videos();
    int next = 0;
    order_.for_each_video([&](const videos::row_view& row, storage::video_place place) {
      if (next == found.count() || found.text(next, 0) != row.tiktok_video_id) return;
      written_.stored[place] = written_.inserted[place] = true;
      ++next;
    });
  }

  void write_videos() {
    const auto texts = video_statements(schema_, rules_);
    run(on_, texts.stage);
    binary_copy staged(on_, texts.copy_staged);
    videos::row_keeper made;  // the texts of one record
    for (const videos::row_view* row : order_.videos()) {
      made.clear();
      auto record = videos::to_creator_video(*row, made);
      if (row->username) record.creator_id = creators_.of(*row->username);
      staged.put_record(record);
    }
    const std::int64_t count = staged.finish();
    const auto decided = apply(texts);
    auto& counts = figures_.all_time;
    counts.inserted = decided.integer(0, 0);
    counts.updated = decided.integer(0, 1);
    figures_.videos_synced = count - decided.integer(0, 2);
    counts.unchanged = figures_.videos_synced - counts.inserted - counts.updated;
  }

  void write_snapshots() {
    const auto texts = snapshot_statements(schema_, rules_);
    run(on_, texts.stage);
    binary_copy staged(on_, texts.copy_staged);
    for (const auto& window : batch_.windows)
      storage::counts_of(figures_, window.days).unchanged =
          static_cast<std::int64_t>(window.rows.size());
    for (const auto& snapshot : order_.snapshots())
      staged.put_record(videos::to_snapshot(*snapshot.row, batch_.snapshot_date,
                                            snapshot.window_days, batch_.source_run_id));
    staged.finish();
    const auto decided = apply(texts);
    for (int i = 0; i < decided.count(); ++i) {
      auto& counts =
          storage::counts_of(figures_, static_cast<std::int32_t>(decided.integer(i, 0)));
      counts.inserted = decided.integer(i, 1);
      counts.updated = decided.integer(i, 2);
      counts.unchanged -= counts.inserted + counts.updated;
    }
    mark_snapshots();
  }

  /// Of snapshots, only how many changed is known.
  void mark_snapshots() {
    std::fill(written_.stored.begin(), written_.stored.end(), true);
    for (auto& window : written_.windows) {
      const auto& counts = storage::counts_of(figures_, window.days);
      window.changed_elsewhere = counts.inserted != 0 || counts.updated != 0;
      std::fill(window.changed.begin(), window.changed.end(), window.changed_elsewhere);
    }
  }

  rows apply(const sql::postgres_upsert& texts) {
    run(on_, texts.analyze);
    return run(on_, texts.apply, {to_rfc3339(batch_.at)});
  }

  /// Counts this run's snapshots that are stored without a video.
  void count_unattributed() {
    std::string text = fmt::format(
        "SELECT count(*) FROM pg_temp.incoming_creator_video_metric_snapshots i"
        " JOIN {}.creator_video_metric_snapshots t",
        sql::quoted(schema_));
    const char* before = " ON ";
    for (const auto key : record_traits<videos::metric_snapshot>::key) {
      text += fmt::format("{0}t.{1} = i.{1}", before, sql::quoted(key));
      before = " AND ";
    }
    text += " WHERE t.creator_video_id IS NULL";
    // A known video is always stored, and one that came with a username is known by now.
    if (storage::takes_known_video(rules_))
      text += " AND NOT EXISTS (SELECT 1 FROM pg_temp.incoming_creator_videos v"
              " WHERE v.tiktok_video_id = i.tiktok_video_id AND v.creator_id IS NOT NULL)";
    figures_.unattributed_rows = run(on_, text).integer(0, 0);
  }

  PGconn* on_;
  const std::string& schema_;
  const run_batch& batch_;
  storage::key_order order_;  ///< tables and their indexes are then written page after page
  const programs& rules_;
  const creator_ids& creators_;
  storage::list_limits limits_;
  storage::written_rows written_;
  run_figures& figures_;
};

/// Whether what lists are read from is as a run left it. Throws as query.hpp.
bool has_lists(PGconn* on, const std::string& schema, const run_batch& batch) {
  return !latest_videos(on, schema, batch).is_stale() &&
         postgres_lists(on, schema, batch.brand_id).find_total(storage::all_time_period);
}

/// Whether the same transaction may succeed when it is tried again.
bool passes(std::string_view sqlstate) {
  return sqlstate == "40001" || sqlstate == "40P01";  // serialization failure, deadlock
}

error given_up(error last, int attempts) {
  last.message += fmt::format(" (tried {} times)", attempts);
  return last;
}

}  // namespace

result<void> postgres_storage::commit_run(run_batch batch, const programs& rules,
                                          const brand_lock& lock, run_figures& figures) {
  std::string digest;
  /// Ends the run within `own`, which is committed.
  const auto end = [&](transaction& own, tables::sync_run& run,
                       run_figures& counted) -> result<void> {
    tables::end_succeeded(database_->odb(), run, storage::to_json(counted), batch.at);
    // Checked last, so that a run whose lock was lost meanwhile is not stored.
    if (const auto held = locks_.check(lock, batch.brand_id); !held) return held.error();
    if (const auto done = commit_succeeded(*database_, own, batch.run_id); !done)
      return done.error();
    figures = std::move(counted);
    return {};
  };
  const auto attempt = [&]() -> result<void> {
    run_figures counted = begin_figures(batch, figures);
    transaction first(transaction::for_writing, *database_);
    auto run = tables::find_running(database_->odb(), batch.run_id);
    if (!run) return run.error();
    if (const auto own = storage::check_run(batch, run->brand_id); !own) return own;
    if (const auto held = locks_.check(lock, batch.brand_id); !held) return held.error();
    run->batch_digest = tables::batch_digest_of(database_->odb(), *run, digest);
    run_figures repeated = counted;
    if (!batch.forced && tables::count_repeated(database_->odb(), *run, repeated) &&
        has_lists(first.handle(), database_->schema(), batch))
      return end(first, *run, repeated);
    // Creators come in a transaction of their own: brands in parallel share them, and one that
    // nothing refers to does no harm.
    const creator_ids creators(first.handle(), database_->schema(), batch.all_time);
    counted.creators_created = creators.created();
    counted.creators_matched = creators.matched();
    first.commit();

    transaction own(transaction::for_writing, *database_);
    // Joins and sorts of a whole run stay in memory, as its rows do here.
    tidemark::postgres::run(own.handle(), "SET LOCAL work_mem = '256MB'");
    batch_writer(own.handle(), database_->schema(), batch, rules, creators, list_limits_,
                 counted)
        .write();
    run->batch_digest = tables::kept_digest(std::move(*run->batch_digest), rules, counted);
    return end(own, *run, counted);
  };
  return catch_errors(*database_, access::writing, [&]() -> result<void> {
    if (const auto rows = storage::check_rows(batch); !rows) return rows;
    digest = storage::digest_batch(batch, rules);
    constexpr int attempts_max = 3;
    for (int number = 1;; ++number) {
      try {
        return attempt();
      } catch (const odb::pgsql::database_exception& problem) {
        if (!passes(problem.sqlstate())) throw;
        if (number == attempts_max)
          return given_up(error_of(problem.sqlstate(), database_->name(), problem.message()),
                          number);
      } catch (const odb::deadlock& problem) {
        if (number == attempts_max)
          return given_up(error_of("40P01", database_->name(), problem.what()), number);
      }
    }
  });
}

}  // namespace tidemark::postgres
