// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/plugin/catalogue.hpp>
#include <tidemark/source/data_source.hpp>

#include "../secret_texts.hpp"
#include "process_settings.hpp"

namespace tidemark::host {

/// A source plugin as the checks get at it. Everything of it runs in a child process.
struct tested_plugin {
  std::filesystem::path path;
  /// The options as given, each `name=value`; texts may hold `${NAME}` and `${file:PATH}`.
  std::vector<std::string> given;
  source::fetch_request request;
};

/// The plugin, loaded, and its options. Only in a child process.
struct loaded_source {
  plugin::catalogue_entry entry;
  plugin::option_values options;
  secret_texts secrets;
  process_settings before;  ///< the process, when no code of the plugin had run

  /// A fresh source with `options`.
  result<plugin::plugged<source::data_source>> create() const {
    return plugin::create_source(entry, options);
  }
};

/// Loads the plugin and reads its options. Errors: usage, when it is no source or the options are
/// not its own; failed, when it cannot be loaded.
result<loaded_source> load_source(const tested_plugin& plugin);

/// What `source` says that it reads for `request`; what it throws is an error that says so.
result<std::string> origin_of(const source::data_source& source,
                              const source::fetch_request& request);

/// What `source` delivers for `request` into `sink`; what it throws is an error that says so.
result<void> fetch_into(source::data_source& source, const source::fetch_request& request,
                        source::row_sink& sink);

}  // namespace tidemark::host
