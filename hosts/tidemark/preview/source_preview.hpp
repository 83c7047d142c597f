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

/// A file as a source reads it.
struct source_preview {
  std::string file;    ///< as given
  std::string plugin;  ///< that reads it
  preview_sink found;
  std::optional<error> fault;  ///< why the fetch would fail
  /// Raw names and the headers to map to them; nothing when the plugin maps no columns.
  std::optional<std::vector<std::pair<std::string, std::string>>> proposal;
  /// What the file gives with the proposal, where the fetch fails without it.
  std::optional<preview_sink> mapped;
  std::optional<error> mapped_fault;  ///< why it fails with it, too
};

/// The plugin that reads `file`, by the end of its name: `csv` for tables, `jsonl` for JSON Lines.
/// Nothing when the name does not say it.
std::optional<std::string_view> plugin_for(std::string_view file);

/// What a config would have to map, so that every column is read that is known or seems to be: of
/// the columns of a fetch those whose name is not exactly a raw name.
std::vector<std::pair<std::string, std::string>> propose_columns(
    const std::vector<source::delivered_column>& columns);

void write_text(std::ostream& out, const source_preview& preview);
void write_json(std::ostream& out, const source_preview& preview);

}  // namespace tidemark::host
