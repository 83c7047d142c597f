// SPDX-License-Identifier: BSL-1.0
#include "yaml_match.hpp"

namespace {

std::string shown(const YAML::Node& node) {
  if (!node.IsDefined()) return "nothing";
  YAML::Emitter out;
  out.SetMapFormat(YAML::Flow);
  out.SetSeqFormat(YAML::Flow);
  out << node;
  return out.c_str();
}

}  // namespace

std::string differences(const YAML::Node& expected, const YAML::Node& actual,
                        const std::string& place) {
  if (expected.IsMap() && actual.IsDefined() && actual.IsMap()) {
    std::string found;
    for (const auto& entry : expected) {
      const auto name = entry.first.as<std::string>();
      found += differences(entry.second, actual[name], place + "/" + name);
    }
    return found;
  }
  if (expected.IsSequence() && actual.IsDefined() && actual.IsSequence() &&
      expected.size() == actual.size()) {
    std::string found;
    for (std::size_t i = 0; i < expected.size(); ++i)
      found += differences(expected[i], actual[i], place + "/" + std::to_string(i));
    return found;
  }
  const bool both_missing = expected.IsNull() && actual.IsDefined() && actual.IsNull();
  const bool equal_texts = expected.IsScalar() && actual.IsDefined() && actual.IsScalar() &&
                           expected.Scalar() == actual.Scalar();
  if (both_missing || equal_texts) return {};
  return place + ": expected " + shown(expected) + ", found " + shown(actual) + "\n";
}
