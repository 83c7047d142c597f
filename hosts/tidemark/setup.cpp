// SPDX-License-Identifier: BSL-1.0
#include "setup.hpp"

#include <cstdlib>
#include <memory>
#include <span>
#include <utility>

#include <boost/dll/runtime_symbol_info.hpp>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <tidemark/yaml/load_policy.hpp>

#include "config_options.hpp"
#include "exit_guard.hpp"
#include "guarded_source.hpp"
#include "read_file.hpp"

namespace tidemark::host {

namespace {

constexpr std::size_t policy_bytes_max = 1024 * 1024;

/// The options that `use` gives to a plugin, checked against what the plugin declares. `all` takes
/// what was found and what may be shown.
plugin::option_values options_of(const plugin::catalogue& plugins, plugin::kind kind,
                                 const plugin_use& use, const config& settings,
                                 checked_options& all, secret_texts& secrets) {
  const auto entry = plugins.find(kind, use.plugin);
  if (!entry) {
    all.found.push_back({policy::severity::error, use.plugin_at, entry.error().message});
    return {};
  }
  const plugin::manifest& self = *(*entry)->loaded.self;
  auto checked =
      check_options(std::span(self.options, self.option_count), use, settings.folder);
  all.found.insert(all.found.end(), checked.found.begin(), checked.found.end());
  all.places.add(checked.places);
  secrets.add(std::span(self.options, self.option_count), checked.values);
  return std::move(checked.values);
}

/// The innermost node under `node`, which `path` leads to, that the path at the start of `message`
/// names: `numbers.group: ...`, `time_formats[1]: ...`. Nothing when it does not begin with `path`.
const yaml::located_node* named_node(const yaml::located_node& node, const std::string& path,
                                     std::string_view message) {
  if (message.starts_with(path + ": ")) return &node;
  if (!message.starts_with(path)) return nullptr;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const auto& child = node.children[i];
    const bool in_list = node.kind == yaml::node_kind::list;
    const auto step = in_list ? "[" + std::to_string(i) + "]" : "." + child.key.text;
    if (const auto* named = named_node(child, path + step, message)) return named;
  }
  return nullptr;
}

/// Where the config says what a plugin complains of: its messages begin with an option's name.
policy::location place_of(const plugin_use& use, std::string_view message) {
  for (const auto& option : use.options)
    if (const auto* named = named_node(option, option.key.text, message)) return named->at;
  return use.plugin_at;
}

/// Makes a source once, to see that it can be made from its options.
void try_source(const setup& loaded, const brand_config& brand, const source_config& source,
                const plugin::option_values& options, policy::issues& found) {
  const auto entry = loaded.plugins.find(plugin::kind::source, source.plugin);
  if (!entry) return;  // found before
  const plugin_at_work working((*entry)->name);
  if (const auto made = plugin::create_source(**entry, options); !made)
    found.push_back({policy::severity::error, place_of(source, made.error().message),
                     "brand " + std::to_string(brand.id) + ", source " + source.plugin + ": " +
                         loaded.secrets.hidden(made.error().message)});
}

/// The same for an enricher.
void try_enricher(const setup& loaded, const brand_config& brand, const enricher_config& enricher,
                  const plugin::option_values& options, policy::issues& found) {
  const auto entry = loaded.plugins.find(plugin::kind::enricher, enricher.plugin);
  if (!entry) return;  // found before
  const plugin_at_work working((*entry)->name);
  if (const auto made = plugin::create_enricher(**entry, options); !made)
    found.push_back({policy::severity::error, place_of(enricher, made.error().message),
                     "brand " + std::to_string(brand.id) + ", enricher " + enricher.plugin + ": " +
                         loaded.secrets.hidden(made.error().message)});
}

/// The same for the storage, which is not opened.
void try_storage(const setup& loaded, policy::issues& found) {
  const auto& use = loaded.settings.storage;
  const auto entry = loaded.plugins.find(plugin::kind::storage, use.plugin);
  if (!entry) return;  // found before
  const plugin_at_work working((*entry)->name);
  if (const auto checked = plugin::check_storage_options(**entry, loaded.storage_options); !checked)
    found.push_back({policy::severity::error, place_of(use, checked.error().message),
                     "storage " + use.plugin + ": " +
                         loaded.secrets.hidden(checked.error().message)});
}

/// A storage, source or enricher that cannot be made from its options is a fault of the config,
/// found before any run.
void try_plugins(const setup& loaded, policy::issues& found) {
  try_storage(loaded, found);
  for (const auto& brand : loaded.settings.brands) {
    for (std::size_t i = 0; i < brand.sources.size(); ++i)
      try_source(loaded, brand, brand.sources[i], loaded.source_options.at(brand.id)[i], found);
    for (std::size_t i = 0; i < brand.enrichers.size(); ++i)
      try_enricher(loaded, brand, brand.enrichers[i], loaded.enricher_options.at(brand.id)[i],
                   found);
  }
}

}  // namespace

void show(const policy::issues& found, const std::filesystem::path& file, std::string_view text,
          std::ostream& said) {
  for (const auto& issue : found) said << policy::to_text(issue, file.string(), text);
}

std::filesystem::path config_path(const global_options& global) {
  if (!global.config.empty()) return global.config;
  if (const char* named = std::getenv("TIDEMARK_CONFIG"); named != nullptr && *named != '\0')
    return named;
  return "tidemark.yaml";
}

outcome<loaded_config> load_settings(const std::filesystem::path& path, std::ostream& said) {
  auto loaded = load_config(path);
  if (!loaded.found.empty()) show(loaded.found, path, loaded.excerpts(), said);
  if (policy::has_error(loaded.found)) return exit_code::usage;
  return loaded;
}

result<loaded_policy_file> read_policy(const std::filesystem::path& path) {
  auto text = read_file(path, policy_bytes_max);
  if (!text)
    return usage_error("policy " + path.string() + ": " + text.error().message +
                       "; name a policy file, such as rules/videos.yaml");
  loaded_policy_file read;
  auto loaded = yaml::load_policy(*text);
  read.found = std::move(loaded.found);
  read.policy = sync::compile_video_policy(loaded.value, read.found);
  read.text = std::move(*text);
  return read;
}

std::string hash_of(const sync::video_policy& policy) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(policy.text.data(), policy.text.size()));
  static constexpr char hex[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : canonical.digest) {
    text += hex[byte >> 4];
    text += hex[byte & 15];
  }
  return text;
}

outcome<plugin::catalogue> scan_plugins(const config& settings, std::ostream& said) {
  std::vector<std::filesystem::path> folders = settings.plugin_path;
  if (folders.empty()) {
    const std::filesystem::path program = boost::dll::program_location().string();
    folders.push_back(program.parent_path().parent_path() / TIDEMARK_PLUGIN_FOLDER);
  }
  auto found = plugin::catalogue::scan(folders);
  if (!found) return report(found.error(), said);
  return std::move(*found);
}

outcome<setup> load_setup(const global_options& global, std::ostream& said,
                          const plugin::catalogue* loaded_before) {
  setup loaded;
  loaded.config_path = config_path(global);
  auto settings = load_settings(loaded.config_path, said);
  if (!settings) return settings.error();
  loaded.settings = std::move(settings->value);
  loaded.secrets.add(loaded.settings.daemon.auth_token);

  auto policy = read_policy(loaded.settings.policy);
  if (!policy) return report(policy.error(), said);
  if (policy::has_error(policy->found)) {
    show(policy->found, loaded.settings.policy, policy->text, said);
    return exit_code::usage;
  }
  loaded.policy = std::move(policy->policy);
  loaded.policy_hash = hash_of(loaded.policy);

  if (loaded_before) {
    loaded.plugins = *loaded_before;
  } else {
    auto plugins = scan_plugins(loaded.settings, said);
    if (!plugins) return plugins.error();
    loaded.plugins = std::move(*plugins);
  }

  checked_options all;
  policy::issues& found = all.found;
  loaded.storage_options = options_of(loaded.plugins, plugin::kind::storage,
                                      loaded.settings.storage, loaded.settings, all,
                                      loaded.secrets);
  for (const auto& brand : loaded.settings.brands)
    for (const auto& source : brand.sources)
      loaded.source_options[brand.id].push_back(
          options_of(loaded.plugins, plugin::kind::source, source, loaded.settings, all,
                     loaded.secrets));
  for (const auto& brand : loaded.settings.brands)
    for (const auto& enricher : brand.enrichers)
      loaded.enricher_options[brand.id].push_back(
          options_of(loaded.plugins, plugin::kind::enricher, enricher, loaded.settings, all,
                     loaded.secrets));
  if (!policy::has_error(found)) try_plugins(loaded, found);
  policy::sort_by_place(found);
  if (!found.empty())
    show(found, loaded.config_path, settings->excerpts(all.places), said);
  if (policy::has_error(found)) return exit_code::usage;
  return loaded;
}

std::string create_fault(const plugin::catalogue_entry& entry, const brand_config& brand,
                         const source_config& source, const config& settings) {
  const std::span declared(entry.loaded.self->options, entry.loaded.self->option_count);
  const auto checked = check_options(declared, source, settings.folder);
  if (policy::has_error(checked.found)) return {};
  const plugin_at_work working(entry.name);
  const auto made = plugin::create_source(entry, checked.values);
  if (made) return {};
  secret_texts secrets;
  secrets.add(declared, checked.values);
  return "makes no source for brand " + std::to_string(brand.id) + ": " +
         secrets.hidden(made.error().message);
}

outcome<const brand_config*> find_brand(const setup& loaded, std::int64_t id) {
  std::string known;
  for (const auto& brand : loaded.settings.brands) {
    if (brand.id == id) return &brand;
    known += (known.empty() ? "" : ", ") + std::to_string(brand.id);
  }
  return report(usage_error("brand " + std::to_string(id) + " is not configured in " +
                            loaded.config_path.string() + "; known: " + known));
}

result<plugin::plugged<storage::backend>> connect_storage(const setup& loaded) {
  const auto entry = loaded.plugins.find(plugin::kind::storage, loaded.settings.storage.plugin);
  if (!entry) return entry.error();
  const plugin_at_work working((*entry)->name);
  auto opened = plugin::create_storage(**entry, loaded.storage_options);
  if (!opened) return error{opened.error().kind, loaded.secrets.hidden(opened.error().message)};
  return std::move(*opened);
}

outcome<plugin::plugged<storage::backend>> open_storage(const setup& loaded) {
  auto opened = connect_storage(loaded);
  if (!opened) return report(opened.error());
  return std::move(*opened);
}

result<std::vector<plugin::plugged<source::data_source>>> open_sources(const setup& loaded,
                                                                       const brand_config& brand) {
  std::vector<plugin::plugged<source::data_source>> sources;
  for (std::size_t i = 0; i < brand.sources.size(); ++i) {
    const auto entry = loaded.plugins.find(plugin::kind::source, brand.sources[i].plugin);
    if (!entry) return entry.error();
    const plugin_at_work working((*entry)->name);
    auto made = plugin::create_source(**entry, loaded.source_options.at(brand.id)[i]);
    if (!made)
      return error{made.error().kind, "source " + brand.sources[i].plugin + ": " +
                                          loaded.secrets.hidden(made.error().message)};
    made->object = std::make_unique<guarded_source>(std::move(made->object), loaded.secrets,
                                                    (*entry)->name);
    sources.push_back(std::move(*made));
  }
  return sources;
}

result<std::vector<plugin::plugged<enricher::video_enricher>>> open_enrichers(
    const setup& loaded, const brand_config& brand) {
  std::vector<plugin::plugged<enricher::video_enricher>> enrichers;
  for (std::size_t i = 0; i < brand.enrichers.size(); ++i) {
    const auto entry = loaded.plugins.find(plugin::kind::enricher, brand.enrichers[i].plugin);
    if (!entry) return entry.error();
    const plugin_at_work working((*entry)->name);
    auto made = plugin::create_enricher(**entry, loaded.enricher_options.at(brand.id)[i]);
    if (!made)
      return error{made.error().kind, "enricher " + brand.enrichers[i].plugin + ": " +
                                          loaded.secrets.hidden(made.error().message)};
    enrichers.push_back(std::move(*made));
  }
  return enrichers;
}

}  // namespace tidemark::host
