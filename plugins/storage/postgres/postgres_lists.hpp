// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/storage/lists/list_store.hpp>

namespace tidemark::postgres {

/// The table of list heads, which version 3 of the schema adds.
inline constexpr std::string_view list_table_name = "list_heads";

/// The statement that makes the table. A list is one row, because most of its head changes at once;
/// ODB cannot map its arrays.
std::string make_list_table(const std::string& schema);

/// Selects what videos of brand $1 are listed by: of all, or of those whose ids are in $2 (TEXT[]).
/// `in` is the schema, quoted, and a dot.
std::string select_listed_values(const std::string& in, std::int32_t window_days, bool of_all);

/// The table, within a run's transaction. Totals and days are those of latest_videos.hpp.
/// Throws as query.hpp.
class postgres_lists final : public storage::list_store {
 public:
  /// To be made before the run writes anything; `schema` must outlive this object.
  postgres_lists(PGconn* on, const std::string& schema, std::int64_t brand_id);

  std::vector<std::int32_t> find_periods() override;
  std::optional<std::int64_t> find_total(std::int32_t window_days) override;
  void set_total(std::int32_t, std::int64_t, date) override {}
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
  PGconn* on_;
  std::string in_;  ///< the schema, quoted, and a dot
  std::string brand_id_;
  std::int64_t total_before_;
};

}  // namespace tidemark::postgres
