// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <http/server/http_server.hpp>

#include <memory/memory_storage.hpp>
#include <postgres/postgres_storage.hpp>
#include <sqlite/sqlite_storage.hpp>

#include <contract/storage_under_test.hpp>
#include <plugins/storage/scratch_folder.hpp>
#include <plugins/storage/scratch_postgres.hpp>

#include "fake_daemon.hpp"
#include "http_client.hpp"

namespace tidemark::test {

/// For a `served_storage` that stays empty.
inline void nothing(storage::backend&) {}

inline std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

/// A storage of a kind, filled by a function and then served by a fake daemon.
class served_storage {
 public:
  template <typename Fill>
  served_storage(const std::string& kind, const Fill& fill) : kind_(kind) {
    if (kind == "sqlite") folder_ = std::make_unique<scratch_folder>();
    if (kind == "postgres") database_ = std::make_unique<scratch_postgres>();
    auto store = contract::value_of(open());
    fill(*store);
    if (kind == "memory") only_ = std::move(store);  // it lives no longer than the object
  }

  /// Starts the server; a test may change `options` and `daemon` before that.
  void start() {
    options.port = 0;
    if (kind_ == "memory") options.reader_threads = 1;
    server_.emplace(options, daemon, [this]() -> result<plugin::plugged<storage::backend>> {
      if (is_down) return failure("the database at db.example does not answer");
      auto store = only_ ? result<std::unique_ptr<storage::backend>>(std::move(only_)) : open();
      if (!store) return store.error();
      return plugin::plugged<storage::backend>{nullptr, std::move(*store)};
    });
    contract::succeeds(server_->start());
  }

  http_client connect() const { return http_client(server_->port()); }
  client_answer get(const std::string& target, const std::string& fields = "") const {
    return connect().ask("GET", target, fields);
  }
  host::http_server& server() { return *server_; }
  scratch_postgres& database() { return *database_; }

  host::http_server_options options;
  fake_daemon daemon;
  std::atomic<bool> is_down = false;

 private:
  result<std::unique_ptr<storage::backend>> open() const {
    if (kind_ == "sqlite") return sqlite::sqlite_storage::open(folder_->file("tidemark.db"));
    if (kind_ == "postgres") return postgres::postgres_storage::open({database_->url()});
    return std::make_unique<memory::memory_storage>();
  }

  std::string kind_;
  std::unique_ptr<scratch_folder> folder_;
  std::unique_ptr<scratch_postgres> database_;
  std::unique_ptr<storage::backend> only_;
  std::optional<host::http_server> server_;
};

/// A run of brand 1 in the morning of `day`.
inline contract::run_setting run_on(const std::string& day, const std::string& source_run_id) {
  return {1, contract::day(day.c_str()), contract::moment((day + " 09:00:00").c_str()),
          source_run_id};
}

/// Two runs of one brand: an old one, and a newer one with lower values in the window of 30 days.
inline void fill_two_runs(storage::backend& store) {
  using contract::seen;
  const auto anna = [](std::int64_t gmv) {
    return seen("7001").by("anna").title("Tote <b>bag</b> & \"more\"").gmv(gmv).views(70'000)
        .items(12).ctr(24'000).posted("2025-08-07 10:00:00").duration(34)
        .hash_tags({"#totebag", "haul"}).payload("{\"id\":\"7001\"}");
  };
  const auto ben = seen("7002").by("ben").title("100% wool_throw").gmv(5'000).views(10);
  contract::sync(store, {{anna(1'668'639), ben}, {{90, {anna(1'668'639), ben}}}},
                 run_on("2026-02-19", "sync-a"));
  contract::sync(store, {{anna(7'398)}, {{30, {anna(7'398)}}}},
                 run_on("2026-02-20", "sync-b"));
}

}  // namespace tidemark::test
