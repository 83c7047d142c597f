// SPDX-License-Identifier: BSL-1.0
#include "option_arguments.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/core.h>

#include <tidemark/yaml/read_document.hpp>

#include "check_options.hpp"
#include "config_variables.hpp"

namespace tidemark::host {

namespace {

/// `name=value` as the node that it would be in a config.
yaml::located_node option_node(std::string_view given,
                               std::span<const plugin::option_spec> declared,
                               diagnostics::issues& found) {
  const auto equals = given.find('=');
  const std::string name(given.substr(0, equals)), value(given.substr(equals + 1));
  const auto spec = std::find_if(declared.begin(), declared.end(),
                                 [&](const auto& option) { return option.name == name; });
  yaml::located_node node;
  node.kind = yaml::node_kind::text;
  node.text = value;
  if (spec != declared.end() && !plugin::is_one_text(spec->type))
    if (auto document = yaml::read_document(value, found)) node = std::move(*document);
  node.key = {name, {1, 1}};
  return with_variables(std::move(node), std::filesystem::current_path(), found);
}

std::string all_messages(const diagnostics::issues& found) {
  std::string text;
  for (const auto& issue : found) text += (text.empty() ? "" : "; ") + issue.message;
  return text;
}

}  // namespace

result<plugin::option_values> read_option_arguments(std::span<const plugin::option_spec> declared,
                                                    std::string_view plugin,
                                                    const std::vector<std::string>& given,
                                                    std::string_view argument) {
  plugin_use use;
  use.plugin = plugin;
  diagnostics::issues found;
  for (const auto& text : given) {
    auto node = option_node(text, declared, found);
    for (const auto& other : use.options)
      if (other.key.text == node.key.text)
        return usage_error(fmt::format("{} {} is given twice", argument, node.key.text));
    use.options.push_back(std::move(node));
  }
  auto checked = check_options(declared, use, std::filesystem::current_path());
  found.insert(found.end(), checked.found.begin(), checked.found.end());
  if (diagnostics::has_error(found))
    return usage_error(
        fmt::format("{}: {}; `tidemark plugins describe` lists the options of an installed plugin",
                    argument, all_messages(found)));
  return std::move(checked.values);
}

}  // namespace tidemark::host
