// SPDX-License-Identifier: GPL-2.0-only
// usage: tests/postgres/with_server pages_bench [VIDEOS]
//
// Fills a database with VIDEOS videos (1,000,000 by default) and their snapshots of two windows,
// asks for pages 1 to 40 of each period, by gmv, and prints the median and the slowest of them in
// milliseconds, as the storage's caller sees them.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "database.hpp"
#include "latest_videos.hpp"
#include "postgres_storage.hpp"
#include "query.hpp"

namespace {

using namespace tidemark;

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

std::unique_ptr<postgres::database> filled(const std::string& url, const std::string& videos) {
  auto opened = postgres::database::open({url});
  if (!opened) {
    std::fprintf(stderr, "%s\n", opened.error().message.c_str());
    std::exit(1);
  }
  {
    postgres::transaction own(postgres::transaction::for_writing, **opened);
    postgres::run(own.handle(), "SET LOCAL session_replication_role = replica");
    postgres::run(own.handle(), rows_text(videos));
    postgres::fill_latest(own.handle(), (*opened)->schema());
    own.commit();
  }
  const postgres::statement_connection own(**opened);
  postgres::run(own.handle(), "VACUUM ANALYZE");
  return std::move(*opened);
}

void measure(storage::backend& store, std::optional<std::int32_t> window_days) {
  using clock = std::chrono::steady_clock;
  videos::period_query query;
  query.brand_id = 1;
  query.window_days = window_days;
  std::vector<double> milliseconds;
  for (int round = 0; round < 3; ++round)  // the first reads the pages from the disk
    for (query.page = 1; query.page <= 40; ++query.page) {
      const auto begin = clock::now();
      const auto page = store.list_videos(query);
      const std::chrono::duration<double, std::milli> taken = clock::now() - begin;
      if (!page || page->videos.size() != 24) std::exit(1);
      milliseconds.push_back(taken.count());
    }
  std::sort(milliseconds.begin(), milliseconds.end());
  std::printf("period %-4s median %.2f ms, slowest %.2f ms\n",
              window_days ? std::to_string(*window_days).c_str() : "all",
              milliseconds[milliseconds.size() / 2], milliseconds.back());
}

}  // namespace

int main(int argc, char** argv) {
  const char* url = std::getenv("TIDEMARK_TEST_POSTGRES");
  if (!url) {
    std::fprintf(stderr, "run this through tests/postgres/with_server\n");
    return 2;
  }
  postgres::postgres_storage store(filled(url, argc > 1 ? argv[1] : "1000000"));
  for (const std::optional<std::int32_t> window : {std::optional<std::int32_t>{}, {30}, {90}})
    measure(store, window);
}
