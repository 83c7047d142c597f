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
