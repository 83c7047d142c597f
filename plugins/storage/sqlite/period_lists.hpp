// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/videos/list_head.hpp>
#include <tidemark/videos/list_order.hpp>
#include <tidemark/videos/period_query.hpp>

#include "listed_values.hpp"

/// The tables of the heads of lists. Every function throws odb::sqlite::database_exception.
namespace tidemark::sqlite {

/// The SQL that makes the tables of list heads: a row for each list, with its ids and values as
/// JSON arrays, because most of a head changes at once. It is not ODB's, which writes single rows.
extern const char* const make_list_tables;
/// Their names.
inline constexpr std::string_view list_tables[] = {"list_heads", "list_totals"};

/// One list: what was kept of it, and what it becomes.
struct kept_list {
  videos::sort_field field;
  videos::direction dir;
  std::vector<videos::list_position> before;
  videos::list_head head;
  std::vector<videos::list_position> after = {};

  videos::list_position position(const listed_values& values, std::string_view id) const {
    return {videos::sort_value(values.metrics, values.posted_at, field), id};
  }
};

/// The lists of one period.
struct period_lists {
  std::int32_t window_days = all_time_period;
  std::optional<std::int64_t> total_before;  ///< nothing: the lists are not kept yet
  std::vector<kept_list> lists;
  std::deque<std::string> texts;  ///< ids that nothing else holds

  std::string_view keep(std::string_view text) { return texts.emplace_back(text); }

  void offer(const listed_values& values, std::string_view id) {
    for (auto& entry : lists) entry.head.offer(entry.position(values, id));
  }
  bool admits(const listed_values& values, std::string_view id) const {
    return std::any_of(lists.begin(), lists.end(), [&](const kept_list& entry) {
      return entry.head.admits(entry.position(values, id));
    });
  }
  void take() {
    for (auto& entry : lists) entry.after = entry.head.take();
  }
};

/// The lists of a period as they are kept; `count_max` is the length of what they become.
period_lists read_lists(sqlite3* db, std::int64_t brand_id, std::int32_t window_days,
                        std::size_t count_max);

/// Keeps what the lists have become, of `total` videos each.
void write_lists(sqlite3* db, std::int64_t brand_id, const period_lists& lists,
                 std::int64_t total);

/// `list_heads.window_days` of the list that `query` selects: 0 for all-time. The order by time of
/// posting is the same in every period and kept once.
std::int32_t list_period(const videos::period_query& query);

/// How many videos the lists of a period have; nothing if its heads are not kept.
std::optional<std::int64_t> find_list_total(sqlite3* db, std::int64_t brand_id,
                                            std::int32_t window_days);

}  // namespace tidemark::sqlite
