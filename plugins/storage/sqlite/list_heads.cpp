// SPDX-License-Identifier: GPL-2.0-only
#include "list_heads.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <tidemark/value/json.hpp>
#include <tidemark/value/tags.hpp>
#include <tidemark/value/text_hash.hpp>
#include <tidemark/videos/list_head.hpp>
#include <tidemark/videos/selected_metrics.hpp>
#include <tidemark/videos/to_records.hpp>

#include "period_tables.hpp"
#include "statement.hpp"
#include "stored_text.hpp"

namespace tidemark::sqlite {

namespace {

using storage::run_batch;
using videos::direction;
using videos::list_head;
using videos::list_position;
using videos::sort_field;

constexpr std::int32_t all_time = 0;  ///< in place of a window's days

/// What a video is listed by in one period.
struct listed_values {
  videos::selected_metrics metrics;
  std::optional<timestamp> posted_at;
};

/// Whether a run changed what the lists of a period show.
bool has_changed(std::int32_t window_days, const written_rows& written) {
  const auto any = [](const std::vector<bool>& marks) {
    return std::find(marks.begin(), marks.end(), true) != marks.end();
  };
  if (window_days == all_time) return any(written.changed);
  return any(written.inserted) ||
         std::any_of(written.windows.begin(), written.windows.end(), [&](const auto& window) {
           return window.days == window_days && (window.changed_elsewhere || any(window.changed));
         });
}

/// Whether a period has a list by `field` of its own.
bool has_list(std::int32_t window_days, sort_field field) {
  return window_days == all_time || field != sort_field::posted_at;
}

listed_values values_of(const videos::row_view& row, std::int32_t window_days) {
  if (window_days == all_time)
    return {{row.gmv_cents.value_or(0), row.views.value_or(0), row.items_sold.value_or(0),
             row.gpm_cents, row.ctr}, row.posted_at};
  const auto snapshot = videos::to_snapshot(row, {}, window_days, {});
  return {videos::select_metrics(&snapshot), {}};
}

/// Reads what is stored of the videos of a period, one or all.
class stored_values {
 public:
  stored_values(sqlite3* db, std::int64_t brand_id, std::int32_t window_days, bool one_video)
      : rows_(db, text_of(window_days, one_video)) {
    rows_.bind(1, brand_id);
    if (window_days != all_time) rows_.bind(2, std::int64_t{window_days});
  }

  /// For one video: its values, if it has an all-time record.
  std::optional<listed_values> find(std::string_view tiktok_video_id) {
    rows_.bind(3, tiktok_video_id);
    std::optional<listed_values> found;
    if (!rows_.step()) return found;
    found = read();
    rows_.reset();
    return found;
  }

  /// For all: calls `visit(id, values)`.
  template <typename Visit>
  void for_each(Visit&& visit) {
    while (rows_.step()) visit(rows_.text(0), read());
  }

 private:
  static std::string text_of(std::int32_t window_days, bool one_video) {
    const bool of_window = window_days != all_time;
    const auto& metrics = period_metrics(of_window);
    std::string text = "SELECT v.tiktok_video_id";
    for (const auto column :
         {metrics.gmv, metrics.views, metrics.items_sold, metrics.gpm, metrics.ctr})
      text += ", " + std::string(column);
    text += of_window ? "" : ", v.posted_at";
    text += "\nFROM creator_videos v";
    text += latest_snapshot_join(of_window);
    text += "\nWHERE v.brand_id = ?1";
    return one_video ? text + " AND v.tiktok_video_id = ?3" : text;
  }

  listed_values read() {
    listed_values values;
    rows_.read(1, values.metrics.gmv_cents);
    rows_.read(2, values.metrics.views);
    rows_.read(3, values.metrics.items_sold);
    rows_.read(4, values.metrics.gpm_cents);
    rows_.read(5, values.metrics.ctr);
    if (rows_.column_count() > 6) rows_.read(6, values.posted_at);
    return values;
  }

  statement rows_;
};

bool is_stored(sqlite3* db, const char* table, std::int64_t brand_id) {
  statement any(db, std::string("SELECT 1 FROM ") + table + " WHERE brand_id = ?1 LIMIT 1");
  any.bind(1, brand_id);
  return any.find_integer().has_value();
}

}  // namespace

const char* const make_list_tables =
    "CREATE TABLE list_totals ("
    " brand_id INTEGER NOT NULL, window_days INTEGER NOT NULL, videos INTEGER NOT NULL,"
    " PRIMARY KEY (brand_id, window_days));"
    "CREATE TABLE list_heads ("
    " brand_id INTEGER NOT NULL, window_days INTEGER NOT NULL, sort TEXT NOT NULL,"
    " direction TEXT NOT NULL, tiktok_video_ids TEXT NOT NULL, sort_values TEXT NOT NULL,"
    " PRIMARY KEY (brand_id, window_days, sort, direction))";

/// One list: what was kept of it, and what it becomes.
struct list_heads::list {
  sort_field field;
  direction dir;
  std::vector<list_position> before;
  list_head head;
  std::vector<list_position> after = {};

  list_position position(const listed_values& values, std::string_view id) const {
    return {videos::sort_value(values.metrics, values.posted_at, field), id};
  }
};

/// The lists of one period.
struct list_heads::period {
  std::int32_t window_days = all_time;
  std::optional<std::int64_t> total_before;  ///< nothing: the lists are not kept yet
  std::vector<list> lists;
  std::deque<std::string> texts;  ///< ids that nothing else holds

  std::string_view keep(std::string_view text) { return texts.emplace_back(text); }

  void offer(const listed_values& values, std::string_view id) {
    for (auto& entry : lists) entry.head.offer(entry.position(values, id));
  }
  bool admits(const listed_values& values, std::string_view id) const {
    return std::any_of(lists.begin(), lists.end(), [&](const list& entry) {
      return entry.head.admits(entry.position(values, id));
    });
  }
  void take() {
    for (auto& entry : lists) entry.after = entry.head.take();
  }
};

list_heads::list_heads(sqlite3* db, std::int64_t brand_id, list_limits limits)
    : db_(db), brand_id_(brand_id), limits_(limits),
      brand_is_new_(!is_stored(db, "creator_videos", brand_id) &&
                    !is_stored(db, "creator_video_metric_snapshots", brand_id)) {}

void list_heads::update(const run_batch& batch, const written_rows& written) {
  const auto added = std::count(written.inserted.begin(), written.inserted.end(), true);
  for (const std::int32_t window_days : periods_of(batch)) {
    const bool is_kept = find_list_total(db_, brand_id_, window_days).has_value();
    if (is_kept && !batch.forced && !has_changed(window_days, written)) continue;
    period of = open(window_days);
    const std::int64_t before = of.total_before.value_or(0);
    if (brand_is_new_) fill(of, batch, written);
    else if (!of.total_before || batch.forced || added > before / 2) rebuild(of);
    else follow(of, batch, written);
    std::int64_t total = before + added;
    if (!of.total_before || brand_is_new_ || batch.forced) {
      statement count(db_, "SELECT COUNT(*) FROM creator_videos WHERE brand_id = ?1");
      count.bind(1, brand_id_);
      total = count.find_integer().value_or(0);
    }
    const auto is_short = [&](const list& entry) {
      return entry.after.size() < limits_.rebuilt_below &&
             static_cast<std::int64_t>(entry.after.size()) < total;
    };
    if (std::any_of(of.lists.begin(), of.lists.end(), is_short)) {
      of = open(window_days);
      rebuild(of);
    }
    write(of, total);
  }
}

/// All-time, the batch's windows, and others that the brand has.
std::vector<std::int32_t> list_heads::periods_of(const run_batch& batch) {
  std::set<std::int32_t> periods{all_time};
  for (const auto& window : batch.windows) periods.insert(window.days);
  statement known(db_, "SELECT window_days FROM list_totals WHERE brand_id = ?1");
  known.bind(1, brand_id_);
  while (known.step()) periods.insert(static_cast<std::int32_t>(known.integer(0)));
  return {periods.begin(), periods.end()};
}

list_heads::period list_heads::open(std::int32_t window_days) {
  period of{window_days, find_list_total(db_, brand_id_, window_days), {}, {}};
  statement read(db_, "SELECT tiktok_video_ids, sort_values FROM list_heads WHERE brand_id = ?1"
                      " AND window_days = ?2 AND sort = ?3 AND direction = ?4");
  read.bind(1, brand_id_);
  read.bind(2, std::int64_t{window_days});
  for (std::size_t field = 0; field < videos::sort_words.size(); ++field) {
    if (!has_list(window_days, static_cast<sort_field>(field))) continue;
    for (std::size_t dir = 0; dir < videos::direction_words.size(); ++dir) {
      read.bind(3, videos::sort_words[field]);
      read.bind(4, videos::direction_words[dir]);
      std::vector<list_position> before;
      if (read.step()) before = read_positions(read, of);
      read.reset();
      const bool is_whole = static_cast<std::int64_t>(before.size()) == of.total_before;
      const auto bound = is_whole || before.empty() ? std::nullopt : std::optional(before.back());
      const auto towards = static_cast<direction>(dir);
      of.lists.push_back({static_cast<sort_field>(field), towards, std::move(before),
                          list_head(towards, limits_.kept, bound)});
    }
  }
  return of;
}

std::vector<list_position> list_heads::read_positions(statement& row, period& of) {
  tags ids;
  row.read(0, ids);
  boost::json::error_code wrong;
  const auto values = boost::json::parse(row.text(1), wrong);
  if (wrong || !values.is_array() || values.get_array().size() != ids.size())
    throw_not_stored_by_us(row.text(1), "a value for each video of a list");
  std::vector<list_position> positions;
  positions.reserve(ids.size());
  for (std::size_t place = 0; place < ids.size(); ++place) {
    const auto* value = values.get_array()[place].if_int64();
    positions.push_back({value ? std::optional<std::int64_t>(*value) : std::nullopt,
                         of.texts.emplace_back(std::move(ids[place]))});
  }
  return positions;
}

/// Of a new brand, all that is stored came with the batch.
void list_heads::fill(period& of, const run_batch& batch, const written_rows& written) {
  for (auto& entry : of.lists) entry.head = list_head(entry.dir, limits_.kept);
  std::vector<const videos::row_view*> rows(batch.all_time.begin(), batch.all_time.end());
  if (of.window_days != all_time) {
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
void list_heads::follow(period& of, const run_batch& batch, const written_rows& written) {
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
  if (of.window_days == all_time) {
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
  stored_values stored(db_, brand_id_, of.window_days, true);
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
void list_heads::rebuild(period& of) {
  for (auto& entry : of.lists) entry.head = list_head(entry.dir, limits_.kept);
  stored_values stored(db_, brand_id_, of.window_days, false);
  stored.for_each([&](std::string_view id, const listed_values& values) {
    if (of.admits(values, id)) of.offer(values, of.keep(id));
  });
  of.take();
}

void list_heads::write(period& of, std::int64_t total) {
  statement set_total(db_, "INSERT OR REPLACE INTO list_totals (brand_id, window_days, videos)"
                           " VALUES (?1, ?2, ?3)");
  set_total.bind(1, brand_id_);
  set_total.bind(2, std::int64_t{of.window_days});
  set_total.bind(3, total);
  if (of.total_before != total) set_total.run();

  statement set(db_, "INSERT OR REPLACE INTO list_heads (brand_id, window_days, sort, direction,"
                     " tiktok_video_ids, sort_values) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  set.bind(1, brand_id_);
  set.bind(2, std::int64_t{of.window_days});
  for (const auto& entry : of.lists) {
    if (entry.after == entry.before) continue;
    std::string ids, values;
    for (const auto& position : entry.after) {
      append_json_string(ids.append(ids.empty() ? "[" : ","), position.tiktok_video_id);
      values.append(values.empty() ? "[" : ",")
          .append(position.value ? std::to_string(*position.value) : "null");
    }
    set.bind(3, videos::sort_words[static_cast<std::size_t>(entry.field)]);
    set.bind(4, videos::direction_words[static_cast<std::size_t>(entry.dir)]);
    set.bind_copy(5, ids.empty() ? "[]" : ids.append("]"));
    set.bind_copy(6, values.empty() ? "[]" : values.append("]"));
    set.run();
  }
}

std::int32_t list_period(const videos::period_query& query) {
  return query.sort == sort_field::posted_at ? all_time : query.window_days.value_or(all_time);
}

std::optional<std::int64_t> find_list_total(sqlite3* db, std::int64_t brand_id,
                                            std::int32_t window_days) {
  statement total(db, "SELECT videos FROM list_totals WHERE brand_id = ?1 AND window_days = ?2");
  total.bind(1, brand_id);
  total.bind(2, std::int64_t{window_days});
  return total.find_integer();
}

}  // namespace tidemark::sqlite
