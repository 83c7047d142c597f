// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/plugin/catalogue.hpp>
#include <tidemark/sync/video_policy.hpp>

#include "commands/commands.hpp"
#include "config.hpp"
#include "report.hpp"
#include "secret_texts.hpp"

namespace tidemark::host {

/// All that a config file leads to, loaded and checked: nothing of it touched a storage or a
/// source yet. Failures are reported where they are found, to `said`.
struct setup {
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
  secret_texts secrets;  ///< of all these options, and the daemon's token
};

/// Shows `found`, the issues of `file`, each with its line of `text`, the file's content.
void show(const policy::issues& found, const std::filesystem::path& file, std::string_view text,
          std::ostream& said);

/// The config file to read: the option, else `$TIDEMARK_CONFIG`, else `./tidemark.yaml`.
std::filesystem::path config_path(const global_options& global);

/// Reads a config file; reports every issue of it.
outcome<loaded_config> load_settings(const std::filesystem::path& path,
                                     std::ostream& said = std::cerr);

/// A policy file, compiled.
struct loaded_policy_file {
  sync::video_policy policy;
  policy::issues found;  ///< `policy` counts only when there is no error among them
  std::string text;      ///< of the file, to show issues in
};

/// Reads and compiles the policy at `path`; an error (usage) only when it cannot be read.
result<loaded_policy_file> read_policy(const std::filesystem::path& path);

/// The hash of a policy: of its canonical text, so that comments and order do not change it.
std::string hash_of(const sync::video_policy& policy);

/// The plugins in the folders of `settings`, or in ../lib/tidemark beside the executable's folder.
outcome<plugin::catalogue> scan_plugins(const config& settings, std::ostream& said = std::cerr);

/// Config, policy, plugins and the options given to each plugin, all checked. Takes the plugins of
/// `loaded_before`, if it is given, instead of looking for them.
outcome<setup> load_setup(const global_options& global, std::ostream& said = std::cerr,
                          const plugin::catalogue* loaded_before = nullptr);

/// The configured brand `id`; reports which there are when there is none.
outcome<const brand_config*> find_brand(const setup& loaded, std::int64_t id);

/// Why no source can be made by the plugin `entry` with the options that `source` of `brand` gives
/// it, without secrets; empty: one can, or the options themselves are wrong (see `load_setup`).
std::string create_fault(const plugin::catalogue_entry& entry, const brand_config& brand,
                         const source_config& source, const config& settings);

/// Opens the configured storage.
result<plugin::plugged<storage::backend>> connect_storage(const setup& loaded);

/// The same for a command: reports what went wrong.
outcome<plugin::plugged<storage::backend>> open_storage(const setup& loaded);

/// The sources of `brand`, in the config's order.
result<std::vector<plugin::plugged<source::data_source>>> open_sources(const setup& loaded,
                                                                       const brand_config& brand);

/// The enrichers of `brand`, in the config's order.
result<std::vector<plugin::plugged<enricher::video_enricher>>> open_enrichers(
    const setup& loaded, const brand_config& brand);

}  // namespace tidemark::host
