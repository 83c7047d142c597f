// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/storage/lists/list_store.hpp>

namespace tidemark::sqlite {

/// The SQL that makes the tables of list heads: a row for each list, with its ids and values as
/// JSON arrays, because most of a head changes at once. It is not ODB's, which writes single rows.
extern const char* const make_list_tables;
/// Their names.
inline constexpr std::string_view list_table_names[] = {"list_heads", "list_totals"};

/// How many videos the lists of a period have; nothing if its heads are not kept. Throws
/// odb::sqlite::database_exception.
std::optional<std::int64_t> find_list_total(sqlite3* db, std::int64_t brand_id,
                                            std::int32_t window_days);

/// The tables, within a transaction. Throws odb::sqlite::database_exception.
class sqlite_lists final : public storage::list_store {
 public:
  sqlite_lists(sqlite3* db, std::int64_t brand_id) : db_(db), brand_id_(brand_id) {}

  std::vector<std::int32_t> find_periods() override;
  std::optional<std::int64_t> find_total(std::int32_t window_days) override;
  void set_total(std::int32_t window_days, std::int64_t videos, date day) override;
  std::vector<storage::list_content> read_heads(std::int32_t window_days,
                                                std::deque<std::string>& texts) override;
  void write_heads(const std::vector<storage::list_content>& heads) override;
  void visit_videos(std::int32_t window_days, const std::vector<std::string_view>& ids,
                    const value_visitor& visit) override;
  void visit_all_videos(std::int32_t window_days, const value_visitor& visit) override;
  std::int64_t count_videos() override;
  bool are_stored(const std::vector<std::string_view>& ids) override;
  bool has_later_day(std::int32_t window_days, date day) override;

 private:
  sqlite3* db_;
  std::int64_t brand_id_;
};

}  // namespace tidemark::sqlite
