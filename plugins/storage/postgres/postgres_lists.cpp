// SPDX-License-Identifier: GPL-2.0-only
#include "postgres_lists.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/core.h>

#include <tidemark/sql/dialect.hpp>

#include "array_text.hpp"
#include "cursor.hpp"
#include "query.hpp"

namespace tidemark::postgres {

using storage::list_content;
using storage::listed_values;

namespace {

std::optional<std::int64_t> integer_of(const rows& found, int row, int column) {
  if (found.is_null(row, column)) return std::nullopt;
  return found.integer(row, column);
}

void visit_rows(const rows& found, const storage::list_store::value_visitor& visit) {
  for (int row = 0; row < found.count(); ++row) {
    listed_values values;
    values.metrics.gmv_cents = found.integer(row, 1);
    values.metrics.items_sold = found.integer(row, 2);
    values.metrics.gpm_cents = integer_of(found, row, 3);
    if (const auto units = integer_of(found, row, 4)) values.metrics.ctr = percent{*units};
    values.metrics.views = found.integer(row, 5);
    if (const auto micros = integer_of(found, row, 6)) values.posted_at = timestamp{*micros};
    visit(found.text(row, 0), values);
  }
}

}  // namespace

std::string select_listed_values(const std::string& in, std::int32_t window_days, bool of_all) {
  std::string text = "SELECT v.tiktok_video_id, v.gmv_cents, v.items_sold, v.gpm_cents,"
                     " (v.ctr * 10000)::bigint, ";
  const bool of_window = window_days != storage::all_time_period;
  text += of_window ? "v.views, NULL"
                    : "v.impressions, (extract(epoch FROM v.posted_at) * 1000000)::bigint";
  text += "\nFROM ";
  if (!of_all) text += "unnest($2::text[]) asked (id) JOIN ";
  text += in + (of_window ? "video_latest v" : "creator_videos v");
  if (!of_all) text += " ON v.tiktok_video_id = asked.id COLLATE \"C\"";
  text += "\nWHERE v.brand_id = $1::bigint";
  if (of_window) text += fmt::format(" AND v.window_days = {}", window_days);
  return text;
}

std::string make_list_table(const std::string& schema) {
  return fmt::format(
      "CREATE TABLE {}.{} ("
      " brand_id BIGINT NOT NULL, window_days INTEGER NOT NULL, sort TEXT NOT NULL,"
      " direction TEXT NOT NULL, tiktok_video_ids TEXT[] COLLATE \"C\" NOT NULL,"
      " sort_values BIGINT[] NOT NULL,"
      " PRIMARY KEY (brand_id, window_days, sort, direction))",
      sql::quoted(schema), list_table_name);
}

postgres_lists::postgres_lists(PGconn* on, const std::string& schema, std::int64_t brand_id)
    : on_(on), in_(sql::quoted(schema) + "."), brand_id_(std::to_string(brand_id)),
      total_before_(count_videos()) {}

std::vector<std::int32_t> postgres_lists::find_periods() {
  const auto found = run(on_,
                         fmt::format("SELECT window_days FROM {0}list_heads WHERE brand_id = $1"
                                     " UNION"
                                     " SELECT window_days FROM {0}brand_windows"
                                     " WHERE brand_id = $1",
                                     in_),
                         {brand_id_});
  std::vector<std::int32_t> periods;
  periods.reserve(static_cast<std::size_t>(found.count()));
  for (int row = 0; row < found.count(); ++row)
    periods.push_back(static_cast<std::int32_t>(found.integer(row, 0)));
  return periods;
}

std::optional<std::int64_t> postgres_lists::find_total(std::int32_t window_days) {
  const auto found = run(on_,
                         fmt::format("SELECT 1 FROM {}list_heads WHERE brand_id = $1"
                                     " AND window_days = $2 LIMIT 1",
                                     in_),
                         {brand_id_, std::to_string(window_days)});
  return found.count() == 0 ? std::nullopt : std::optional(total_before_);
}

std::vector<list_content> postgres_lists::read_heads(std::int32_t window_days,
                                                     std::deque<std::string>& texts) {
  const auto found =
      run(on_,
          fmt::format("SELECT sort, direction, tiktok_video_ids, array_to_string(sort_values, ',',"
                      " '') FROM {}list_heads WHERE brand_id = $1 AND window_days = $2",
                      in_),
          {brand_id_, std::to_string(window_days)});
  std::vector<list_content> heads;
  for (int row = 0; row < found.count(); ++row) {
    const auto key = storage::read_list_key(window_days, found.text(row, 0), found.text(row, 1));
    auto ids = parse_array_text(found.text(row, 2));
    if (!key || !ids) continue;
    auto& head = heads.emplace_back(list_content{*key, {}});
    std::string_view values = found.text(row, 3);
    for (auto& id : *ids) {
      const auto value = values.substr(0, values.find(','));
      values.remove_prefix(std::min(value.size() + 1, values.size()));
      head.positions.push_back({value.empty() ? std::nullopt : std::optional(rows::number(value)),
                                texts.emplace_back(std::move(id))});
    }
  }
  return heads;
}

void postgres_lists::write_heads(const std::vector<list_content>& heads) {
  std::string rows_text;
  std::vector<std::string> parameters{brand_id_};
  const auto parameter = [&](std::string value) {
    parameters.push_back(std::move(value));
    return parameters.size();
  };
  for (const auto& [key, positions] : heads) {
    tags ids;
    std::string values = "{";
    for (const auto& position : positions) {
      ids.emplace_back(position.tiktok_video_id);
      if (values.size() > 1) values += ',';
      values += position.value ? std::to_string(*position.value) : "NULL";
    }
    rows_text += fmt::format("{}($1::bigint, {}, '{}', '{}', ${}::text[], ${}::bigint[])",
                             rows_text.empty() ? "" : ", ", key.window_days,
                             storage::sort_word(key), storage::direction_word(key),
                             parameter(array_text(ids)), parameter(values + "}"));
  }
  run(on_,
      fmt::format("INSERT INTO {}list_heads (brand_id, window_days, sort, direction,"
                  " tiktok_video_ids, sort_values) VALUES {}"
                  " ON CONFLICT (brand_id, window_days, sort, direction) DO UPDATE SET"
                  " tiktok_video_ids = EXCLUDED.tiktok_video_ids,"
                  " sort_values = EXCLUDED.sort_values",
                  in_, rows_text),
      parameters);
}

void postgres_lists::visit_videos(std::int32_t window_days,
                                  const std::vector<std::string_view>& ids,
                                  const value_visitor& visit) {
  if (ids.empty()) return;
  visit_rows(run(on_, select_listed_values(in_, window_days, false),
                 {brand_id_, array_text({ids.begin(), ids.end()})}),
             visit);
}

void postgres_lists::visit_all_videos(std::int32_t window_days, const value_visitor& visit) {
  cursor values(on_, select_listed_values(in_, window_days, true), {brand_id_},
                cursor::taker::run);
  for (;;) {
    const auto found = values.next();
    if (found.count() == 0) break;
    visit_rows(found, visit);
  }
}

std::int64_t postgres_lists::count_videos() {
  return run(on_,
             fmt::format("SELECT COALESCE(sum(videos), 0)::bigint FROM {}brand_totals"
                         " WHERE brand_id = $1",
                         in_),
             {brand_id_})
      .integer(0, 0);
}

bool postgres_lists::are_stored(const std::vector<std::string_view>& ids) {
  if (ids.empty()) return true;
  return run(on_,
             fmt::format("SELECT NOT EXISTS (SELECT 1 FROM unnest($2::text[]) asked (id)"
                         " WHERE NOT EXISTS (SELECT 1 FROM {}creator_videos v"
                         " WHERE v.brand_id = $1 AND v.tiktok_video_id = asked.id COLLATE \"C\"))",
                         in_),
             {brand_id_, array_text({ids.begin(), ids.end()})})
      .boolean(0, 0);
}

bool postgres_lists::has_later_day(std::int32_t window_days, date day) {
  return run(on_,
             fmt::format("SELECT EXISTS (SELECT 1 FROM {}brand_windows WHERE brand_id = $1"
                         " AND window_days = $2 AND latest_date > $3)",
                         in_),
             {brand_id_, std::to_string(window_days), to_text(day)})
      .boolean(0, 0);
}

}  // namespace tidemark::postgres
