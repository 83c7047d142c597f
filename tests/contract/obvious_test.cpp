// SPDX-License-Identifier: BSL-1.0
#include <memory/memory_storage.hpp>

#include <tidemark/storage/figures_json.hpp>

#include "merged_run.hpp"
#include "obvious_tables.hpp"
#include "random_runs.hpp"

using namespace tidemark;
using namespace tidemark::contract;

namespace {

obvious_video obvious(const storage::stored_video& stored) {
  const auto& record = stored.record;
  return {stored.username, record.title, record.video_url, record.posted_at,
          record.gmv_cents.known.value(), record.impressions.known.value(),
          record.items_sold.known.value(), record.affiliate_orders.known.value(),
          record.likes.known.value(), record.comments.known.value(), record.shares.known.value(),
          record.est_commission_cents, record.gpm_cents, record.duration, record.ctr,
          record.hash_tags};
}

obvious_snapshot obvious(const storage::stored_snapshot& stored) {
  const auto& record = stored.record;
  return {record.creator_video_id.has_value(), record.gmv_cents.known.value(),
          record.views.known.value(), record.items_sold.known.value(), record.gpm_cents, record.ctr,
          record.raw_payload, record.source_run_id};
}

void check_tables(storage::backend& stored, const obvious_tables& expected) {
  std::map<std::string, obvious_video> videos;
  for (const auto& video : all_videos(stored, 1))
    videos[video.record.tiktok_video_id] = obvious(video);
  RC_ASSERT(videos == expected.videos);
  std::map<obvious_tables::snapshot_key, obvious_snapshot> snapshots;
  for (const auto& snapshot : all_snapshots(stored, 1))
    snapshots[{snapshot.record.tiktok_video_id, snapshot.record.snapshot_date,
               snapshot.record.window_days}] = obvious(snapshot);
  RC_ASSERT(snapshots == expected.snapshots);
}

}  // namespace

TEST_CASE("random runs leave in memory what the plainest reading of the rules leaves") {
  const auto policy = shipped_policy();
  CHECK(rc::check([&] {
    const auto runs = *random_runs();
    memory::memory_storage stored;
    obvious_tables expected;
    int number = 0;
    for (const auto& run : runs) {
      const auto setting = setting_of(run, ++number);
      const auto figures =
          commit_merged(stored, merge_run(policy, run, setting), setting, policy.rules);
      const auto expected_figures =
          expected.run(run.windows(), setting.snapshot_date, setting.source_run_id);
      RC_ASSERT(to_json(figures).text == to_json(expected_figures).text);
      check_tables(stored, expected);
    }
  }));
}

TEST_CASE("the shipped policy compiles to the rules of the contract suite") {
  const auto compiled = shipped_policy().rules;
  const auto written = shipped_programs();
  const auto check = [](const auto& a, const auto& b) {
    CHECK(a == b);
  };
  check(compiled.creator_videos, written.creator_videos);
  check(compiled.snapshots, written.snapshots);
}
