// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/plugin/catalogue.hpp>
#include <tidemark/source/data_source.hpp>

#include "../plugins/redactor.hpp"
#include "process_settings.hpp"

namespace tidemark::host {

/// A source plugin under test. All its code runs in child processes.
struct tested_plugin {
  std::filesystem::path path;
  /// The given options, each `name=value`; texts may contain `${NAME}` and `${file:PATH}`.
  std::vector<std::string> given;
  source::fetch_request request;
};

/// The plugin, loaded, and its options. Only in a child process.
struct loaded_source {
  plugin::catalogue_entry entry;
  plugin::option_values options;
  redactor secrets;
  process_settings before;  ///< the process before any code of the plugin has run

  /// A new source with `options`.
  result<plugin::plugged<source::data_source>> create() const {
    return plugin::create_source(entry, options);
  }
};

/// Loads the plugin and reads its options. Errors: usage, if it is not a source, or does not have
/// such options; failed, if it cannot be loaded.
result<loaded_source> load_source(const tested_plugin& plugin);

/// The origin that `source` returns for `request`. An exception is returned as an error.
result<std::string> origin_of(const source::data_source& source,
                              const source::fetch_request& request);

/// Lets `source` deliver to `sink`. An exception is returned as an error.
result<void> fetch_into(source::data_source& source, const source::fetch_request& request,
                        source::row_sink& sink);

}  // namespace tidemark::host
