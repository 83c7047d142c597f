// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include <fmt/core.h>

#include <tidemark/sql/dialect.hpp>
#include <tidemark/value/decimal.hpp>

#include "array_text.hpp"
#include "cursor.hpp"
#include "failure.hpp"
#include "grants.hpp"
#include "listing.hpp"
#include "postgres_storage.hpp"
#include "query.hpp"

namespace tidemark::postgres {

namespace {

/// Reads the row's columns from `first` on.
videos::listed_video read_listed(const rows& from, int row, int first) {
  const auto text = [&](int column) -> std::optional<std::string> {
    column += first;
    if (from.is_null(row, column)) return std::nullopt;
    return std::string(from.text(row, column));
  };
  const auto integer = [&](int column) -> std::optional<std::int64_t> {
    column += first;
    if (from.is_null(row, column)) return std::nullopt;
    return from.integer(row, column);
  };
  videos::listed_video video;
  video.tiktok_video_id = from.text(row, first);
  video.username = from.text(row, first + 1);
  video.title = text(2);
  video.video_url = text(3);
  if (const auto seconds = integer(4)) video.posted_at = from_unix_seconds(*seconds);
  video.gmv_cents = from.integer(row, first + 5);
  video.gpm_cents = integer(6);
  video.views = from.integer(row, first + 7);
  video.items_sold = from.integer(row, first + 8);
  if (const auto rate = text(9))
    video.ctr = percent{parse_decimal(*rate, 4, decimal_form::plain).scaled};
  video.duration = integer(10);
  if (const auto list = text(11)) video.hash_tags = parse_array_text(*list);
  video.thumbnail_url = text(12);
  return video;
}

listing::source first_source(const videos::period_query& query) {
  return query.window_days ? listing::source::window : listing::source::all_time;
}

/// Columns of a page before those of its rows.
constexpr int total_column = 0;
constexpr int window_is_known = 1;
constexpr int row_columns = 2;

bool has_window(PGconn* on, const std::string& schema, const videos::period_query& query) {
  return run(on,
             fmt::format("SELECT 1 FROM {}.brand_windows WHERE brand_id = $1 AND window_days = $2",
                         sql::quoted(schema)),
             {std::to_string(query.brand_id), std::to_string(*query.window_days)})
             .count() == 1;
}

/// What `ask(connection)` gives. Connections that idled in the pool may have died there; a dead one
/// is removed from the pool once it fails.
template <typename Ask>
auto ask_living(database& from, const Ask& ask) {
  constexpr int dead_max = 100;
  for (int dead = 0;; ++dead) {
    try {
      const statement_connection own(from);
      return ask(own.handle());
    } catch (const odb::connection_lost&) {
      if (dead == dead_max) throw;
    }
  }
}

/// Gives the statements of a connection another time limit, as long as this object lives.
class bounded_statements {
 public:
  bounded_statements(PGconn* on, std::chrono::milliseconds bound, std::chrono::milliseconds after)
      : on_(on), after_(after) {
    set(bound);
  }
  bounded_statements(const bounded_statements&) = delete;
  bounded_statements& operator=(const bounded_statements&) = delete;
  ~bounded_statements() {
    // Fails only on a dead connection, which is removed from the pool.
    PQclear(PQexec(on_, text(after_).c_str()));
  }

 private:
  static std::string text(std::chrono::milliseconds bound) {
    return "SET statement_timeout = " + std::to_string(bound.count());
  }
  void set(std::chrono::milliseconds bound) { run(on_, text(bound)); }

  PGconn* on_;
  std::chrono::milliseconds after_;
};

/// The time limit of a list that may need a look at every video; 0: none.
std::chrono::milliseconds bound_of(const session_settings& settings) {
  const auto all = settings.statement_timeout, own = settings.query_timeout;
  if (own.count() == 0) return all;
  return all.count() == 0 ? own : std::min(all, own);
}

videos::video_page to_page(const rows& found, const videos::period_query& query) {
  videos::video_page page{{}, found.integer(0, total_column), query.page, query.per_page};
  for (int i = 0; i < found.count(); ++i)
    if (!found.is_null(i, row_columns)) page.videos.push_back(read_listed(found, i, row_columns));
  return page;
}

/// The page, if it has no filter and the head of its list reaches so far.
std::optional<videos::video_page> page_of_head(PGconn* on, const std::string& schema,
                                               const videos::period_query& query,
                                               const storage::list_limits& limits) {
  const auto kept = static_cast<std::int64_t>(limits.kept);
  if (videos::is_filtered(query) || query.page > kept / query.per_page) return std::nullopt;
  listing wanted(query, schema, first_source(query));
  const std::string text = wanted.page_of_head();
  const rows found = run(on, text, wanted.parameters());
  if (found.count() == 0) return std::nullopt;
  auto page = to_page(found, query);
  const auto left = std::max<std::int64_t>(page.total - (query.page - 1) * query.per_page, 0);
  if (static_cast<std::int64_t>(page.videos.size()) < std::min(query.per_page, left))
    return std::nullopt;
  return page;
}

/// One statement, so it sees one state of the database.
rows read_page(PGconn* on, const std::string& schema, const videos::period_query& query) {
  const listing wanted(query, schema, first_source(query));
  rows found = run(on, wanted.page(), wanted.parameters());
  if (found.boolean(0, window_is_known)) return found;
  const listing zeros(query, schema, listing::source::nothing);
  return run(on, zeros.page(), zeros.parameters());
}

}  // namespace

result<videos::video_page> postgres_storage::list_videos(const videos::period_query& query) {
  return catch_errors(*database_, access::reading, [&]() -> result<videos::video_page> {
    const auto& settings = database_->session();
    const auto bound = bound_of(settings);
    const bool is_bounded = bound != settings.statement_timeout;
    const auto ask = [&](PGconn* on) -> videos::video_page {
      if (auto page = page_of_head(on, database_->schema(), query, list_limits_))
        return std::move(*page);
      std::optional<bounded_statements> bounded;
      if (is_bounded) bounded.emplace(on, bound, settings.statement_timeout);
      return to_page(read_page(on, database_->schema(), query), query);
    };
    try {
      return ask_living(*database_, ask);
    } catch (const odb::pgsql::database_exception& failed) {
      if (!is_bounded || failed.sqlstate() != "57014") throw;
      return busy_error(
          fmt::format("this list takes longer than `query_timeout` ({} ms) to find; narrow it, by "
                      "the days of posting or the least gmv, or try again later",
                      bound.count()));
    }
  });
}

result<std::vector<std::int64_t>> postgres_storage::find_highest_shown(
    std::int64_t brand_id, std::span<const std::string> tiktok_video_ids,
    std::span<const std::int32_t> window_days) {
  return catch_errors(*database_, access::reading, [&]() -> result<std::vector<std::int64_t>> {
    tags windows;
    for (const auto window : window_days) windows.push_back(std::to_string(window));
    const std::vector<std::string> parameters{
        std::to_string(brand_id),
        array_text(tags(tiktok_video_ids.begin(), tiktok_video_ids.end())), array_text(windows)};
    const rows found = ask_living(*database_, [&](PGconn* on) {
      return run(on, highest_shown(database_->schema()), parameters);
    });
    std::vector<std::int64_t> highest;
    highest.reserve(static_cast<std::size_t>(found.count()));
    for (int i = 0; i < found.count(); ++i) highest.push_back(found.integer(i, 0));
    return highest;
  });
}

result<void> postgres_storage::walk_listed(const videos::period_query& query,
                                           const visitor<videos::listed_video>& visit) {
  return in_transaction(*database_, access::reading, [&](transaction& own) -> result<void> {
    auto source = first_source(query);
    if (query.window_days && !has_window(own.handle(), database_->schema(), query))
      source = listing::source::nothing;
    const listing wanted(query, database_->schema(), source);
    cursor listed(own.handle(), wanted.rows(), wanted.parameters(),
                  cursor::taker::reader);
    bool go_on = true;
    while (go_on) {
      const auto found = listed.next();
      if (found.count() == 0) break;
      for (int i = 0; go_on && i < found.count(); ++i) go_on = visit(read_listed(found, i, 0));
    }
    return {};
  });
}

}  // namespace tidemark::postgres
