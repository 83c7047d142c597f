// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <tidemark/plugin/catalogue.hpp>
#include <tidemark/sync/video_policy.hpp>

#include "../config/config.hpp"
#include "../output/report.hpp"
#include "../plugins/redactor.hpp"

namespace tidemark::host {

/// A config file with the policy, the plugins and the options that it names, loaded and checked:
/// no storage, source or enricher has been opened yet.
struct application {
  std::filesystem::path config_path;
  config settings;
  sync::video_policy policy;
  std::string policy_hash;
  plugin::catalogue plugins;
  plugin::option_values storage_options;
  /// By brand, in the order of its sources.
  std::map<std::int64_t, std::vector<plugin::option_values>> source_options;
  /// By brand, in the order of its enrichers.
  std::map<std::int64_t, std::vector<plugin::option_values>> enricher_options;
  redactor secrets;  ///< of all these options, and the daemon's token
};

/// The configured brand `id`; an unknown one is reported with a list of the known ones.
outcome<const brand_config*> find_brand(const application& app, std::int64_t id);

}  // namespace tidemark::host
