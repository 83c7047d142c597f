// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <sstream>
#include <string>

#include <daemon/brand_job.hpp>

#include "../../catch.hpp"
#include "../config_folder.hpp"

namespace tidemark::host {

/// The setup of the config `text`, which is put into `folder`.
inline std::shared_ptr<const setup> load(const config_folder& folder, const std::string& text) {
  folder.write("tidemark.yaml", text);
  global_options global;
  global.config = folder.path() / "tidemark.yaml";
  std::ostringstream said;
  auto loaded = load_setup(global, said);
  INFO(said.str());
  REQUIRE(loaded.has_value());
  return std::make_shared<const setup>(std::move(*loaded));
}

/// That of one brand in SQLite, which reads `rows.jsonl`. Its database can be made as soon as there
/// is a folder `data`.
inline std::shared_ptr<const setup> load_one_brand(const config_folder& folder) {
  return load(folder, "policy: " SHIPPED_POLICY "\nplugin_path: [" PLUGINS "]\n"
                      "storage: {plugin: sqlite, path: data/t.db}\n"
                      "brands: [{id: 1, sources: [{plugin: jsonl, path: rows.jsonl}]}]\n");
}

/// One brand with a storage that is there.
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
  std::shared_ptr<const setup> loaded;
  plugin::plugged<storage::backend> connected;
};

/// Writes a run of `brand_id` that is going on into the ledger.
inline std::int64_t begin_run(storage::backend& store, std::int64_t brand_id) {
  storage::run_start start;
  start.brand_id = brand_id;
  start.source_run_id = "by test";
  start.started_at = now();
  start.policy_name = "p";
  start.policy_hash = "h";
  start.host = "test";
  return store.begin_run(start).value();
}

/// A host that runs brand 1 and counts for itself.
struct one_host {
  explicit one_host(std::shared_ptr<const setup> with) : loaded(std::move(with)) {}

  job_end run(std::optional<timestamp> due_at = {}, bool claimed = false, int attempt = 1) {
    return do_job({1, due_at, claimed, attempt, {}},
                  {loaded, [this] { return loaded; }, log, counted, running, untold, stopping,
                   stop});
  }

  std::shared_ptr<const setup> loaded;
  event_log log{log_form::json};
  figures counted;
  running_runs running;
  untold_ends untold;
  std::atomic<bool> stopping = false;
  std::atomic<bool> stop = false;
};

}  // namespace tidemark::host
