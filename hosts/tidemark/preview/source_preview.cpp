// SPDX-License-Identifier: BSL-1.0
#include "source_preview.hpp"

#include <algorithm>
#include <array>

#include <tidemark/value/ascii.hpp>
#include <tidemark/videos/raw_names.hpp>

namespace tidemark::host {

std::optional<std::string_view> plugin_for(std::string_view file) {
  struct ending {
    std::string_view text, plugin;
  };
  constexpr std::array endings{ending{".csv", "csv"},     ending{".tsv", "csv"},
                               ending{".txt", "csv"},     ending{".jsonl", "jsonl"},
                               ending{".ndjson", "jsonl"}, ending{".json", "jsonl"}};
  const std::string lower = ascii_lower(file);
  std::string_view name = lower;
  if (name.ends_with(".gz")) name.remove_suffix(3);
  for (const auto& [text, plugin] : endings)
    if (name.ends_with(text)) return plugin;
  return std::nullopt;
}

std::vector<std::pair<std::string, std::string>> propose_columns(
    const std::vector<source::delivered_column>& columns) {
  std::vector<std::pair<std::string, std::string>> proposal;
  const auto is_proposed = [&](std::string_view raw) {
    return std::ranges::any_of(proposal, [&](const auto& entry) { return entry.first == raw; });
  };
  for (const auto& column : columns) {
    const auto raw = !column.read_as.empty() ? column.read_as : column.meant;
    const bool own_name = videos::find_raw_name(column.name) == videos::find_raw_name(raw);
    if (raw.empty() || is_proposed(raw) || own_name) continue;
    proposal.emplace_back(raw, column.name);
  }
  return proposal;
}

}  // namespace tidemark::host
