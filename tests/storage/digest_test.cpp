// SPDX-License-Identifier: BSL-1.0
#include <memory>
#include <string>
#include <vector>

#include <contract/storage_under_test.hpp>
#include <memory/memory_storage.hpp>

using namespace tidemark;
using namespace tidemark::contract;

namespace {

/// The digest of brand 1 after one run of `rows`.
storage::content_digest digest_of(const std::vector<seen>& rows, const run_setting& setting = {}) {
  memory::memory_storage store;
  sync(store, {rows, {{30, rows}}}, setting);
  return value_of(storage::digest_brand(store, 1));
}

seen video_a() { return seen("a").by("anna").gmv(1).title("t").hash_tags({"x", "y"}).ctr(5); }

}  // namespace

TEST_CASE("the digest of an empty brand is always the same") {
  memory::memory_storage store;
  const auto digest = value_of(storage::digest_brand(store, 1));
  CHECK(digest == value_of(storage::digest_brand(store, 2)));
  CHECK(digest.videos.size() == 32);
  CHECK(digest_of({video_a()}) == digest_of({video_a()}));
  CHECK_FALSE(digest_of({video_a()}) == digest);
}

TEST_CASE("ids, times and the run's name do not affect a digest") {
  const auto expected = digest_of({video_a(), seen("b").by("bo")});
  CHECK(digest_of({seen("b").by("bo"), video_a()}) == expected);
  CHECK(digest_of({video_a(), seen("b").by("bo")},
                  {.at = moment("2027-01-01 00:00:00"), .source_run_id = "another"}) == expected);
}

TEST_CASE("every value affects a digest") {
  const auto expected = digest_of({video_a()});
  struct digest_case {
    std::string name;
    seen row;
    bool in_videos, in_snapshots;
  };
  for (const auto& test : std::vector<digest_case>{
           {"gmv", video_a().gmv(2), true, true},
           {"a present 0 for a missing value", video_a().gpm(0), true, true},
           {"a creator", video_a().by("annb"), true, false},
           {"an empty title", video_a().title(""), true, false},
           {"how hashtags are cut", video_a().hash_tags({"xy", ""}), true, false},
           {"the order of hashtags", video_a().hash_tags({"y", "x"}), true, false},
           {"a payload", video_a().payload("{}"), false, true},
           {"an id", seen("b").by("anna").gmv(1).title("t").hash_tags({"x", "y"}).ctr(5), true,
            true}}) {
    INFO(test.name);
    const auto digest = digest_of({test.row});
    CHECK((digest.videos != expected.videos) == test.in_videos);
    CHECK((digest.snapshots != expected.snapshots) == test.in_snapshots);
  }
  CHECK(digest_of({video_a()}, {.snapshot_date = day("2026-02-21")}).snapshots !=
        expected.snapshots);
}

TEST_CASE("whether a snapshot refers to a record affects a digest") {
  memory::memory_storage with, without;
  sync(with, {{seen("a").by("anna")}, {{30, {seen("a")}}}});
  sync(without, {{}, {{30, {seen("a")}}}});
  CHECK(value_of(storage::digest_brand(with, 1)).snapshots !=
        value_of(storage::digest_brand(without, 1)).snapshots);
}
