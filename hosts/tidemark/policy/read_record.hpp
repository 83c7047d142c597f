// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <tidemark/diagnostics/unknown_name.hpp>
#include <tidemark/yaml/map_reader.hpp>

#include "policy_case.hpp"
#include "read_value.hpp"

namespace tidemark::host {

/// Reports that `Record` has no field with the name of `node`, and the name that was likely meant.
template <record Record>
void report_unknown_field(const yaml::located_node& node, diagnostics::issues& found) {
  found.push_back(diagnostics::unknown_name(
      node.key.at, std::nullopt,
      std::string(record_traits<Record>::name) + " has no field " + in_quotes(node.key.text),
      node.key.text, field_names<Record>));
}

/// The fields that the map `node` names, with their values. Reports what is wrong with them.
template <record Record>
named_record<Record> read_record(const yaml::located_node& node, diagnostics::issues& found) {
  named_record<Record> read;
  set_usual_key(read.values);
  if (node.kind != yaml::node_kind::map) {
    yaml::report_kind(found, node,
                      "a map of the fields of " + std::string(record_traits<Record>::name));
    return read;
  }
  for (const auto* child : yaml::distinct_children(node, found)) {
    const auto index = find_field<Record>(child->key.text);
    if (!index) {
      report_unknown_field<Record>(*child, found);
      continue;
    }
    for_each_field<Record>([&](auto i) {
      if (i == *index && read_value(*child, field<i>(read.values), found)) read.named.add(i);
    });
  }
  return read;
}

}  // namespace tidemark::host
