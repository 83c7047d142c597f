// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <tidemark/storage/figures_json.hpp>
#include <tidemark/sync/run.hpp>

#include "catch.hpp"
#include "fake_source.hpp"
#include "memory/memory_storage.hpp"
#include "shipped_policy.hpp"

namespace {

using namespace tidemark;

videos::video_row row_of(std::string id, std::int64_t gmv, std::string username = "anna") {
  videos::video_row row;
  row.brand_id = 1;
  row.tiktok_video_id = std::move(id);
  row.username = std::move(username);
  row.gmv_cents = gmv;
  return row;
}

/// One brand, its sources and its storage, as a run sees them.
struct scene {
  std::unique_ptr<storage::backend> store = std::make_unique<memory::memory_storage>();
  sync::video_policy policy = shipped_policy();
  std::vector<std::unique_ptr<fake_source>> sources;
  fake_observer observer;
  storage::source_columns columns_before;

  fake_source& add_source(std::string name = "fake") {
    sources.push_back(std::make_unique<fake_source>());
    sources.back()->name = std::move(name);
    return *sources.back();
  }

  sync::run_report run(percent max_rejected = {100'000}) {
    sync::run_request request;
    request.brand_id = 1;
    request.currency = "USD";
    for (const auto& source : sources) request.sources.push_back({source.get(), max_rejected});
    request.source_run_id = "test-1";
    request.snapshot_date = *parse_date("2026-02-20");
    request.host = "here";
    request.policy_hash = "hash";
    request.columns_before = columns_before;
    return sync::run_brand(*store, policy, request, observer);
  }

  std::vector<storage::ledger_entry> ledger() {
    std::vector<storage::ledger_entry> entries;
    REQUIRE(store->walk_runs(1, [&](const storage::ledger_entry& entry) {
      entries.push_back(entry);
      return true;
    }));
    return entries;
  }

  std::vector<storage::quarantined_row> rejected() {
    std::vector<storage::quarantined_row> rows;
    REQUIRE(store->walk_rejected({}, [&](const storage::quarantined_row& row) {
      rows.push_back(row);
      return true;
    }));
    return rows;
  }

  std::vector<storage::stored_video> all_time() {
    std::vector<storage::stored_video> records;
    REQUIRE(store->walk_videos(1, [&](const storage::stored_video& video) {
      records.push_back(video);
      return true;
    }));
    return records;
  }
};

}  // namespace

TEST_CASE("the row that is best over all windows becomes the all-time record") {
  scene given;
  auto& source = given.add_source();
  source.windows[90].rows = {row_of("a", 100), row_of("a", 300), row_of("b", 5)};
  source.windows[30].rows = {row_of("a", 200), row_of("b", 50)};
  const auto report = given.run();
  REQUIRE(report.end == sync::run_end::succeeded);
  CHECK(report.figures.duplicate_rows == 1);
  CHECK(report.figures.conflict_video_count == 1);
  CHECK(report.figures.max_conflict_gmv_cents == 200);
  CHECK(report.figures.videos_synced == 2);
  REQUIRE(report.figures.snapshots.size() == 2);
  CHECK(report.figures.snapshots[0] ==
        std::pair<std::int32_t, storage::upsert_counts>{90, {2, 0, 0}});
  const auto stored = given.all_time();
  REQUIRE(stored.size() == 2);
  CHECK(stored[0].record.gmv_cents.known == 300);
  CHECK(stored[1].record.gmv_cents.known == 50);
  REQUIRE(given.ledger().size() == 1);
  CHECK(given.ledger()[0].status == storage::run_status::succeeded);
  CHECK(given.ledger()[0].stats == storage::to_json(report.figures));
}

TEST_CASE("a video whose creator only a weaker row names gives a warning, unless it is known") {
  const auto nameless = [](std::string id, std::int64_t gmv) {
    auto row = row_of(std::move(id), gmv);
    row.username.reset();
    return row;
  };
  scene given;
  auto& source = given.add_source();
  source.windows[90].rows = {row_of("known", 1)};
  REQUIRE(given.run().end == sync::run_end::succeeded);
  CHECK(given.observer.warnings.empty());

  source.windows[90].rows = {row_of("a", 100, "anna"), nameless("a", 300), row_of("known", 2),
                             nameless("known", 3), nameless("unknown", 5)};
  source.windows[30].rows = {nameless("b", 50), row_of("b", 40, "bo"), row_of("c", 9)};
  const auto report = given.run();
  REQUIRE(report.end == sync::run_end::succeeded);
  CHECK(report.figures.unattributed_rows == 3);
  CHECK(given.observer.warnings ==
        std::vector<std::string>{
            "2 videos have no creator: their strongest rows have no username, weaker ones have "
            "(e.g. video \"a\": \"@anna\"). The whole strongest row counts; put the username into "
            "every row"});
  CHECK(given.ledger().front().stats == storage::to_json(report.figures));

  given.observer.warnings.clear();
  source.windows[90].rows = {row_of("a", 900, "anna")};
  source.windows[30].rows = {nameless("b", 50), row_of("b", 40, "bo")};
  REQUIRE(given.run().end == sync::run_end::succeeded);
  CHECK(given.observer.warnings ==
        std::vector<std::string>{
            "1 video has no creator: its strongest row has no username, a weaker one has (video "
            "\"b\": \"@bo\"). The whole strongest row counts; put the username into every row"});
}

TEST_CASE("a failed run does not warn of creators") {
  scene given;
  auto& source = given.add_source();
  auto nameless = row_of("a", 300);
  nameless.username.reset();
  source.windows[90].rows = {row_of("a", 100), nameless};
  source.windows[30].error = failure("gone");
  CHECK(given.run().end == sync::run_end::failed);
  CHECK(given.observer.warnings.empty());
}

TEST_CASE("rows of several sources are merged together, in the order of the sources") {
  scene given;
  auto& first = given.add_source();
  auto& second = given.add_source();
  auto early = row_of("a", 100);
  early.title = "from the first source";
  auto late = row_of("a", 100);
  late.title = "from the second source";
  first.windows[30].rows = {early};
  second.windows[30].rows = {late};
  REQUIRE(given.run().end == sync::run_end::succeeded);
  CHECK(given.all_time()[0].record.title == "from the first source");
}

TEST_CASE("parts add up to one row of their source, which merges with other sources' rows") {
  scene given;
  auto& parted = given.add_source("parted");
  parted.windows[90].parts = {{row_of("a", 100), row_of("a", 30)}, {row_of("a", 50)}};
  parted.windows[30].rows = {row_of("a", 60)};
  given.add_source("whole").windows[90].rows = {row_of("a", 120)};
  const auto report = given.run();
  REQUIRE(report.end == sync::run_end::succeeded);
  CHECK(given.all_time()[0].record.gmv_cents.known == 150);
  CHECK(report.figures.duplicate_rows == 2);        // in the first part, between sources
  CHECK(report.figures.conflict_video_count == 2);
  CHECK(report.figures.max_conflict_gmv_cents == 70);
}

TEST_CASE("parts that add up to more than 64 bits fail the run, with the source and the video") {
  scene given;
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  given.add_source("parted").windows[90].parts = {{row_of("a", most)}, {row_of("a", 1)}};
  const auto report = given.run();
  CHECK(report.end == sync::run_end::failed);
  CHECK(report.message ==
        "parted: video \"a\": gmv does not fit 64 bits when the parts of the window are added; "
        "look at this video's figures where they come from");
  CHECK(given.all_time().empty());
}

TEST_CASE("a temporary error of a source fails the run as busy") {
  scene given;
  given.add_source().windows[90].error = busy_error("the rate limit holds");
  const auto report = given.run();
  CHECK(report.end == sync::run_end::failed);
  CHECK(report.kind == error_kind::busy);
  CHECK(given.ledger()[0].status == storage::run_status::failed);
}

TEST_CASE("a failed fetch stores no metric, ends the ledger entry and keeps the rejects") {
  scene given;
  auto& source = given.add_source();
  source.windows[90].rows = {row_of("a", 100)};
  source.windows[90].rejected = {{2, "no id", "{}"}};
  source.windows[30].error = failure("source fell silent");
  const auto report = given.run({1'000'000});
  CHECK(report.end == sync::run_end::failed);
  CHECK(report.message == "source fell silent");
  CHECK(given.all_time().empty());
  REQUIRE(given.ledger().size() == 1);
  CHECK(given.ledger()[0].status == storage::run_status::failed);
  CHECK(given.ledger()[0].error == "source fell silent");
  REQUIRE(given.rejected().size() == 1);
  CHECK(given.rejected()[0].reason == "no id");
}

TEST_CASE("too many rejects of a source, over all its windows, fail the run") {
  scene given;
  auto& good = given.add_source("good");
  auto& bad = given.add_source("bad");
  good.windows[90].rows = {row_of("a", 1), row_of("b", 1), row_of("c", 1), row_of("d", 1)};
  bad.windows[90].rows = {row_of("x", 1)};
  bad.windows[30].rejected = {{1, "broken JSON", "{"}};
  SECTION("half of its rows at 50 % is allowed") {
    CHECK(given.run({500'000}).end == sync::run_end::succeeded);
    CHECK(given.all_time().size() == 5);
  }
  SECTION("half of its rows at 49 % is too much") {
    const auto report = given.run({490'000});
    CHECK(report.end == sync::run_end::failed);
    CHECK(report.message ==
          "bad: 1 of 2 rows of this source were rejected over all windows, more than max_rejected "
          "(49%); see `tidemark rejected` for the reasons, mend the source or raise max_rejected");
    CHECK(given.all_time().empty());
  }
  CHECK(given.rejected().size() == 1);
}

TEST_CASE("a second run with the same input changes nothing but the ledger") {
  scene given;
  given.add_source().windows[30].rows = {row_of("a", 100)};
  REQUIRE(given.run().end == sync::run_end::succeeded);
  const auto before = given.all_time();
  const auto report = given.run();
  CHECK(report.figures.all_time == storage::upsert_counts{0, 0, 1});
  CHECK(report.figures.snapshots[1].second == storage::upsert_counts{0, 0, 1});
  CHECK(given.all_time()[0].updated_at == before[0].updated_at);
  CHECK(given.ledger().size() == 2);
}

TEST_CASE("a locked brand is busy, and nothing is written, not even to the ledger") {
  scene given;
  given.add_source().windows[30].rows = {row_of("a", 100)};
  const auto held = given.store->lock_brand(1, "the other one");
  REQUIRE(held);
  const auto report = given.run();
  CHECK(report.end == sync::run_end::busy);
  CHECK(report.figures.snapshots.size() == shipped_policy().windows.size());
  CHECK(report.message.find("the other one") != std::string::npos);
  CHECK(given.ledger().empty());
}

TEST_CASE("an entry that a dead process left running is ended by the next run") {
  scene given;
  given.add_source().windows[30].rows = {row_of("a", 100)};
  REQUIRE(given.store->begin_run({1, "dead", {}, now(), "videos", "hash", "elsewhere"}));
  REQUIRE(given.run().end == sync::run_end::succeeded);
  const auto entries = given.ledger();
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].status == storage::run_status::succeeded);
  CHECK(entries[1].status == storage::run_status::failed);
}

TEST_CASE("a stop request ends the run as failed with nothing stored") {
  scene given;
  given.add_source().windows[30].rows = {row_of("a", 100)};
  given.observer.stop = true;
  const auto report = given.run();
  CHECK(report.end == sync::run_end::failed);
  CHECK(report.message == "the run was stopped before it was complete");
  CHECK(given.all_time().empty());
}

TEST_CASE("warnings of a source reach the observer") {
  scene given;
  given.add_source().windows[30].warning = "the file is empty";
  REQUIRE(given.run().end == sync::run_end::succeeded);
  CHECK(given.observer.warnings == std::vector<std::string>{"the file is empty"});
}

TEST_CASE("raw bytes of a reject are kept as text, 64 KiB of them") {
  scene given;
  auto& window = given.add_source().windows[30];
  window.rejected = {{7, "bad \xFF byte", "a\xFF" + std::string(100'000, 'z')}};
  REQUIRE(given.run({1'000'000}).end == sync::run_end::succeeded);
  const auto rows = given.rejected();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].reason == "bad \\xff byte");
  CHECK(rows[0].raw == "a\\xff" + std::string(64 * 1024 - 2, 'z'));
  CHECK(rows[0].position == 7);
  CHECK(rows[0].window_days == 30);
  CHECK(rows[0].source == "fake");
}

TEST_CASE("the columns that were read are kept with the run, and a missing one is reported") {
  scene here;
  auto& source = here.add_source("/data/2026-02-20.csv");
  source.windows[90] = {.rows = {row_of("1", 5)},
                        .columns = {{.name = "ID", .read_as = "id"}, {.name = "x"}}};
  source.windows[30] = source.windows[90];
  here.columns_before = {{"/data/{date}.csv", {"gmv", "id", "views"}}};
  REQUIRE(here.run().end == sync::run_end::succeeded);
  CHECK(here.observer.warnings ==
        std::vector<std::string>{
            "/data/2026-02-20.csv: \"gmv\", \"views\" are gone: the last succeeded run read them "
            "from this source, and no row has them now; where a column was renamed, name it in the "
            "source's config"});
  CHECK(here.ledger().at(0).stats.value().text.ends_with(
      R"(,"columns":{"/data/{date}.csv":["id"]}})"));
}

TEST_CASE("skipped rows are counted") {
  scene here;
  auto& source = here.add_source();
  source.windows[90] = {.rows = {row_of("1", 5)}, .skipped = 2};
  source.windows[30] = {.rows = {row_of("1", 5)}, .skipped = 1};
  const auto report = here.run();
  REQUIRE(report.end == sync::run_end::succeeded);
  CHECK(report.figures.skipped_rows == 3);
  CHECK(report.figures.rejected_rows == 0);
  CHECK(here.ledger().at(0).stats.value().text.ends_with(R"(,"skipped_rows":3})"));
}
