// SPDX-License-Identifier: BSL-1.0
#include "config_values.hpp"

#include <limits>

#include <fmt/core.h>

#include <tidemark/value/duration.hpp>
#include <tidemark/value/utf8.hpp>
#include <tidemark/yaml/load_policy.hpp>
#include <tidemark/yaml/map_reader.hpp>

#include "config_issues.hpp"
#include "config_variables.hpp"

namespace tidemark::host {

using yaml::located_node;

std::optional<std::string> config_values::text(const located_node& node,
                                               std::string_view wanted) {
  if (node.kind == yaml::node_kind::text) shown_.push_back(node.at);
  return secret(node, wanted);
}

std::optional<std::string> config_values::secret(const located_node& node,
                                                 std::string_view wanted) {
  if (!yaml::read_text(node, wanted, found_)) return std::nullopt;
  const auto before = found_.size();
  auto text = replace_variables(node, folder_, found_);
  if (found_.size() > before) return std::nullopt;
  if (!text.empty()) return text;
  report_issue(
      found_, node.at,
      fmt::format("expected {}; {} expands to an empty text", wanted, in_quotes(node.text)));
  return std::nullopt;
}

std::optional<std::int64_t> config_values::positive(const located_node& node, std::int64_t max) {
  const auto read = text(node, "a positive integer");
  if (!read) return std::nullopt;
  if (const auto number = yaml::positive_number(*read, max)) return number;
  const bool any = max == std::numeric_limits<std::int64_t>::max();
  report_issue(found_, node.at,
               fmt::format("{}: expected a positive integer of at most {}, found {}",
                           in_quotes(node.key.text), any ? "64 bits" : std::to_string(max),
                           in_quotes(node.text)));
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> config_values::duration(const located_node& node,
                                                                 std::chrono::hours max) {
  const auto read = text(node, "a duration such as 30s");
  if (!read) return std::nullopt;
  const auto length = parse_duration(*read);
  if (length && *length <= max) return length;
  report_issue(
      found_, node.at,
      fmt::format("{}: expected a duration such as 500ms, 30s, 5m, 1h or 7d, at most {}d, "
                  "found {}",
                  in_quotes(node.key.text), max / std::chrono::hours{24}, in_quotes(node.text)));
  return std::nullopt;
}

}  // namespace tidemark::host
