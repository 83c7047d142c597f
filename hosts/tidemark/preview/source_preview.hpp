// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/result.hpp>

#include "preview_sink.hpp"

namespace tidemark::host {

/// The result of reading a file with a source.
struct source_preview {
  std::string file;    ///< as given
  std::string plugin;  ///< its reader
  preview_sink found;
  std::optional<error> fault;  ///< why the fetch fails
  /// Raw names, each with the header to map to it; nothing if the plugin has no option `columns`.
  std::optional<std::vector<std::pair<std::string, std::string>>> proposal;
  /// The result with the proposal, if the fetch fails without it.
  std::optional<preview_sink> mapped;
  std::optional<error> mapped_fault;  ///< why the fetch also fails with it
};

/// The plugin that reads `file`, by its name's ending: `csv` for tables, `jsonl` for JSON Lines.
/// Nothing if the ending is unknown.
std::optional<std::string_view> plugin_for(std::string_view file);

/// The mapping that a config needs to read every column that is known or similar to a known one:
/// those whose name is not exactly a raw name.
std::vector<std::pair<std::string, std::string>> propose_columns(
    const std::vector<source::delivered_column>& columns);

void write_text(std::ostream& out, const source_preview& preview);
void write_json(std::ostream& out, const source_preview& preview);

}  // namespace tidemark::host
