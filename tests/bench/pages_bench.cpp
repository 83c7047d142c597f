// SPDX-License-Identifier: GPL-2.0-only
// usage: pages_bench sqlite FILE | postgres SCHEMA | postgres-filled VIDEOS
//
// Asks a storage for pages of brand 1, and prints the median and the slowest of them in
// milliseconds, as the storage's caller sees them: pages 1 to 40 of each period, order and
// direction, first those by gmv, then the others; then the first page of searches.
//
// `sqlite` and `postgres` measure a database that syncs have filled; `postgres-filled` fills an
// empty one with VIDEOS videos and their snapshots of two windows. PostgreSQL is that of
// $TIDEMARK_TEST_POSTGRES, as tests/postgres/with_server gives it.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <postgres/latest_videos.hpp>
#include <postgres/postgres_lists.hpp>
#include <postgres/postgres_storage.hpp>
#include <postgres/query.hpp>
#include <sqlite/sqlite_storage.hpp>
#include <tidemark/storage/lists/period_lists.hpp>

namespace {

using namespace tidemark;
using videos::direction;
using videos::sort_field;

constexpr std::array<std::optional<std::int32_t>, 3> periods{{std::nullopt, 30, 90}};
constexpr std::array directions{direction::desc, direction::asc};
// Words of many titles of generate_rows, of few, and of none.
constexpr std::array<std::string_view, 3> searches{"kitchen", "quiet linen lamp", "no such title"};

[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "pages_bench: %s\n", message.c_str());
  std::exit(1);
}

template <class T>
T value_of(result<T> got) {
  if (!got) fail(got.error().message);
  return std::move(*got);
}

std::string rows_text(const std::string& videos) {
  return "INSERT INTO creators (tiktok_username) SELECT 'creator_' || n"
         " FROM generate_series(1, 20000) n;"
         "INSERT INTO creator_videos (brand_id, creator_id, tiktok_video_id, video_url, title,"
         " gmv_cents, inserted_at, updated_at) SELECT 1, 1 + n % 20000, '75' ||"
         " lpad((n::bigint * 7919 % " + videos + ")::text, 17, '0'),"
         " 'https://www.tiktok.com/@creator/video/' || n, 'the title of video ' || n,"
         " n::bigint * 104729 % 5000000, now(), now() FROM generate_series(1, " + videos + ") n;"
         "INSERT INTO creator_video_metric_snapshots (brand_id, creator_video_id, tiktok_video_id,"
         " snapshot_date, window_days, gmv_cents, views, source_run_id, inserted_at, updated_at)"
         " SELECT 1, id, tiktok_video_id, '2026-02-20', w, id * 7907 % 900000, id % 5000, 'r',"
         " now(), now() FROM creator_videos, (VALUES (30), (90)) windows (w);";
}

void fill(postgres::database& db, const std::string& videos) {
  {
    postgres::transaction own(postgres::transaction::for_writing, db);
    postgres::run(own.handle(), "SET LOCAL session_replication_role = replica");
    postgres::run(own.handle(), rows_text(videos));
    postgres::fill_latest(own.handle(), db.schema());
    postgres::postgres_lists lists(own.handle(), db.schema(), 1);
    const storage::list_limits limits;
    for (const auto period : periods) {
      storage::period_lists kept(lists, period.value_or(storage::all_time_period), limits.kept);
      kept.read_all(lists, limits.kept);
      kept.write(lists, lists.count_videos(), date{20'504});
    }
    own.commit();
  }
  const postgres::statement_connection own(db);
  postgres::run(own.handle(), "VACUUM ANALYZE");
}

std::unique_ptr<storage::backend> open(std::string_view kind, const std::string& what) {
  if (kind == "sqlite") return value_of(sqlite::sqlite_storage::open(what));
  const char* url = std::getenv("TIDEMARK_TEST_POSTGRES");
  if (!url) fail("run this through tests/postgres/with_server");
  postgres::open_options options{url};
  if (kind == "postgres") options.session.schema = what;
  auto opened = value_of(postgres::database::open(options));
  if (kind == "postgres-filled") fill(*opened, what);
  return std::make_unique<postgres::postgres_storage>(std::move(opened));
}

/// Times pages, and keeps the times in milliseconds.
class timed_pages {
 public:
  explicit timed_pages(storage::backend& store) : store_(store) {}

  void ask(const videos::period_query& query) {
    using clock = std::chrono::steady_clock;
    const auto begin = clock::now();
    const auto page = value_of(store_.list_videos(query));
    const std::chrono::duration<double, std::milli> taken = clock::now() - begin;
    const std::int64_t left = page.total - (query.page - 1) * query.per_page;
    const std::int64_t expected = std::clamp(left, std::int64_t{0}, query.per_page);
    if (std::ssize(page.videos) != expected) fail("a page is not full");
    milliseconds_.push_back(taken.count());
  }

  void print(const char* name) {
    std::sort(milliseconds_.begin(), milliseconds_.end());
    std::printf("  %-13s median %7.2f ms, slowest %7.2f ms, of %zu pages\n", name,
                milliseconds_[milliseconds_.size() / 2], milliseconds_.back(),
                milliseconds_.size());
    milliseconds_.clear();
  }

 private:
  storage::backend& store_;
  std::vector<double> milliseconds_;
};

void measure(storage::backend& store) {
  timed_pages pages(store);
  videos::period_query query;
  query.brand_id = 1;
  for (std::size_t sort = 0; sort < videos::sort_words.size(); ++sort) {
    query.sort = static_cast<sort_field>(sort);
    for (const auto period : periods)
      for (const direction dir : directions)
        for (query.page = 1; query.page <= 40; ++query.page) {
          query.window_days = period;
          query.dir = dir;
          pages.ask(query);
        }
    if (query.sort == sort_field::gmv) pages.print("by gmv");
  }
  pages.print("other orders");
  query = {};
  query.brand_id = 1;
  for (const auto period : periods)
    for (const std::string_view words : searches) {
      query.window_days = period;
      query.search = words;
      for (int round = 0; round < 5; ++round) pages.ask(query);
    }
  pages.print("a search");
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view kind = argc == 3 ? argv[1] : "";
  if (kind != "sqlite" && kind != "postgres" && kind != "postgres-filled") {
    std::fprintf(stderr,
                 "usage: pages_bench sqlite FILE | postgres SCHEMA |"
                 " postgres-filled VIDEOS\n");
    return 2;
  }
  measure(*open(kind, argv[2]));
}
