// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <sstream>
#include <string>

#include <application/load_application.hpp>
#include <application/open_plugins.hpp>
#include <daemon/brand_job.hpp>

#include "../../catch.hpp"
#include "../config/config_folder.hpp"

namespace tidemark::host {

/// The application of the config `text`, which is written to `folder`.
inline std::shared_ptr<const application> load(const config_folder& folder,
                                               const std::string& text) {
  folder.write("tidemark.yaml", text);
  std::ostringstream err;
  auto loaded = load_application(folder.path() / "tidemark.yaml", err);
  INFO(err.str());
  REQUIRE(loaded.has_value());
  return std::make_shared<const application>(std::move(*loaded));
}

/// The application of one brand in SQLite, which reads `rows.jsonl`. Its database can be created as
/// soon as there is a folder `data`.
inline std::shared_ptr<const application> load_one_brand(const config_folder& folder) {
  return load(folder, "policy: " SHIPPED_POLICY "\nplugin_path: [" PLUGINS "]\n"
                      "storage: {plugin: sqlite, path: data/t.db}\n"
                      "brands: [{id: 1, sources: [{plugin: jsonl, path: rows.jsonl}]}]\n");
}

/// One brand with a storage that exists.
struct one_brand {
  one_brand() {
    std::filesystem::create_directory(folder.path() / "data");
    loaded = load_one_brand(folder);
    auto opened = connect_storage(*loaded);
    REQUIRE(opened);
    connected = std::move(*opened);
  }
  storage::backend& store() { return *connected; }

  config_folder folder;
  std::shared_ptr<const application> loaded;
  plugin::plugged<storage::backend> connected;
};

/// Writes a running run of `brand_id` to the ledger.
inline std::int64_t begin_run(storage::backend& store, std::int64_t brand_id,
                              const std::string& host = "test",
                              std::optional<timestamp> due_at = {}) {
  storage::run_start start;
  start.brand_id = brand_id;
  start.source_run_id = "by test";
  start.started_at = now();
  start.policy_name = "p";
  start.policy_hash = "h";
  start.host = host;
  start.due_at = due_at;
  return store.begin_run(start).value();
}

/// A host that runs brand 1 and has its own metrics.
struct one_host {
  explicit one_host(std::shared_ptr<const application> with, std::string host_name = "host")
      : loaded(std::move(with)), name(std::move(host_name)) {}

  job_result run(std::optional<timestamp> due_at = {}, bool begun = false) {
    return run_job({1, {due_at, begun ? 2 : 1, begun, {}}},
                   {loaded, [this] { return loaded; }, log, metrics, running, pending, name,
                    stopping, stop});
  }

  std::shared_ptr<const application> loaded;
  std::string name;
  event_log log{log_form::json};
  daemon_metrics metrics;
  active_runs running;
  pending_reports pending;
  std::atomic<bool> stopping = false;
  std::atomic<bool> stop = false;
};

}  // namespace tidemark::host
