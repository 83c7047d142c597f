// SPDX-License-Identifier: GPL-2.0-only
#include <memory>

#include "contract/storage_contract.hpp"
#include "scratch_folder.hpp"
#include "sqlite_storage.hpp"

using namespace tidemark;

TEST_CASE("sqlite keeps the storage contract") {
  std::vector<std::unique_ptr<test::scratch_folder>> folders;
  const auto reopen = [&] {
    return contract::value_of(sqlite::sqlite_storage::open(folders.back()->file("tidemark.db")));
  };
  const auto open_fresh = [&] {
    folders.push_back(std::make_unique<test::scratch_folder>());
    return reopen();
  };
  contract::storage_contract({open_fresh, reopen});
}
