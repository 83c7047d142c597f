// SPDX-License-Identifier: BSL-1.0
#include "config_options.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <tidemark/policy/nearest.hpp>
#include <tidemark/value/duration.hpp>
#include <tidemark/value/utf8.hpp>
#include <tidemark/yaml/map_reader.hpp>

namespace tidemark::host {

namespace {

using yaml::located_node;
using yaml::node_kind;
using option_content = decltype(plugin::option_value::value);

std::optional<option_content> read_integer(const located_node& node, policy::issues& found) {
  std::int64_t number = 0;
  const auto* const first = node.text.data();
  const auto* const last = first + node.text.size();
  const auto [end, fault] = std::from_chars(first, last, number);
  if (fault == std::errc{} && end == last) return number;
  yaml::report(found, node.at,
               in_quotes(node.key.text) + ": expected a whole number of at most 64 bits");
  return std::nullopt;
}

std::optional<option_content> read_duration(const located_node& node, policy::issues& found) {
  if (const auto duration = parse_duration(node.text)) return duration->count();
  yaml::report(found, node.at,
               in_quotes(node.key.text) +
                   ": expected a duration as 500ms, 30s, 5m, 1h or 7d, of at most 10000d");
  return std::nullopt;
}

std::optional<option_content> read_map(const located_node& node, policy::issues& found) {
  if (node.kind != node_kind::map) {
    yaml::report_kind(found, node, "a map of names to texts");
    return std::nullopt;
  }
  plugin::text_map map;
  for (const auto* child : yaml::distinct_children(node, found)) {
    if (child->kind == node_kind::text) map.emplace_back(child->key.text, child->text);
    else yaml::report_kind(found, *child, "a text");
  }
  return map;
}

std::optional<option_content> read_option(const plugin::option_spec& spec,
                                          const located_node& node,
                                          const std::filesystem::path& folder,
                                          policy::issues& found) {
  if (spec.type == plugin::option_type::map) return read_map(node, found);
  if (node.kind != node_kind::text) {
    const bool number = spec.type == plugin::option_type::integer;
    yaml::report_kind(found, node, number ? "a whole number" : "a text");
    return std::nullopt;
  }
  switch (spec.type) {
    case plugin::option_type::integer: return read_integer(node, found);
    case plugin::option_type::duration: return read_duration(node, found);
    case plugin::option_type::path:
      if (!node.text.empty()) return (folder / node.text).string();
      yaml::report(found, node.at, in_quotes(node.key.text) + ": expected a path, found nothing");
      return std::nullopt;
    case plugin::option_type::text:
    case plugin::option_type::map: break;
  }
  return node.text;
}

}  // namespace

checked_options check_options(std::span<const plugin::option_spec> declared, const plugin_use& use,
                              const std::filesystem::path& folder) {
  checked_options checked;
  std::vector<std::string_view> names;
  for (const auto& spec : declared) names.push_back(spec.name);
  const std::string plugin = "the plugin " + in_quotes(use.plugin);

  std::vector<plugin::option_value> values;
  for (const auto& node : use.options) {
    const auto spec = std::find_if(declared.begin(), declared.end(), [&](const auto& one) {
      return one.name == node.key.text;
    });
    if (spec == declared.end()) {
      yaml::report(checked.found, node.key.at,
                   plugin + " has no option " + in_quotes(node.key.text) +
                       policy::did_you_mean(node.key.text, names));
      continue;
    }
    if (auto content = read_option(*spec, node, folder, checked.found))
      values.push_back({node.key.text, std::move(*content)});
  }
  for (const auto& spec : declared) {
    const bool given = std::any_of(use.options.begin(), use.options.end(), [&](const auto& node) {
      return node.key.text == spec.name;
    });
    if (spec.required && !given)
      yaml::report(checked.found, use.plugin_at,
                   plugin + " needs the option " + in_quotes(spec.name) +
                       (spec.help.empty() ? "" : ": " + std::string(spec.help)));
  }
  checked.values = plugin::option_values(std::move(values));
  policy::sort_by_place(checked.found);
  policy::keep_first(checked.found);
  return checked;
}

}  // namespace tidemark::host
