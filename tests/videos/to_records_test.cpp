// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <tidemark/record/field_type.hpp>
#include <tidemark/videos/to_records.hpp>

#include "../catch.hpp"

using namespace tidemark;
using namespace tidemark::videos;

namespace {

video_row full_row() {
  video_row row;
  row.brand_id = 3;
  row.tiktok_video_id = "7535909487669005581";
  row.username = "anna";
  row.title = "a title that does not fit into a short string";
  row.posted_at = timestamp{1};
  row.gmv_cents = 2;
  row.gpm_cents = 3;
  row.est_commission_cents = 4;
  row.views = 5;
  row.items_sold = 6;
  row.affiliate_orders = 7;
  row.likes = 8;
  row.comments = 9;
  row.shares = 10;
  row.ctr = percent{11};
  row.duration = 12;
  row.hash_tags = tags{"a"};
  row.raw_payload = json{"{\"id\":\"7535909487669005581\"}"};
  return row;
}

}  // namespace

TEST_CASE("a row becomes an all-time record, field by field") {
  const video_row row = full_row();
  std::string joined_tags;
  row_keeper texts;
  const auto record = owned<creator_video>(to_creator_video(view_of(row, joined_tags), texts));
  CHECK(record.brand_id == 3);
  CHECK_FALSE(record.creator_id);
  CHECK(record.tiktok_video_id == "7535909487669005581");
  CHECK(record.video_url == "https://www.tiktok.com/@anna/video/7535909487669005581");
  CHECK(record.title == full_row().title);
  CHECK(record.posted_at == timestamp{1});
  CHECK(record.gmv_cents == counter{2});
  CHECK(record.gpm_cents == 3);
  CHECK(record.est_commission_cents == 4);
  CHECK(record.impressions == counter{5});
  CHECK(record.items_sold == counter{6});
  CHECK(record.affiliate_orders == counter{7});
  CHECK(record.likes == counter{8});
  CHECK(record.comments == counter{9});
  CHECK(record.shares == counter{10});
  CHECK(record.ctr == percent{11});
  CHECK(record.duration == 12);
  CHECK(record.hash_tags == tags{"a"});
}

TEST_CASE("a row becomes a snapshot, field by field") {
  const video_row row = full_row();
  std::string joined_tags;
  const auto snapshot = owned<metric_snapshot>(
      to_snapshot(view_of(row, joined_tags), date{20'000}, 30, "sync-1"));
  CHECK(snapshot.brand_id == 3);
  CHECK_FALSE(snapshot.creator_video_id);
  CHECK(snapshot.tiktok_video_id == "7535909487669005581");
  CHECK(snapshot.snapshot_date == date{20'000});
  CHECK(snapshot.window_days == 30);
  CHECK(snapshot.gmv_cents == counter{2});
  CHECK(snapshot.views == counter{5});
  CHECK(snapshot.items_sold == counter{6});
  CHECK(snapshot.gpm_cents == 3);
  CHECK(snapshot.ctr == percent{11});
  CHECK(snapshot.source_run_id == "sync-1");
  CHECK(snapshot.raw_payload == full_row().raw_payload);
}

TEST_CASE("missing values of a row are missing in its records") {
  row_view row;
  row.tiktok_video_id = "1";
  row_keeper texts;
  const auto record = to_creator_video(row, texts);
  const auto snapshot = to_snapshot(row, {}, 90, "");
  for_each_field<creator_video_view>([&](auto i) {
    INFO(field_names<creator_video_view>[i]);
    CHECK(is_present(field<i>(record)) == key_fields<creator_video_view>.has(i));
  });
  CHECK_FALSE(is_present(snapshot.gmv_cents));
  CHECK_FALSE(is_present(snapshot.views));
  CHECK_FALSE(is_present(snapshot.items_sold));
  CHECK_FALSE(is_present(snapshot.gpm_cents));
  CHECK_FALSE(is_present(snapshot.ctr));
  CHECK_FALSE(is_present(snapshot.raw_payload));
}
