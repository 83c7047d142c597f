// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>

#include <plugins/storage/raw_database.hpp>
#include <plugins/storage/scratch_folder.hpp>
#include <plugins/storage/scratch_postgres.hpp>
#include <postgres/postgres_storage.hpp>
#include <sqlite/sqlite_storage.hpp>

#include "storage_under_test.hpp"

namespace tidemark::contract {

/// A storage in a database that another program can change behind its back; all is deleted with
/// this object.
class changeable_database {
  test::scratch_folder folder_;
  std::unique_ptr<test::scratch_postgres> server_;

 public:
  /// `name`: sqlite or postgres.
  explicit changeable_database(const std::string& name, storage::list_limits limits = {}) {
    if (name == "postgres") {
      server_ = std::make_unique<test::scratch_postgres>();
      store = value_of(postgres::postgres_storage::open({server_->url()}, limits));
    } else {
      store = value_of(sqlite::sqlite_storage::open(file(), limits));
    }
  }

  /// Runs statements as another program.
  void execute(const std::string& text) {
    if (server_) server_->raw().run(text);
    else test::raw_database(file()).run(text);
  }
  /// The rows of a query of another program, as its text.
  std::string rows(const std::string& text) {
    return server_ ? server_->raw().rows(text) : test::raw_database(file()).rows(text);
  }

  std::unique_ptr<storage::backend> store;

 private:
  std::string file() const { return folder_.file("t.db"); }
};

}  // namespace tidemark::contract
