// SPDX-License-Identifier: GPL-2.0-only
#include "list_heads.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_set.hpp>

#include <tidemark/value/text_hash.hpp>

#include "period_lists.hpp"
#include "statement.hpp"

namespace tidemark::sqlite {

using storage::run_batch;
using videos::list_head;

namespace {

/// Whether a run changed what the lists of a period show.
bool has_changed(std::int32_t window_days, const written_rows& written) {
  const auto any = [](const std::vector<bool>& marks) {
    return std::find(marks.begin(), marks.end(), true) != marks.end();
  };
  if (window_days == all_time_period) return any(written.changed);
  return any(written.inserted) ||
         std::any_of(written.windows.begin(), written.windows.end(), [&](const auto& window) {
           return window.days == window_days && (window.changed_elsewhere || any(window.changed));
         });
}

bool is_stored(sqlite3* db, const char* table, std::int64_t brand_id) {
  statement any(db, std::string("SELECT 1 FROM ") + table + " WHERE brand_id = ?1 LIMIT 1");
  any.bind(1, brand_id);
  return any.find_integer().has_value();
}

}  // namespace

list_heads::list_heads(sqlite3* db, std::int64_t brand_id, list_limits limits)
    : db_(db), brand_id_(brand_id), limits_(limits),
      brand_is_new_(!is_stored(db, "creator_videos", brand_id) &&
                    !is_stored(db, "creator_video_metric_snapshots", brand_id)) {}

void list_heads::update(const run_batch& batch, const written_rows& written) {
  const auto added = std::count(written.inserted.begin(), written.inserted.end(), true);
  for (const std::int32_t window_days : periods_of(batch)) {
    if (find_list_total(db_, brand_id_, window_days) && !batch.forced &&
        !has_changed(window_days, written))
      continue;
    auto of = read_lists(db_, brand_id_, window_days, limits_.kept);
    const bool is_known = of.total_before && !brand_is_new_ && !batch.forced;
    const std::int64_t total = is_known ? *of.total_before + added : count_videos();
    if (brand_is_new_) fill(of, batch, written);
    else if (is_known && added <= *of.total_before / 2) follow(of, batch, written);
    else rebuild(of);
    const auto is_short = [&](const kept_list& entry) {
      return entry.after.size() < limits_.rebuilt_below &&
             static_cast<std::int64_t>(entry.after.size()) < total;
    };
    if (std::any_of(of.lists.begin(), of.lists.end(), is_short)) rebuild(of);
    write_lists(db_, brand_id_, of, total);
  }
}

std::int64_t list_heads::count_videos() {
  statement count(db_, "SELECT COUNT(*) FROM creator_videos WHERE brand_id = ?1");
  count.bind(1, brand_id_);
  return count.find_integer().value_or(0);
}

/// All-time, the batch's windows, and others that the brand has.
std::vector<std::int32_t> list_heads::periods_of(const run_batch& batch) {
  std::set<std::int32_t> periods{all_time_period};
  for (const auto& window : batch.windows) periods.insert(window.days);
  statement known(db_, "SELECT window_days FROM list_totals WHERE brand_id = ?1");
  known.bind(1, brand_id_);
  while (known.step()) periods.insert(static_cast<std::int32_t>(known.integer(0)));
  return {periods.begin(), periods.end()};
}

/// Of a new brand, all that is stored came with the batch.
void list_heads::fill(period_lists& of, const run_batch& batch, const written_rows& written) {
  for (auto& entry : of.lists) entry.head = list_head(entry.dir, limits_.kept);
  std::vector<const videos::row_view*> rows(batch.all_time.begin(), batch.all_time.end());
  if (of.window_days != all_time_period) {
    std::fill(rows.begin(), rows.end(), nullptr);
    for (const auto& window : batch.windows) {
      if (window.days != of.window_days) continue;
      auto video = window.videos.begin();
      for (const auto& row : window.rows) {
        if (*video != run_batch::no_video) rows[*video] = &row;
        ++video;
      }
    }
  }
  for (std::size_t video = 0; video < rows.size(); ++video)
    if (written.video_ids[video] != 0)
      of.offer(rows[video] ? values_of(*rows[video], of.window_days) : listed_values{},
               batch.all_time[video]->tiktok_video_id);
  of.take();
}

/// Looks at what was written of the videos that are in a head or may have come into one.
void list_heads::follow(period_lists& of, const run_batch& batch, const written_rows& written) {
  boost::unordered_flat_set<std::string_view, text_hash> members, changed;
  for (const auto& entry : of.lists)
    for (const auto& kept : entry.before) members.insert(kept.tiktok_video_id);
  std::vector<std::string_view> read_again;
  // `is_shown`: the row has become what lists show.
  const auto look_at = [&](const videos::row_view& row, bool is_shown) {
    const auto id = row.tiktok_video_id;
    const auto values = values_of(row, of.window_days);
    if (!members.contains(id) && !of.admits(values, id)) return;
    changed.insert(id);
    if (is_shown) of.offer(values, id);
    else read_again.push_back(id);
  };
  if (of.window_days == all_time_period) {
    for (std::size_t video = 0; video < batch.all_time.size(); ++video)
      if (written.changed[video]) look_at(*batch.all_time[video], written.inserted[video]);
  } else {
    std::vector<bool> looked_at(batch.all_time.size());
    const bool is_latest = is_latest_day(batch);
    for (std::size_t w = 0; w < batch.windows.size(); ++w) {
      const auto& window = batch.windows[w];
      if (window.days != of.window_days) continue;
      const auto& noted = written.windows[w];
      auto video = window.videos.begin();
      for (const auto& row : window.rows) {
        const auto place = *video++;
        if (place == run_batch::no_video) {
          look_at(row, false);
        } else if (noted.changed[place] && written.video_ids[place] != 0) {
          looked_at[place] = is_latest && noted.inserted[place];
          look_at(row, looked_at[place]);
        }
      }
    }
    // A new video may have snapshots of earlier days.
    for (std::size_t video = 0; video < looked_at.size(); ++video) {
      const auto id = batch.all_time[video]->tiktok_video_id;
      if (written.inserted[video] && !looked_at[video] && changed.insert(id).second)
        read_again.push_back(id);
    }
  }
  for (auto& entry : of.lists)
    for (const auto& kept : entry.before)
      if (!changed.contains(kept.tiktok_video_id)) entry.head.offer(kept);
  stored_values stored(db_, brand_id_, of.window_days, stored_values::scope::one_video);
  for (const auto id : read_again)
    if (const auto values = stored.find(id)) of.offer(*values, id);
  of.take();
}

/// Whether the ledger has no run of a later day, whose snapshots lists would show.
bool list_heads::is_latest_day(const run_batch& batch) {
  statement later(db_, "SELECT 1 FROM sync_runs WHERE brand_id = ?1 AND snapshot_date > ?2"
                       " AND status = 'succeeded' LIMIT 1");
  later.bind(1, brand_id_);
  later.bind(2, batch.snapshot_date);
  return !later.find_integer();
}

/// Looks at all videos.
void list_heads::rebuild(period_lists& of) {
  for (auto& entry : of.lists) entry.head = list_head(entry.dir, limits_.kept);
  stored_values stored(db_, brand_id_, of.window_days, stored_values::scope::all_videos);
  stored.for_each([&](std::string_view id, const listed_values& values) {
    if (of.admits(values, id)) of.offer(values, of.keep(id));
  });
  of.take();
}

}  // namespace tidemark::sqlite
