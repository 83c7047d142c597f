// SPDX-License-Identifier: BSL-1.0
#include <memory/memory_storage.hpp>

#include "merged_run.hpp"
#include "obvious_tables.hpp"
#include "random_runs.hpp"

using namespace tidemark;
using namespace tidemark::contract;

namespace {

obvious_video obvious(const storage::stored_video& stored) {
  const auto& one = stored.record;
  return {stored.username, one.title, one.video_url, one.posted_at, one.gmv_cents.known.value(),
          one.impressions.known.value(), one.items_sold.known.value(),
          one.affiliate_orders.known.value(), one.likes.known.value(), one.comments.known.value(),
          one.shares.known.value(), one.est_commission_cents, one.gpm_cents, one.duration, one.ctr,
          one.hash_tags};
}

obvious_snapshot obvious(const storage::stored_snapshot& stored) {
  const auto& one = stored.record;
  return {one.creator_video_id.has_value(), one.gmv_cents.known.value(), one.views.known.value(),
          one.items_sold.known.value(), one.gpm_cents, one.ctr, one.raw_payload,
          one.source_run_id};
}

void check_tables(storage::backend& stored, const obvious_tables& expected) {
  std::map<std::string, obvious_video> videos;
  for (const auto& one : all_videos(stored, 1))
    videos[one.record.tiktok_video_id] = obvious(one);
  RC_ASSERT(videos == expected.videos);
  std::map<obvious_tables::snapshot_key, obvious_snapshot> snapshots;
  for (const auto& one : all_snapshots(stored, 1))
    snapshots[{one.record.tiktok_video_id, one.record.snapshot_date, one.record.window_days}] =
        obvious(one);
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
      RC_ASSERT(to_json(figures) == to_json(expected_figures));
      check_tables(stored, expected);
    }
  }));
}

TEST_CASE("the shipped policy compiles to the rules of the contract suite") {
  const auto compiled = shipped_policy().rules;
  const auto written = shipped_programs();
  const auto check = [](const auto& a, const auto& b) {
    CHECK(a.monotonic == b.monotonic);
    CHECK(a.monotonic_down == b.monotonic_down);
    CHECK(a.gated_keep == b.gated_keep);
    CHECK(a.gated_replace == b.gated_replace);
    CHECK(a.first_known == b.first_known);
    CHECK(a.latest_known == b.latest_known);
    CHECK(a.latest == b.latest);
    CHECK(a.stamped == b.stamped);
    CHECK(a.ignored == b.ignored);
    REQUIRE(a.gate_count == 1);
    REQUIRE(b.gate_count == 1);
    CHECK(a.gates[0].incoming == b.gates[0].incoming);
    CHECK(a.gates[0].stored == b.gates[0].stored);
    CHECK(a.gates[0].op == b.gates[0].op);
    CHECK(a.gates[0].on_null == b.gates[0].on_null);
    CHECK(a.gates[0].fields == b.gates[0].fields);
  };
  check(compiled.creator_videos, written.creator_videos);
  check(compiled.snapshots, written.snapshots);
}
