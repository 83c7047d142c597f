// SPDX-License-Identifier: BSL-1.0
#include <memory/memory_storage.hpp>

#include "contract/storage_contract.hpp"

using namespace tidemark;

namespace {

std::unique_ptr<storage::backend> open() { return std::make_unique<memory::memory_storage>(); }

}  // namespace

TEST_CASE("memory keeps the storage contract") { contract::storage_contract({open}); }

TEST_CASE("memory: ids count up from 1") {
  const auto store = open();
  using contract::seen;
  const std::vector<seen> rows{seen("b").by("anna"), seen("a").by("anna")};
  contract::sync(*store, {rows, {{90, rows}}});
  CHECK(contract::video(*store, "b").id == 1);
  CHECK(contract::video(*store, "a").id == 2);
  CHECK(contract::video(*store, "b").record.creator_id == 1);
  CHECK(contract::snapshot(*store, "b").id == 1);
  CHECK(contract::all_runs(*store)[0].id == 1);
}

TEST_CASE("memory: a lock counts for its own storage and brand only") {
  const auto store = open();
  const auto other = open();
  const auto other_brand = contract::value_of(store->lock_brand(2, "a test"));
  const auto other_store = contract::value_of(other->lock_brand(1, "a test"));
  for (const auto* lock : {other_brand.get(), other_store.get()}) {
    auto batch = contract::batch_of({{contract::seen("a").by("anna")}}, {});
    batch.run_id = contract::value_of(store->begin_run(contract::start_of_run({})));
    storage::run_figures figures;
    CHECK_FALSE(store->commit_run(std::move(batch), contract::shipped_programs(), *lock, figures));
    CHECK(contract::all_videos(*store, 1).empty());
  }
}

TEST_CASE("memory: a lock may outlive its storage") {
  auto store = open();
  auto lock = contract::value_of(store->lock_brand(1, "a test"));
  store.reset();
  CHECK_NOTHROW(lock.reset());
}

TEST_CASE("memory: texts are stored as they came, also when others replaced them many times") {
  const auto store = open();
  using contract::seen;
  const auto payload_of = [](int run) {
    return "{\"a\":\"" + std::string(static_cast<std::size_t>(3'000'000 + run), 'x') + "\"}";
  };
  // So often that what was replaced is freed on the way; the other video and the first day stay.
  const std::vector<seen> other{seen("b").by("bo").title("stays").hash_tags({"t", ""})};
  contract::sync(*store, {other, {{90, other}}});
  contract::run_setting setting;
  setting.snapshot_date = contract::day("2026-02-21");
  for (int run = 0; run < 60; ++run) {
    setting.source_run_id = "run " + std::to_string(run);
    const std::vector<seen> rows{seen("a").by("anna").gmv(run).payload(payload_of(run)).title(
        "title " + std::to_string(run))};
    contract::sync(*store, {rows, {{90, rows}}}, setting);
  }
  const auto video = contract::video(*store, "a");
  CHECK(video.username == "anna");
  CHECK(video.record.title == "title 59");
  CHECK(video.record.video_url == "https://www.tiktok.com/@anna/video/a");
  const auto snapshot = contract::snapshot(*store, "a");
  CHECK((snapshot.record.raw_payload->text == payload_of(59)));
  CHECK(snapshot.record.source_run_id == "run 59");
  const auto unchanged = contract::video(*store, "b");
  CHECK(unchanged.username == "bo");
  CHECK(unchanged.record.title == "stays");
  CHECK(unchanged.record.hash_tags == tags{"t", ""});
  CHECK(contract::snapshot(*store, "b").record.source_run_id == "sync-1");
  CHECK(contract::all_videos(*store, 1).size() == 2);
}
