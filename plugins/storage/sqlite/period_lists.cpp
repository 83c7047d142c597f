// SPDX-License-Identifier: GPL-2.0-only
#include "period_lists.hpp"

#include <utility>

#include <boost/json.hpp>

#include <tidemark/value/json.hpp>
#include <tidemark/value/tags.hpp>

#include "statement.hpp"
#include "stored_text.hpp"

namespace tidemark::sqlite {

using videos::direction;
using videos::list_head;
using videos::list_position;
using videos::sort_field;

namespace {

/// Whether a period has a list by `field` of its own.
bool has_list(std::int32_t window_days, sort_field field) {
  return window_days == all_time_period || field != sort_field::posted_at;
}

/// The positions of a row, whose ids `of` keeps.
std::vector<list_position> read_positions(statement& row, period_lists& of) {
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

}  // namespace

const char* const make_list_tables =
    "CREATE TABLE list_totals ("
    " brand_id INTEGER NOT NULL, window_days INTEGER NOT NULL, videos INTEGER NOT NULL,"
    " PRIMARY KEY (brand_id, window_days));"
    "CREATE TABLE list_heads ("
    " brand_id INTEGER NOT NULL, window_days INTEGER NOT NULL, sort TEXT NOT NULL,"
    " direction TEXT NOT NULL, tiktok_video_ids TEXT NOT NULL, sort_values TEXT NOT NULL,"
    " PRIMARY KEY (brand_id, window_days, sort, direction))";

period_lists read_lists(sqlite3* db, std::int64_t brand_id, std::int32_t window_days,
                        std::size_t count_max) {
  period_lists of{window_days, find_list_total(db, brand_id, window_days), {}, {}};
  statement read(db, "SELECT tiktok_video_ids, sort_values FROM list_heads WHERE brand_id = ?1"
                      " AND window_days = ?2 AND sort = ?3 AND direction = ?4");
  read.bind(1, brand_id);
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
                          list_head(towards, count_max, bound)});
    }
  }
  return of;
}

void write_lists(sqlite3* db, std::int64_t brand_id, const period_lists& of,
                 std::int64_t total) {
  statement set_total(db, "INSERT OR REPLACE INTO list_totals (brand_id, window_days, videos)"
                           " VALUES (?1, ?2, ?3)");
  set_total.bind(1, brand_id);
  set_total.bind(2, std::int64_t{of.window_days});
  set_total.bind(3, total);
  if (of.total_before != total) set_total.run();

  statement set(db, "INSERT OR REPLACE INTO list_heads (brand_id, window_days, sort, direction,"
                     " tiktok_video_ids, sort_values) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  set.bind(1, brand_id);
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
  if (query.sort == sort_field::posted_at) return all_time_period;
  return query.window_days.value_or(all_time_period);
}

std::optional<std::int64_t> find_list_total(sqlite3* db, std::int64_t brand_id,
                                            std::int32_t window_days) {
  statement total(db, "SELECT videos FROM list_totals WHERE brand_id = ?1 AND window_days = ?2");
  total.bind(1, brand_id);
  total.bind(2, std::int64_t{window_days});
  return total.find_integer();
}

}  // namespace tidemark::sqlite
