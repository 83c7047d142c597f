// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <utility>

#include <memory/memory_storage.hpp>
#include <postgres/postgres_storage.hpp>
#include <sqlite/sqlite_storage.hpp>

#include <plugins/storage/scratch_folder.hpp>
#include <plugins/storage/scratch_postgres.hpp>

namespace tidemark::contract {

/// The storages for tests that run on all of them; the memory storage is the reference that the
/// others are compared with.
inline constexpr const char* every_storage[] = {"memory", "sqlite", "postgres"};
inline constexpr const char* other_storages[] = {"sqlite", "postgres"};

/// An empty storage of that name, deleted with all that is in it. Throws if it cannot be opened.
class scratch_storage {
 public:
  /// `heads`: how much of its lists a database keeps.
  explicit scratch_storage(const std::string& name, storage::list_limits heads = {}) {
    if (name == "memory") store_ = std::make_unique<memory::memory_storage>();
    if (name == "sqlite") {
      folder_ = std::make_unique<test::scratch_folder>();
      store_ = opened(sqlite::sqlite_storage::open(folder_->file("tidemark.db"), heads));
    }
    if (name == "postgres") {
      database_ = std::make_unique<test::scratch_postgres>();
      store_ = opened(postgres::postgres_storage::open({database_->url()}, heads));
    }
  }

  storage::backend& operator*() const { return *store_; }

 private:
  static std::unique_ptr<storage::backend> opened(
      result<std::unique_ptr<storage::backend>> outcome) {
    if (!outcome) throw std::runtime_error(outcome.error().message);
    return std::move(*outcome);
  }

  std::unique_ptr<test::scratch_folder> folder_;
  std::unique_ptr<test::scratch_postgres> database_;
  std::unique_ptr<storage::backend> store_;  // destroyed before what it is in
};

}  // namespace tidemark::contract
