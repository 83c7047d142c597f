// SPDX-License-Identifier: GPL-2.0-only
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/sql/dialect.hpp>
#include <tidemark/value/ascii.hpp>
#include <tidemark/value/decimal.hpp>

#include "array_text.hpp"
#include "failure.hpp"
#include "grants.hpp"
#include "postgres_storage.hpp"
#include "query.hpp"

namespace tidemark::postgres {

namespace {

/// Where the metrics come from: columns of `v`, the all-time record, or of `s`, the snapshot.
struct metric_columns {
  std::string_view gmv, gpm, views, items_sold, ctr;
};
constexpr metric_columns all_time{"v.gmv_cents", "v.gpm_cents", "v.impressions", "v.items_sold",
                                  "v.ctr"};
constexpr metric_columns of_snapshot{"COALESCE(s.gmv_cents, 0)", "s.gpm_cents",
                                     "COALESCE(s.views, 0)", "COALESCE(s.items_sold, 0)", "s.ctr"};

/// `text` with ASCII letters in lower case, whatever the database's language; compared by bytes.
std::string lower(std::string_view text) {
  return "translate(" + std::string(text) +
         ", 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') COLLATE \"C\"";
}

/// `name` in lower case, without one leading `mark`.
std::string bare_name(std::string_view name, std::string_view mark) {
  const std::string plain(name);
  return lower("CASE WHEN left(" + plain + ", 1) = '" + std::string(mark) + "' THEN substr(" +
               plain + ", 2) ELSE " + plain + " END");
}

std::string without(std::string_view name, char mark) {
  if (name.starts_with(mark)) name.remove_prefix(1);
  return ascii_lower(name);
}

/// A period query as a statement.
class listing {
 public:
  listing(const videos::period_query& query, const std::string& schema)
      : query_(query), schema_(sql::quoted(schema)),
        metrics_(query.window_days ? of_snapshot : all_time) {
    add_tables();
    add_filters();
  }

  std::string total() const { return "SELECT count(*)" + from_; }

  std::string rows() const {
    std::string text = "SELECT v.tiktok_video_id, c.tiktok_username, v.title, v.video_url,"
                       " floor(extract(epoch FROM v.posted_at))::bigint";
    for (const auto column :
         {metrics_.gmv, metrics_.gpm, metrics_.views, metrics_.items_sold, metrics_.ctr})
      text += ", " + std::string(column);
    return text + ", v.duration, v.hash_tags, NULLIF(v.thumbnail_url, '')" + from_ + order();
  }

  /// What stands for `$1`, `$2`...
  const std::vector<std::string>& parameters() const { return parameters_; }

 private:
  /// The number of a new parameter.
  std::string parameter(std::string value) {
    parameters_.push_back(std::move(value));
    return "$" + std::to_string(parameters_.size());
  }

  void add_tables() {
    from_ = "\nFROM " + schema_ + ".creator_videos v LEFT JOIN " + schema_ +
            ".creators c ON c.id = v.creator_id";
    if (!query_.window_days) return;
    from_ += "\nLEFT JOIN LATERAL (SELECT * FROM " + schema_ +
             ".creator_video_metric_snapshots l WHERE l.brand_id = v.brand_id"
             " AND l.tiktok_video_id = v.tiktok_video_id AND l.window_days = " +
             parameter(std::to_string(*query_.window_days)) +
             "::integer ORDER BY l.snapshot_date DESC, l.id DESC LIMIT 1) s ON TRUE";
  }

  void add_filters() {
    from_ += "\nWHERE v.brand_id = " + parameter(std::to_string(query_.brand_id)) + "::bigint";
    if (query_.min_gmv_cents)
      add(metrics_.gmv, ">=", std::to_string(*query_.min_gmv_cents), "bigint");
    if (query_.posted_after)
      add("v.posted_at", ">=", to_text(*query_.posted_after) + " 00:00:00Z", "timestamptz");
    if (query_.posted_before)
      add("v.posted_at", "<=", to_text(*query_.posted_before) + " 23:59:59.999999Z",
          "timestamptz");
    if (!query_.search.empty()) add_search(parameter(ascii_lower(query_.search)));
    if (!query_.creator.empty())
      add(bare_name("c.tiktok_username", "@"), "=", without(query_.creator, '@'), "text");
    if (!query_.hashtag.empty())
      from_ += " AND EXISTS (SELECT 1 FROM unnest(v.hash_tags) t WHERE " + bare_name("t", "#") +
               " = " + parameter(without(query_.hashtag, '#')) + "::text)";
  }

  void add(std::string_view what, std::string_view op, std::string value, std::string_view type) {
    from_ += " AND " + std::string(what) + " " + std::string(op) + " " +
             parameter(std::move(value)) + "::" + std::string(type);
  }

  /// Bytes are looked for, so that no character is special.
  void add_search(const std::string& wanted) {
    const auto contains = [&](std::string_view column) {
      return "strpos(" + lower(column) + ", " + wanted + "::text) > 0";
    };
    from_ += " AND (" + contains("v.title") + " OR " + contains("c.tiktok_username") +
             " OR EXISTS (SELECT 1 FROM unnest(v.hash_tags) t WHERE " + contains("t") + "))";
  }

  std::string order() const {
    std::string_view column;
    switch (query_.sort) {
      case videos::sort_field::gmv: column = metrics_.gmv; break;
      case videos::sort_field::gpm: column = metrics_.gpm; break;
      case videos::sort_field::views: column = metrics_.views; break;
      case videos::sort_field::ctr: column = metrics_.ctr; break;
      case videos::sort_field::items_sold: column = metrics_.items_sold; break;
      case videos::sort_field::posted_at: column = "v.posted_at"; break;
    }
    return "\nORDER BY " + std::string(column) +
           (query_.dir == videos::direction::asc ? " ASC" : " DESC") +
           " NULLS LAST, v.tiktok_video_id COLLATE \"C\"";
  }

  const videos::period_query& query_;
  std::string schema_;
  const metric_columns& metrics_;
  std::string from_;
  std::vector<std::string> parameters_;
};

videos::listed_video read_listed(const rows& from, int row) {
  const auto text = [&](int column) -> std::optional<std::string> {
    if (from.is_null(row, column)) return std::nullopt;
    return std::string(from.text(row, column));
  };
  const auto integer = [&](int column) -> std::optional<std::int64_t> {
    if (from.is_null(row, column)) return std::nullopt;
    return from.integer(row, column);
  };
  videos::listed_video one;
  one.tiktok_video_id = from.text(row, 0);
  one.username = from.text(row, 1);
  one.title = text(2);
  one.video_url = text(3);
  if (const auto seconds = integer(4)) one.posted_at = from_unix_seconds(*seconds);
  one.gmv_cents = from.integer(row, 5);
  one.gpm_cents = integer(6);
  one.views = from.integer(row, 7);
  one.items_sold = from.integer(row, 8);
  if (const auto rate = text(9))
    one.ctr = percent{parse_decimal(*rate, 4, decimal_form::plain).scaled};
  one.duration = integer(10);
  if (const auto list = text(11)) one.hash_tags = parse_array_text(*list);
  one.thumbnail_url = text(12);
  return one;
}

}  // namespace

result<videos::video_page> postgres_storage::list_videos(const videos::period_query& query) {
  return no_throw(*database_, access::reading, [&]() -> result<videos::video_page> {
    transaction own(transaction::for_reading, *database_);
    videos::video_page page{{}, 0, query.page, query.per_page};
    const listing wanted(query, database_->schema());
    page.total = run(own.handle(), wanted.total(), wanted.parameters()).integer(0, 0);
    // Pages are compared, not positions, which could overflow.
    if (query.page <= page.total / query.per_page + 1) {
      const auto found = run(own.handle(),
                             wanted.rows() + "\nLIMIT " + std::to_string(query.per_page) +
                                 " OFFSET " + std::to_string((query.page - 1) * query.per_page),
                             wanted.parameters());
      for (int i = 0; i < found.count(); ++i) page.videos.push_back(read_listed(found, i));
    }
    own.commit();
    return page;
  });
}

result<void> postgres_storage::walk_listed(const videos::period_query& query,
                                           const visitor<videos::listed_video>& visit) {
  return no_throw(*database_, access::reading, [&]() -> result<void> {
    transaction own(transaction::for_reading, *database_);
    const listing wanted(query, database_->schema());
    run(own.handle(), "DECLARE listed NO SCROLL CURSOR FOR " + wanted.rows(), wanted.parameters());
    bool go_on = true;
    while (go_on) {
      const auto found = run(own.handle(), "FETCH 1000 FROM listed");
      if (found.count() == 0) break;
      for (int i = 0; go_on && i < found.count(); ++i) go_on = visit(read_listed(found, i));
    }
    own.commit();
    return {};
  });
}

}  // namespace tidemark::postgres
