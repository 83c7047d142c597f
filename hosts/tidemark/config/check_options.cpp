// SPDX-License-Identifier: BSL-1.0
#include "check_options.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/core.h>

#include <tidemark/plugin/option_text.hpp>
#include <tidemark/value/nearest.hpp>
#include <tidemark/value/utf8.hpp>
#include <tidemark/yaml/map_reader.hpp>

#include "config_issues.hpp"

namespace tidemark::host {

namespace {

using yaml::located_node;
using yaml::node_kind;
using plugin::option_content;

/// In YAML, `{window}` without quotes is a map from a name to nothing.
bool is_bare_placeholder(const located_node& node) {
  return node.kind == node_kind::map && node.children.size() == 1 &&
         node.children.front().kind == node_kind::nothing;
}

/// Reports that `node` is not a text, and how to write it as one.
void report_not_a_text(const located_node& node, diagnostics::issues& found) {
  yaml::report_kind(found, node, "a text");
  if (is_bare_placeholder(node))
    found.back().message += "; put it in quotes: " +
                            in_quotes("{" + node.children.front().key.text + "}");
}

/// Adds the places of the texts in `node`.
void add_places(const located_node& node, std::vector<diagnostics::location>& places) {
  if (node.kind == node_kind::text) places.push_back(node.at);
  for (const auto& child : node.children) add_places(child, places);
}

std::optional<option_content> read_map(const located_node& node, diagnostics::issues& found) {
  if (node.kind != node_kind::map) {
    yaml::report_kind(found, node, "a map of names to texts");
    return std::nullopt;
  }
  plugin::text_map map;
  for (const auto* child : yaml::distinct_children(node, found)) {
    if (child->kind == node_kind::text) map.emplace_back(child->key.text, child->text);
    else report_not_a_text(*child, found);
  }
  return map;
}

std::optional<option_content> read_list(const located_node& node, diagnostics::issues& found) {
  if (node.kind != node_kind::list) {
    yaml::report_kind(found, node, "a list of texts");
    return std::nullopt;
  }
  plugin::text_list list;
  for (const auto& item : node.children) {
    if (item.kind == node_kind::text) list.push_back(item.text);
    else report_not_a_text(item, found);
  }
  return list;
}

/// A map whose values are texts or lists of texts.
std::optional<option_content> read_lists(const located_node& node, diagnostics::issues& found) {
  if (node.kind != node_kind::map) {
    yaml::report_kind(found, node, "a map of names to texts or lists of texts");
    return std::nullopt;
  }
  plugin::text_lists lists;
  for (const auto* child : yaml::distinct_children(node, found)) {
    plugin::text_list texts;
    if (child->kind == node_kind::list) {
      if (auto items = read_list(*child, found))
        texts = std::get<plugin::text_list>(std::move(*items));
    } else if (child->kind == node_kind::text) {
      texts.push_back(child->text);
    } else {
      report_not_a_text(*child, found);
    }
    lists.emplace_back(child->key.text, std::move(texts));
  }
  return lists;
}

std::optional<option_content> read_option(const plugin::option_spec& spec,
                                          const located_node& node, diagnostics::issues& found) {
  using plugin::option_type;
  if (spec.type == option_type::map) return read_map(node, found);
  if (spec.type == option_type::list) return read_list(node, found);
  if (spec.type == option_type::lists) return read_lists(node, found);
  if (node.kind != node_kind::text) {
    if (spec.type == option_type::integer) yaml::report_kind(found, node, "an integer");
    else if (spec.type == option_type::decimal) yaml::report_kind(found, node, "a number");
    else report_not_a_text(node, found);
    return std::nullopt;
  }
  auto content = plugin::read_option(spec.type, node.text);
  if (!content) {
    report_issue(found, node.at,
                 fmt::format("{}: {}", in_quotes(node.key.text), content.error().message));
    return std::nullopt;
  }
  return std::move(*content);
}

/// `given` with its paths made absolute, defaults included: they begin in `folder`.
plugin::option_values with_absolute_paths(std::span<const plugin::option_spec> declared,
                                          const plugin::option_values& given,
                                          const std::filesystem::path& folder) {
  auto values = given.all();
  for (auto& value : values)
    for (const auto& spec : declared)
      if (spec.name == value.name && spec.type == plugin::option_type::path)
        value.value = (folder / std::get<std::string>(value.value)).string();
  return plugin::option_values(std::move(values));
}

}  // namespace

checked_options check_options(std::span<const plugin::option_spec> declared, const plugin_use& use,
                              const std::filesystem::path& folder) {
  checked_options checked;
  std::vector<std::string_view> names;
  for (const auto& spec : declared) names.push_back(spec.name);
  names.insert(names.end(), use.own_keys.begin(), use.own_keys.end());
  const std::string plugin = "the plugin " + in_quotes(use.plugin);

  std::vector<plugin::option_value> values;
  for (const auto& node : use.options) {
    const auto spec = std::find_if(
        declared.begin(), declared.end(),
        [&](const auto& declared_option) { return declared_option.name == node.key.text; });
    if (spec == declared.end()) {
      report_issue(checked.found, node.key.at,
                   fmt::format("{} has no option {}{}", plugin, in_quotes(node.key.text),
                               did_you_mean(node.key.text, names)));
      continue;
    }
    add_places(node, spec->secret ? checked.places.secret : checked.places.shown);
    if (auto content = read_option(*spec, node, checked.found))
      values.push_back({node.key.text, std::move(*content)});
  }
  for (const auto& spec : declared) {
    const bool given = std::any_of(use.options.begin(), use.options.end(), [&](const auto& node) {
      return node.key.text == spec.name;
    });
    if (spec.required && !given)
      report_issue(checked.found, use.plugin_at,
                   fmt::format("{} needs the option {}{}{}", plugin, in_quotes(spec.name),
                               spec.help.empty() ? "" : ": ", spec.help));
  }
  checked.values = plugin::option_values(std::move(values));
  if (auto all = plugin::with_defaults(declared, checked.values))
    checked.values = with_absolute_paths(declared, *all, folder);
  else
    report_issue(checked.found, use.plugin_at,
                 fmt::format("{}: {}", plugin, all.error().message));
  remove_codes(checked.found);
  diagnostics::sort_by_place(checked.found);
  diagnostics::keep_first(checked.found, std::nullopt);
  return checked;
}

}  // namespace tidemark::host
