// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/diagnostics/location.hpp>
#include <tidemark/value/percent.hpp>
#include <tidemark/yaml/located_node.hpp>

#include "daemon_config.hpp"

namespace tidemark::host {

/// A plugin and its options, as they are written in the file, with variables replaced. Only
/// `check_options` compares them with what the plugin declares.
struct plugin_use {
  std::string plugin;
  diagnostics::location plugin_at;
  std::vector<yaml::located_node> options;  ///< their texts may be secret
  std::span<const std::string_view> own_keys;  ///< other keys, which the host reads
};

/// One source of a brand.
struct source_config : plugin_use {
  percent max_rejected{100'000};  ///< 0 to 100 %; default 10 %
};

/// One enricher of a brand.
struct enricher_config : plugin_use {
  std::int64_t max_per_run = 200;  ///< videos that a run looks up, 1 to 100,000
};

struct brand_config {
  std::int64_t id = 0;   ///< positive, distinct
  std::string name;      ///< default `Brand ID`
  std::string currency;  ///< three upper-case letters, default USD
  std::vector<source_config> sources;
  std::optional<brand_schedule> schedule;  ///< for the daemon
  std::vector<enricher_config> enrichers;
};

/// A config file (hosts/tidemark/config.md). Paths are absolute.
struct config {
  std::filesystem::path folder;  ///< of the file; relative paths in it begin here
  std::filesystem::path policy;
  std::vector<std::filesystem::path> plugin_path;  ///< empty when not given
  plugin_use storage;
  std::vector<brand_config> brands;
  daemon_config daemon;
  retention_config retention;
  std::int64_t max_rejected_kept = 10'000;  ///< rejected rows stored of a run; 1 to 1,000,000,000
};

/// The places of values in a config: those that may be shown, and those that must not be shown,
/// even if an alias repeats them where others may.
struct value_places {
  std::vector<diagnostics::location> shown, secret;

  void add(const value_places& more) {
    shown.insert(shown.end(), more.shown.begin(), more.shown.end());
    secret.insert(secret.end(), more.secret.begin(), more.secret.end());
  }
};

/// A config file as read. `value` counts only when `found` has no error.
struct loaded_config {
  config value;
  diagnostics::issues found;  ///< in the order of their places
  /// The file's text, and its parsed root; no root if it is not YAML.
  std::string text;
  std::optional<yaml::located_node> root;
  /// The places of the host's own values that are not secret.
  std::vector<diagnostics::location> shown;

  /// The text to show issues in. All values are masked, except those in `shown` or `options.shown`
  /// that are not in `options.secret`. Empty if the file is not YAML.
  std::string excerpts(const value_places& options = {}) const;
};

/// Reads the config file at `path`, and finds every error in it.
///
/// In every value, `${NAME}` is replaced by that environment variable, and `${file:PATH}` by the
/// content of that file without its last line break; `$${` means the text `${`. Any other `$` stays
/// as it is, and a replacement is not expanded again. Messages quote the file, never a replacement.
loaded_config load_config(const std::filesystem::path& path);

}  // namespace tidemark::host
