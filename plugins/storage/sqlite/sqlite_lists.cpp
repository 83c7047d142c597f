// SPDX-License-Identifier: GPL-2.0-only
#include "sqlite_lists.hpp"

#include <algorithm>
#include <utility>

#include <boost/json.hpp>

#include <tidemark/value/json.hpp>
#include <tidemark/value/tags.hpp>

#include "period_tables.hpp"
#include "statement.hpp"
#include "stored_text.hpp"

namespace tidemark::sqlite {

using storage::list_content;
using storage::listed_values;
using videos::list_position;

namespace {

/// Selects the values of all videos of brand ?1, of a window the days ?2.
std::string select_values(std::int32_t window_days) {
  const bool of_window = window_days != storage::all_time_period;
  const auto& metrics = period_metrics(of_window);
  std::string text = "SELECT v.tiktok_video_id";
  for (const auto column :
       {metrics.gmv, metrics.views, metrics.items_sold, metrics.gpm, metrics.ctr})
    text += ", " + std::string(column);
  text += of_window ? "" : ", v.posted_at";
  text += "\nFROM creator_videos v";
  text += latest_snapshot_join(of_window);
  return text + "\nWHERE v.brand_id = ?1";
}

void bind_period(statement& to, std::int64_t brand_id, std::int32_t window_days) {
  to.bind(1, brand_id);
  if (window_days != storage::all_time_period) to.bind(2, std::int64_t{window_days});
}

/// The positions of a row's third and fourth column.
std::vector<list_position> read_positions(statement& row, std::deque<std::string>& texts) {
  tags ids;
  row.read(2, ids);
  boost::json::error_code wrong;
  const auto values = boost::json::parse(row.text(3), wrong);
  if (wrong || !values.is_array() || values.get_array().size() != ids.size())
    throw_not_stored_by_us(row.text(3), "a value for each video of a list");
  std::vector<list_position> positions;
  positions.reserve(ids.size());
  for (std::size_t place = 0; place < ids.size(); ++place) {
    const auto* value = values.get_array()[place].if_int64();
    positions.push_back({value ? std::optional<std::int64_t>(*value) : std::nullopt,
                         texts.emplace_back(std::move(ids[place]))});
  }
  return positions;
}

listed_values read_values(statement& row) {
  listed_values values;
  row.read(1, values.metrics.gmv_cents);
  row.read(2, values.metrics.views);
  row.read(3, values.metrics.items_sold);
  row.read(4, values.metrics.gpm_cents);
  row.read(5, values.metrics.ctr);
  if (row.column_count() > 6) row.read(6, values.posted_at);
  return values;
}

}  // namespace

const char* const make_list_tables =
    "CREATE TABLE list_totals ("
    " brand_id INTEGER NOT NULL, window_days INTEGER NOT NULL, videos INTEGER NOT NULL,"
    " latest_date TEXT NOT NULL, PRIMARY KEY (brand_id, window_days));"
    "CREATE TABLE list_heads ("
    " brand_id INTEGER NOT NULL, window_days INTEGER NOT NULL, sort TEXT NOT NULL,"
    " direction TEXT NOT NULL, tiktok_video_ids TEXT NOT NULL, sort_values TEXT NOT NULL,"
    " PRIMARY KEY (brand_id, window_days, sort, direction))";

std::optional<std::int64_t> find_list_total(sqlite3* db, std::int64_t brand_id,
                                            std::int32_t window_days) {
  statement total(db, "SELECT videos FROM list_totals WHERE brand_id = ?1 AND window_days = ?2"
                      " AND EXISTS (SELECT 1 FROM list_heads"
                      " WHERE brand_id = ?1 AND window_days = ?2)");
  total.bind(1, brand_id);
  total.bind(2, std::int64_t{window_days});
  return total.find_integer();
}

std::vector<std::int32_t> sqlite_lists::find_periods() {
  statement known(db_, "SELECT window_days FROM list_totals WHERE brand_id = ?1");
  known.bind(1, brand_id_);
  std::vector<std::int32_t> periods;
  while (known.step()) periods.push_back(static_cast<std::int32_t>(known.integer(0)));
  return periods;
}

std::optional<std::int64_t> sqlite_lists::find_total(std::int32_t window_days) {
  return find_list_total(db_, brand_id_, window_days);
}

void sqlite_lists::set_total(std::int32_t window_days, std::int64_t videos, date day) {
  // Earlier runs of a migrated database are known from the ledger only.
  statement set(db_, "INSERT INTO list_totals (brand_id, window_days, videos, latest_date)"
                     " VALUES (?1, ?2, ?3, max(?4, coalesce((SELECT max(snapshot_date)"
                     " FROM sync_runs WHERE brand_id = ?1 AND status = 'succeeded'), ?4)))"
                     " ON CONFLICT (brand_id, window_days) DO UPDATE SET videos = excluded.videos,"
                     " latest_date = max(latest_date, excluded.latest_date)");
  set.bind(1, brand_id_);
  set.bind(2, std::int64_t{window_days});
  set.bind(3, videos);
  set.bind(4, day);
  set.run();
}

std::vector<list_content> sqlite_lists::read_heads(std::int32_t window_days,
                                                   std::deque<std::string>& texts) {
  statement row(db_, "SELECT sort, direction, tiktok_video_ids, sort_values FROM list_heads"
                     " WHERE brand_id = ?1 AND window_days = ?2");
  row.bind(1, brand_id_);
  row.bind(2, std::int64_t{window_days});
  std::vector<list_content> heads;
  while (row.step()) {
    const auto key = storage::read_list_key(window_days, row.text(0), row.text(1));
    if (key) heads.push_back({*key, read_positions(row, texts)});
  }
  return heads;
}

void sqlite_lists::write_heads(const std::vector<list_content>& heads) {
  statement set(db_, "INSERT OR REPLACE INTO list_heads (brand_id, window_days, sort, direction,"
                     " tiktok_video_ids, sort_values) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  set.bind(1, brand_id_);
  for (const auto& [key, positions] : heads) {
    std::string ids, values;
    for (const auto& position : positions) {
      append_json_string(ids.append(ids.empty() ? "[" : ","), position.tiktok_video_id);
      values.append(values.empty() ? "[" : ",")
          .append(position.value ? std::to_string(*position.value) : "null");
    }
    set.bind(2, std::int64_t{key.window_days});
    set.bind(3, storage::sort_word(key));
    set.bind(4, storage::direction_word(key));
    set.bind_copy(5, ids.empty() ? "[]" : ids.append("]"));
    set.bind_copy(6, values.empty() ? "[]" : values.append("]"));
    set.run();
  }
}

void sqlite_lists::visit_videos(std::int32_t window_days, const std::vector<std::string_view>& ids,
                                const value_visitor& visit) {
  statement row(db_, select_values(window_days) + " AND v.tiktok_video_id = ?3");
  bind_period(row, brand_id_, window_days);
  for (const auto id : ids) {
    row.bind(3, id);
    if (row.step()) visit(id, read_values(row));
    row.reset();
  }
}

void sqlite_lists::visit_all_videos(std::int32_t window_days, const value_visitor& visit) {
  statement rows(db_, select_values(window_days));
  bind_period(rows, brand_id_, window_days);
  while (rows.step()) visit(rows.text(0), read_values(rows));
}

std::int64_t sqlite_lists::count_videos() {
  statement count(db_, "SELECT COUNT(*) FROM creator_videos WHERE brand_id = ?1");
  count.bind(1, brand_id_);
  return count.find_integer().value_or(0);
}

bool sqlite_lists::are_stored(const std::vector<std::string_view>& ids) {
  statement video(db_, "SELECT 1 FROM creator_videos WHERE brand_id = ?1 AND tiktok_video_id = ?2");
  video.bind(1, brand_id_);
  return std::all_of(ids.begin(), ids.end(), [&](std::string_view id) {
    video.bind(2, id);
    return video.find_integer().has_value();
  });
}

bool sqlite_lists::has_later_day(std::int32_t window_days, date day) {
  statement later(db_, "SELECT 1 FROM list_totals WHERE brand_id = ?1 AND window_days = ?2"
                       " AND latest_date > ?3");
  later.bind(1, brand_id_);
  later.bind(2, std::int64_t{window_days});
  later.bind(3, day);
  return later.find_integer().has_value();
}

}  // namespace tidemark::sqlite
