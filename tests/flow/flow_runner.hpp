// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <yaml-cpp/yaml.h>

#include <tidemark/storage/backend.hpp>
#include <tidemark/sync/video_policy.hpp>

/// Runs the steps of one flow against one storage. A step is a map with one of these keys:
///
///   sync: DATE            one run of brand 1; with `rows:` (window -> JSON lines), optionally
///                         `run:` (source_run_id), `max_rejected:` (units of 0.0001 %), and
///                         `expect:` (status, error, and the run's statistics)
///   all_time: VIDEO       `expect:` the stored record's fields and username, or null
///   snapshots: VIDEO      `expect:` a list of stored snapshots, by date and window
///   videos: {period, sort, dir, min_gmv, ...}   `expect:` the listed videos
///   runs, rejected        `expect:` a list of entries, newest first; of rows by id
///   verify: true          `expect:` ok, and per check its figure and number of violations
class flow_runner {
 public:
  flow_runner(tidemark::storage::backend& store, const tidemark::sync::video_policy& policy,
              std::filesystem::path folder);

  /// Runs one step and returns how its result differs from what it expects; empty if it does not.
  std::string run(const YAML::Node& step);

 private:
  YAML::Node sync(const YAML::Node& step);
  YAML::Node all_time(const std::string& video);
  YAML::Node snapshots(const std::string& video);
  YAML::Node videos(const YAML::Node& query);
  YAML::Node runs();
  YAML::Node rejected();
  YAML::Node verify();

  tidemark::storage::backend& store_;
  const tidemark::sync::video_policy& policy_;
  std::filesystem::path folder_;
};
