// SPDX-License-Identifier: BSL-1.0
#if !__has_include(<catch2/catch_all.hpp>)
#define CATCH_CONFIG_MAIN  // Catch2 2; Catch2 3 brings its own
#endif
#include <contract/storage_contract.hpp>

#include "memory_storage.hpp"

TEST_CASE("the storage keeps the contract") {
  tidemark::contract::storage_contract(
      {[] { return std::make_unique<tidemark::memory::memory_storage>(); }});
}
