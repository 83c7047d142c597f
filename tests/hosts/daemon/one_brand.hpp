// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <memory>
#include <sstream>

#include <daemon/brand_job.hpp>

#include "../../catch.hpp"
#include "../config_folder.hpp"

namespace tidemark::host {

/// A config of one brand in SQLite, which reads `rows.jsonl`.
inline std::shared_ptr<const setup> load_one_brand(const config_folder& folder) {
  folder.write("tidemark.yaml",
               "policy: " SHIPPED_POLICY "\nplugin_path: [" PLUGINS "]\n"
               "storage: {plugin: sqlite, path: data/t.db}\n"
               "brands: [{id: 1, sources: [{plugin: jsonl, path: rows.jsonl}]}]\n");
  global_options global;
  global.config = folder.path() / "tidemark.yaml";
  std::ostringstream said;
  auto loaded = load_setup(global, said);
  INFO(said.str());
  REQUIRE(loaded.has_value());
  return std::make_shared<const setup>(std::move(*loaded));
}

/// A host that runs brand 1 and counts for itself.
struct one_host {
  explicit one_host(std::shared_ptr<const setup> with) : loaded(std::move(with)) {}

  job_end run(std::optional<timestamp> due_at = {}, bool claimed = false) {
    return do_job({1, due_at, claimed, 1, {}},
                  {loaded, [this] { return loaded; }, log, counted, running, untold, stopping,
                   stopping});
  }

  std::shared_ptr<const setup> loaded;
  event_log log{log_form::json};
  figures counted;
  running_runs running;
  untold_ends untold;
  std::atomic<bool> stopping = false;
};

}  // namespace tidemark::host
