// SPDX-License-Identifier: BSL-1.0
// Runs that bring what the last one brought: the databases recognise them by a digest.
#include <string>
#include <utility>

#include <tidemark/storage/batch_digest.hpp>

#include "changeable_database.hpp"
#include "every_storage.hpp"
#include "rules_for.hpp"
#include "storage_under_test.hpp"

using namespace tidemark;
using namespace tidemark::contract;

namespace {

delivery some_rows() {
  return {{seen("a").by("anna").gmv(10).title("one"), seen("b").by("bo").gmv(5)},
          {{90, {seen("a").by("anna").gmv(10), seen("b").by("bo").gmv(5)}},
           {30, {seen("a").by("anna").gmv(3)}}}};
}

constexpr const char* foreign_change =
    "UPDATE creator_videos SET title = 'foreign', gmv_cents = 1 WHERE tiktok_video_id = 'a'";

/// Whether `again`, a run after a foreign change, decided its rows: then it repairs the change.
template <typename Run>
bool decides(changeable_database& in, const Run& again) {
  in.execute(foreign_change);
  again();
  const bool decided = video(*in.store, "a").record.gmv_cents == counter{10};
  in.execute("UPDATE creator_videos SET title = 'one', gmv_cents = 10"
             " WHERE tiktok_video_id = 'a'");
  return decided;
}

storage::run_figures sync_forced(storage::backend& into, const delivery& brought) {
  auto lock = value_of(into.lock_brand(1, "contract suite"));
  auto batch = batch_of(brought, {});
  batch.run_id = value_of(into.begin_run(start_of_run({})));
  batch.forced = true;
  auto figures = figures_for(brought);
  succeeds(into.commit_run(std::move(batch), shipped_programs(), *lock, figures));
  return figures;
}

storage::correction some_correction() {
  storage::correction made;
  made.brand_id = 1;
  made.tiktok_video_id = "b";
  made.field = "title";
  made.reason = "a test";
  made.author = "anna";
  made.inserted_at = moment("2026-02-20 10:00:00");
  return made;
}

/// Checks that every period lists so many videos, and counts them.
void check_lists(storage::backend& store, std::size_t videos) {
  for (const std::optional<std::int32_t> window_days : {{}, std::optional(30), std::optional(90)}) {
    auto query = query_of(1);
    query.window_days = window_days;
    const auto page = value_of(store.list_videos(query));
    CHECK(page.total == static_cast<std::int64_t>(videos));
    CHECK(page.videos.size() == videos);
  }
}

}  // namespace

TEST_CASE("the same rows again are recognised, and decided where they may matter") {
  const std::string name = GENERATE("sqlite", "postgres");
  INFO(name);
  changeable_database in(name);
  auto& store = *in.store;
  const auto again = [&] { return sync(store, some_rows()); };
  again();
  CHECK_FALSE(decides(in, again));
  CHECK(again() == sync_forced(store, some_rows()));

  SECTION("forced") { CHECK(decides(in, [&] { sync_forced(store, some_rows()); })); }
  SECTION("in another order") {
    auto reversed = some_rows();
    std::swap(reversed.videos[0], reversed.videos[1]);
    std::swap(reversed.windows[0].second[0], reversed.windows[0].second[1]);
    CHECK_FALSE(decides(in, [&] { sync(store, reversed); }));
  }
  SECTION("under another name, which only stamps") {
    CHECK_FALSE(decides(in, [&] { sync(store, some_rows(), {.source_run_id = "other"}); }));
  }
  SECTION("with another value") {
    auto changed = some_rows();
    changed.videos[1].views(1);
    CHECK(decides(in, [&] { sync(store, changed); }));
    CHECK(decides(in, again));
  }
  SECTION("on another day") {
    const run_setting earlier{.snapshot_date = day("2026-02-19")};
    CHECK(decides(in, [&] { sync(store, some_rows(), earlier); }));
    CHECK(decides(in, [&] { sync(store, some_rows(), earlier); }));
  }
  SECTION("after a failed run") {
    const auto failed = value_of(store.begin_run(start_of_run({})));
    succeeds(store.fail_run(failed, "stopped", moment("2026-02-20 10:00:00")));
    CHECK_FALSE(decides(in, again));
  }
  SECTION("after a run of another brand") {
    sync(store, some_rows(), {.brand_id = 2});
    CHECK_FALSE(decides(in, again));
  }
  SECTION("after a correction") {
    value_of(store.add_correction(some_correction()));
    CHECK(decides(in, again));
    CHECK_FALSE(decides(in, again));
  }
  SECTION("after a run was taken back") {
    in.execute("UPDATE sync_runs SET retracted_at = '2026-02-20 11:00:00' WHERE id = 1");
    CHECK(decides(in, again));
  }
  SECTION("under another policy") {
    in.execute("UPDATE sync_runs SET policy_hash = 'other'");
    CHECK(decides(in, again));
  }
  SECTION("with emptied tables") {
    in.execute("DELETE FROM creator_video_metric_snapshots; DELETE FROM creator_videos");
    SECTION("the same rows") {
      CHECK(again().all_time.inserted == 2);
      check_lists(store, 2);
    }
    SECTION("other rows") {
      sync(store, {{seen("z").by("anna").gmv(1)}, {{90, {}}, {30, {seen("z").gmv(1)}}}},
           {.snapshot_date = day("2026-02-21")});
      check_lists(store, 1);
    }
  }
  SECTION("forced, with a deleted video") {
    in.execute("DELETE FROM creator_video_metric_snapshots WHERE tiktok_video_id = 'a';"
               "DELETE FROM creator_videos WHERE tiktok_video_id = 'a'");
    CHECK(sync_forced(store, some_rows()).all_time.inserted == 1);
    check_lists(store, 2);
  }
  SECTION("with statistics that cannot be read") {
    in.execute("UPDATE sync_runs SET stats = '{}'");
    CHECK(decides(in, again));
  }
}

TEST_CASE("rows that a gate may let pass the second time are decided until they change nothing") {
  // The row raises the GMV that its gate compares with, and so opens it for itself.
  auto rules = shipped_programs();
  rules.creator_videos = rules_for<videos::creator_video>()
                             .monotonic({"gmv_cents"})
                             .gated("gmv_cents", policy::comparison::le, "gmv_cents",
                                    policy::null_rule::keep, {"title"})
                             .latest_known({"creator_id"})
                             .ignored_rest();
  CHECK_FALSE(storage::is_repeatable(rules));
  const auto low = delivery{{seen("a").by("anna").gmv(5).title("low")}, {{90, {}}, {30, {}}}};
  const auto high = delivery{{seen("a").by("anna").gmv(9).title("high")}, {{90, {}}, {30, {}}}};
  for (const char* name : every_storage) {
    INFO(name);
    const scratch_storage scratch(name);
    sync(*scratch, low, {}, rules);
    sync(*scratch, high, {}, rules);
    CHECK(video(*scratch, "a").record.title == "low");
    CHECK(sync(*scratch, high, {}, rules).all_time.updated == 1);
    CHECK(video(*scratch, "a").record.title == "high");
    CHECK(sync(*scratch, high, {}, rules).all_time.unchanged == 1);
    CHECK(sync(*scratch, high, {}, rules).all_time.unchanged == 1);
  }
}

TEST_CASE("a forced run of a brand without videos leaves no total") {
  changeable_database in("postgres");
  sync_forced(*in.store, {{}, {{90, {seen("unnamed").gmv(1)}}, {30, {}}}});
  CHECK_NOTHROW(in.execute("DO $$ BEGIN IF EXISTS (SELECT 1 FROM brand_totals) THEN"
                           " RAISE EXCEPTION 'a total without videos'; END IF; END $$"));
}
