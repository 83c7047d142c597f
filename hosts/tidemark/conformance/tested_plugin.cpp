// SPDX-License-Identifier: BSL-1.0
#include "tested_plugin.hpp"

#include <algorithm>
#include <exception>
#include <span>
#include <string_view>

#include <tidemark/value/utf8.hpp>
#include <tidemark/yaml/read_document.hpp>

#include "../config_options.hpp"
#include "../config_variables.hpp"

namespace tidemark::host {

namespace {

/// `name=value` as it would stand in a config: a list or map in YAML, all else as it is.
yaml::located_node option_node(std::string_view given,
                               std::span<const plugin::option_spec> declared,
                               policy::issues& found) {
  const auto equals = given.find('=');
  const std::string name(given.substr(0, equals)), value(given.substr(equals + 1));
  const auto spec = std::find_if(declared.begin(), declared.end(),
                                 [&](const auto& one) { return one.name == name; });
  yaml::located_node node;
  node.kind = yaml::node_kind::text;
  node.text = value;
  if (spec != declared.end() && !plugin::is_one_text(spec->type))
    if (auto document = yaml::read_document(value, found)) node = std::move(*document);
  node.key = {name, {1, 1}};
  return with_variables(std::move(node), std::filesystem::current_path(), found);
}

std::string all_messages(const policy::issues& found) {
  std::string text;
  for (const auto& one : found) text += (text.empty() ? "" : "; ") + one.message;
  return text;
}

}  // namespace

result<loaded_source> load_source(const tested_plugin& plugin) {
  auto before = read_process_settings();
  auto library = plugin::load(plugin.path);
  if (!library) return failure(library.error().message);
  const plugin::manifest& self = *library->self;
  if (const auto fault = plugin::manifest_fault(self); !fault.empty())
    return failure("wrong manifest: " + fault);
  if (self.provides != plugin::kind::source)
    return usage_error(plugin.path.string() + " is a plugin of the kind " +
                       std::string(plugin::to_text(self.provides)) +
                       "; only sources are tested by this command");
  const std::span declared(self.options, self.option_count);
  loaded_source loaded;
  loaded.before = std::move(before);
  loaded.entry.name = self.name;
  loaded.entry.provides = self.provides;
  loaded.entry.version = self.version;
  loaded.entry.path = plugin.path;
  loaded.entry.loaded = std::move(*library);

  plugin_use use;
  use.plugin = loaded.entry.name;
  policy::issues found;
  for (const auto& given : plugin.given) {
    auto node = option_node(given, declared, found);
    for (const auto& other : use.options)
      if (other.key.text == node.key.text)
        return usage_error("--option " + node.key.text + " is given twice");
    use.options.push_back(std::move(node));
  }
  auto checked = check_options(declared, use, std::filesystem::current_path());
  found.insert(found.end(), checked.found.begin(), checked.found.end());
  if (policy::has_error(found))
    return usage_error("--option: " + all_messages(found) +
                       "; `tidemark plugins describe` lists the options of an installed plugin");
  loaded.options = std::move(checked.values);
  loaded.secrets.add(declared, loaded.options);
  return loaded;
}

result<std::string> origin_of(const source::data_source& source,
                              const source::fetch_request& request) {
  try {
    return source.origin(request);
  } catch (const std::exception& thrown) {
    return failure(std::string("origin threw, which no plugin may: ") + thrown.what());
  } catch (...) {
    return failure("origin threw what is no exception, which no plugin may");
  }
}

result<void> fetch_into(source::data_source& source, const source::fetch_request& request,
                        source::row_sink& sink) {
  try {
    return source.fetch(request, sink);
  } catch (const std::exception& thrown) {
    return failure(std::string("fetch threw, which no plugin may: ") + thrown.what());
  } catch (...) {
    return failure("fetch threw what is no exception, which no plugin may");
  }
}

}  // namespace tidemark::host
