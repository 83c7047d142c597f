// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "contract/due_runs_contract.hpp"

/// Databases of earlier versions of the schema, and what must be found in them.
namespace tidemark::test {

/// A file of this folder.
inline std::string older_text(const std::string& name) {
  std::ifstream file(OLDER_DATABASES "/" + name);
  if (!file) FAIL("there is no " + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A due run of version 2, which wrote neither a state nor a host.
inline storage::due_run due_of_version_2(std::int64_t brand_id, const char* due_at,
                                         storage::due_run_state state, std::int64_t micros = 0) {
  const timestamp at{contract::moment(due_at).micros + micros};
  return {brand_id, at, state, "", {}, at};
}

/// `store` was opened over older_rows.sql: everything is there, and has its old meaning.
inline void check_older_rows(storage::backend& store) {
  using contract::value_of;
  using enum storage::due_run_state;
  auto query = contract::query_of(1);
  const auto gmvs = [&](std::optional<std::int32_t> window) {
    query.window_days = window;
    std::vector<std::int64_t> values;
    for (const auto& video : value_of(store.list_videos(query)).videos)
      values.push_back(video.gmv_cents);
    return values;
  };
  CHECK(gmvs({}) == std::vector<std::int64_t>{900, 30});
  CHECK(gmvs(30) == std::vector<std::int64_t>{300, 0});
  CHECK(gmvs(90) == std::vector<std::int64_t>{900, 0});
  CHECK(contract::video(store, "v").record.title == "a \"video\"");
  CHECK(contract::video(store, "v").username == "anna");
  std::vector<std::string> order;
  for (const auto& snapshot : contract::all_snapshots(store, 1))
    order.push_back(snapshot.record.tiktok_video_id + " " +
                    to_text(snapshot.record.snapshot_date) + " " +
                    std::to_string(snapshot.record.window_days));
  CHECK(order == std::vector<std::string>{"nobody 2026-02-19 30", "v 2026-02-19 30",
                                          "v 2026-02-19 90", "v 2026-02-20 30"});
  const auto runs = contract::all_runs(store);
  REQUIRE(runs.size() == 3);
  CHECK(runs[0].status == storage::run_status::running);
  CHECK_FALSE(runs[0].start.due_at);
  CHECK(runs[2].stats);
  CHECK(contract::all_rejected(store).size() == 1);
  CHECK(store.walk_corrections(1, {}, [](const auto&) { return false; }));

  const auto open_claim = due_of_version_2(1, "2026-02-20 03:00:00", claimed);
  CHECK(value_of(store.find_last_due_run(1)) == open_claim);
  CHECK(value_of(store.find_due_run(1, contract::moment("2026-02-19 03:00:00"))) ==
        due_of_version_2(1, "2026-02-19 03:00:00", done));
  CHECK(value_of(store.find_last_due_run(2)) == due_of_version_2(2, "2026-02-20 03:00:00", done));
  CHECK(value_of(store.find_last_due_run(3)) ==
        due_of_version_2(3, "2026-02-20 08:59:59", done, 1));
  CHECK(contract::open_due_runs(store) == std::vector{open_claim});
}

/// A run over older rows, and a claim taken over from an older host.
inline void check_older_rows_in_use(storage::backend& store) {
  using contract::seen;
  using enum storage::due_run_state;
  const auto open_claim = due_of_version_2(1, "2026-02-20 03:00:00", claimed);
  auto taken = contract::claim_of(1, open_claim.due_at);
  CHECK_FALSE(contract::change_due_run(store, contract::with_state(open_claim, done), taken));
  CHECK(contract::change_due_run(store, open_claim, taken));
  CHECK_FALSE(contract::change_due_run(store, open_claim, taken));
  CHECK(contract::found(store, taken) == taken);
  const auto begun = contract::value_of(store.begin_run(contract::scheduled(taken)));
  CHECK(contract::all_runs(store)[0].start.due_at == open_claim.due_at);
  contract::succeeds(store.fail_run(begun, "a test", contract::moment("2026-02-20 03:05:00")));
  CHECK(contract::found(store, taken)->state == done);
  const seen row = seen("v").by("anna").gmv(1000).views(80);
  const auto figures = contract::sync(store, {{row, seen("x").by("ben")}, {{30, {row}}}},
                                      {.snapshot_date = contract::day("2026-02-20")});
  CHECK(figures.all_time == storage::upsert_counts{1, 1, 0});
  CHECK(contract::snapshot(store, "nobody").record.window_days == 30);
  const auto removed =
      contract::value_of(store.retain({}, contract::moment("2026-03-01 00:00:00")));
  CHECK(removed.due_runs == 1);
}

}  // namespace tidemark::test
