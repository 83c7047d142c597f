// SPDX-License-Identifier: GPL-2.0-only
#include <postgres_storage.hpp>

#include <memory>
#include <string>
#include <vector>

#include "contract/storage_contract.hpp"
#include "scratch_postgres.hpp"

using namespace tidemark;

TEST_CASE("postgres keeps the storage contract") {
  std::vector<std::unique_ptr<test::scratch_postgres>> databases;
  const auto reopen = [&] {
    return contract::value_of(postgres::postgres_storage::open({databases.back()->url()}));
  };
  const auto open_fresh = [&] {
    databases.push_back(std::make_unique<test::scratch_postgres>());
    return reopen();
  };
  contract::storage_contract({open_fresh, reopen});
}
