// SPDX-License-Identifier: BSL-1.0
#include "config.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>

#include <fmt/core.h>

#include <tidemark/value/decimal.hpp>
#include <tidemark/value/nearest.hpp>
#include <tidemark/value/utf8.hpp>
#include <tidemark/yaml/map_reader.hpp>
#include <tidemark/yaml/read_document.hpp>

#include "config_excerpt.hpp"
#include "config_issues.hpp"
#include "config_values.hpp"
#include "config_variables.hpp"
#include "read_file.hpp"

namespace tidemark::host {

namespace {

constexpr std::int64_t rejected_kept_max = 1'000'000'000;

using yaml::located_node;
using yaml::map_reader;
using yaml::node_kind;

/// Reads one config file.
class config_reader {
 public:
  explicit config_reader(config_values& values)
      : values_(values), folder_(values.folder()), found_(values.found()) {}

  config read(const located_node& root) {
    static constexpr std::array<std::string_view, 7> keys{"policy",  "plugin_path", "storage",
                                                          "brands", "daemon",      "retention",
                                                          "max_rejected_kept"};
    config value;
    value.folder = folder_;
    if (root.kind == node_kind::nothing) {
      report_issue(found_, root.at, "the file is empty; a config has policy, storage and brands");
      return value;
    }
    const map_reader map(root, keys, found_);
    if (const auto* path = map.require("policy", "policy: rules/videos.yaml"))
      if (const auto text = values_.text(*path, "the path of a policy file"))
        value.policy = folder_ / *text;
    if (const auto* paths = map.find("plugin_path")) value.plugin_path = read_paths(*paths);
    if (const auto* storage = map.require("storage", "storage: with plugin and its options"))
      read_plugin(*storage, {}, "plugin: sqlite", value.storage);
    if (const auto* brands = map.require("brands", "brands: with at least one brand"))
      value.brands = read_brands(*brands);
    if (const auto* daemon = map.find("daemon")) value.daemon = read_daemon(*daemon, values_);
    if (const auto* retention = map.find("retention"))
      value.retention = read_retention(*retention, values_);
    if (const auto* kept = map.find("max_rejected_kept"))
      if (const auto number = values_.positive(*kept, rejected_kept_max))
        value.max_rejected_kept = *number;
    return value;
  }

 private:
  std::vector<std::filesystem::path> read_paths(const located_node& node) {
    std::vector<std::filesystem::path> paths;
    if (node.kind != node_kind::list) yaml::report_kind(found_, node, "a list of folders");
    if (node.kind != node_kind::list) return paths;
    for (const auto& item : node.children)
      if (const auto text = values_.text(item, "the path of a folder"))
        paths.push_back(folder_ / *text);
    return paths;
  }

  static constexpr std::array<std::string_view, 1> plugin_key{"plugin"};

  /// Reads `plugin:`, and keeps every key that is not in `own_keys` as an option of the plugin.
  void read_plugin(const located_node& node, std::span<const std::string_view> own_keys,
                   std::string_view example, plugin_use& use) {
    if (node.kind != node_kind::map) {
      yaml::report_kind(found_, node, "a map with plugin and its options");
      return;
    }
    use.plugin_at = node.named_at();
    use.own_keys = own_keys;
    bool named = false;
    const located_node* misspelt = nullptr;
    for (const auto* child : yaml::distinct_children(node, found_)) {
      if (nearest(child->key.text, plugin_key)) misspelt = child;
      if (child->key.text == "plugin") {
        named = true;
        use.plugin_at = child->at;
        if (auto text = values_.text(*child, "the name of a plugin")) use.plugin = std::move(*text);
      } else if (std::find(own_keys.begin(), own_keys.end(), child->key.text) == own_keys.end()) {
        use.options.push_back(with_variables(*child, folder_, found_));
      }
    }
    if (named) return;
    if (misspelt)
      report_issue(found_, misspelt->key.at,
                   fmt::format("unknown key {}{}", in_quotes(misspelt->key.text),
                               did_you_mean(misspelt->key.text, plugin_key)));
    else
      report_issue(found_, node.named_at(),
                   fmt::format("the key \"plugin\" is missing; write {}", example));
  }

  source_config read_source(const located_node& node) {
    static constexpr std::array<std::string_view, 2> own_keys{"plugin", "max_rejected"};
    source_config source;
    read_plugin(node, own_keys, "plugin: jsonl", source);
    if (node.kind != node_kind::map) return source;
    for (const auto& child : node.children) {
      if (child.key.text != "max_rejected") continue;
      if (const auto share = read_share(child)) source.max_rejected = *share;
      break;
    }
    return source;
  }

  std::optional<percent> read_share(const located_node& node) {
    const auto text = values_.text(node, "a percentage");
    if (!text) return std::nullopt;
    constexpr int scale = 4;
    constexpr std::int64_t units_max = 1'000'000;
    const std::string_view number = std::string_view(*text).substr(0, text->size() - 1);
    const auto point = number.find('.');
    const bool exact = point == number.npos || number.size() - point - 1 <= scale;
    const auto parsed = parse_decimal(number, scale);
    const bool fits = !parsed.error && !number.starts_with('-') && parsed.scaled <= units_max;
    if (text->ends_with('%') && exact && fits) return percent{parsed.scaled};
    report_issue(found_, node.at,
                 "\"max_rejected\": expected a percentage from 0% to 100% with at most four "
                 "decimals, such as 10%, found " + in_quotes(node.text));
    return std::nullopt;
  }

  std::vector<enricher_config> read_enrichers(const located_node& node) {
    std::vector<enricher_config> enrichers;
    if (node.kind != node_kind::list) {
      yaml::report_kind(found_, node, "a list of enrichers");
      return enrichers;
    }
    for (const auto& item : node.children) enrichers.push_back(read_enricher(item));
    return enrichers;
  }

  enricher_config read_enricher(const located_node& node) {
    static constexpr std::array<std::string_view, 2> own_keys{"plugin", "max_per_run"};
    enricher_config enricher;
    read_plugin(node, own_keys, "plugin: tiktok_oembed", enricher);
    if (node.kind != node_kind::map) return enricher;
    for (const auto& child : node.children) {
      if (child.key.text != "max_per_run") continue;
      if (const auto number = values_.positive(child, 100'000)) enricher.max_per_run = *number;
      break;
    }
    return enricher;
  }

  std::vector<brand_config> read_brands(const located_node& node) {
    std::vector<brand_config> brands;
    if (node.kind != node_kind::list) {
      yaml::report_kind(found_, node, "a list of brands");
      return brands;
    }
    if (node.children.empty())
      report_issue(found_, node.at,
                   "\"brands\" needs at least one brand; write - id: 1 and its sources");
    std::unordered_map<std::int64_t, std::size_t> lines;
    for (const auto& item : node.children) {
      brands.push_back(read_brand(item));
      const auto* id = item.kind == node_kind::map ? &brands.back().id : nullptr;
      if (!id || *id == 0) continue;
      const auto [first, is_new] = lines.emplace(*id, last_id_at_.line);
      if (!is_new)
        report_issue(found_, last_id_at_,
                     fmt::format("the brand id is repeated; line {} has it already",
                                 first->second));
    }
    return brands;
  }

  brand_config read_brand(const located_node& node) {
    static constexpr std::array<std::string_view, 9> keys{
        "id",        "name",   "currency", "sources",  "schedule",
        "time_zone", "jitter", "catch_up", "enrichers"};
    brand_config brand;
    const map_reader map(node, keys, found_);
    if (!map.is_map()) return brand;
    if (const auto* enrichers = map.find("enrichers"))
      brand.enrichers = read_enrichers(*enrichers);
    if (const auto* id = map.require("id", "id: 1")) brand.id = read_id(*id);
    brand.schedule = read_schedule(map, brand.id, values_);
    brand.name = fmt::format("Brand {}", brand.id);
    if (const auto* name = map.find("name"))
      if (auto text = values_.text(*name, "a name")) brand.name = std::move(*text);
    brand.currency = "USD";
    if (const auto* currency = map.find("currency")) read_currency(*currency, brand.currency);
    const auto* sources = map.require("sources", "sources: with at least one source");
    if (!sources) return brand;
    if (sources->kind != node_kind::list) {
      yaml::report_kind(found_, *sources, "a list of sources");
      return brand;
    }
    if (sources->children.empty())
      report_issue(found_, sources->at,
                   "\"sources\" needs at least one source; write - plugin: jsonl");
    for (const auto& item : sources->children) brand.sources.push_back(read_source(item));
    return brand;
  }

  std::int64_t read_id(const located_node& node) {
    last_id_at_ = node.at;
    return values_.positive(node, std::numeric_limits<std::int64_t>::max()).value_or(0);
  }

  void read_currency(const located_node& node, std::string& currency) {
    auto text = values_.text(node, "a currency such as USD");
    if (!text) return;
    const bool letters = std::all_of(text->begin(), text->end(),
                                     [](char c) { return c >= 'A' && c <= 'Z'; });
    if (letters && text->size() == 3) currency = std::move(*text);
    else
      report_issue(found_, node.at,
                   "\"currency\": expected three upper-case letters such as USD, found " +
                       in_quotes(node.text));
  }

  config_values& values_;
  const std::filesystem::path& folder_;
  diagnostics::issues& found_;
  diagnostics::location last_id_at_;
};

}  // namespace

std::string loaded_config::excerpts(const value_places& options) const {
  if (!root) return {};
  auto places = shown;
  places.insert(places.end(), options.shown.begin(), options.shown.end());
  const std::set<diagnostics::location> secret(options.secret.begin(), options.secret.end());
  std::erase_if(places, [&](const auto& at) { return secret.contains(at); });
  return mask_values(text, *root, places);
}

loaded_config load_config(const std::filesystem::path& path) {
  loaded_config loaded;
  std::error_code code;
  const auto absolute = std::filesystem::absolute(path, code);
  const auto text = read_file(path, yaml::file_text::size_max);
  if (code || !text) {
    loaded.found.push_back({diagnostics::severity::error, {},
                            fmt::format("cannot read the config: {}; give its path with --config "
                                        "or $TIDEMARK_CONFIG",
                                        code ? code.message() : text.error().message),
                            std::nullopt});
    return loaded;
  }
  loaded.text = *text;
  loaded.root = yaml::read_document(*text, loaded.found);
  if (loaded.root) {
    config_values values(absolute.parent_path(), loaded.found);
    loaded.value = config_reader(values).read(*loaded.root);
    loaded.shown = values.shown();
  }
  remove_codes(loaded.found);
  diagnostics::sort_by_place(loaded.found);
  diagnostics::keep_first(loaded.found, std::nullopt);
  return loaded;
}

}  // namespace tidemark::host
