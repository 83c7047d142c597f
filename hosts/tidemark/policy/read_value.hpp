// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/record/field_type.hpp>
#include <tidemark/yaml/map_reader.hpp>

/// The values of records in YAML, as rules/README.md, "Test a policy", writes them. Each function
/// reports a value of another type at its place, and returns nothing then.
namespace tidemark::host {

/// Reports something wrong with a test file. It has no code: those are of policies.
inline void report(diagnostics::issues& found, diagnostics::location at, std::string message) {
  found.push_back({diagnostics::severity::error, at, std::move(message), std::nullopt});
}

/// `12`, without quotes, from `min` to `max`.
std::optional<std::int64_t> read_integer(const yaml::located_node& node, std::int64_t min,
                                         std::int64_t max, diagnostics::issues& found);

/// `2.4`, without quotes, exactly: at most four decimals, in the range of a percentage.
std::optional<percent> read_percent(const yaml::located_node& node, diagnostics::issues& found);

/// `2026-02-20`.
std::optional<date> read_date(const yaml::located_node& node, diagnostics::issues& found);

/// `2026-02-20 09:15:00` in UTC, or a time with an offset as RFC 3339 has it; up to six decimals
/// of a second count.
std::optional<timestamp> read_time(const yaml::located_node& node, diagnostics::issues& found);

/// Any text, also an empty one.
std::optional<std::string> read_any_text(const yaml::located_node& node,
                                         diagnostics::issues& found);

/// `[skincare, spf]`.
std::optional<tags> read_tags(const yaml::located_node& node, diagnostics::issues& found);

/// `'{"gmv":1}'`: valid JSON, kept as it is written.
std::optional<json> read_json(const yaml::located_node& node, diagnostics::issues& found);

/// Reads `node` into `value`; `null` is a missing value, which is reported where a value is never
/// missing. Returns whether it was read.
template <typename T>
bool read_value(const yaml::located_node& node, T& value, diagnostics::issues& found) {
  using plain = typename tidemark::detail::unwrapped<T>::type;
  constexpr bool may_be_missing = !std::same_as<T, plain> || std::same_as<T, counter>;
  constexpr auto type = type_of<T>();
  if (node.kind == yaml::node_kind::nothing) {
    if constexpr (may_be_missing) {
      value = T{};
    } else {
      report(found, node.at, in_quotes(node.key.text) + " is never missing");
    }
    return may_be_missing;
  }
  const auto take = [&](auto read) {
    if (read) value = T{std::move(*read)};
    return read.has_value();
  };
  if constexpr (type == field_type::counter)
    return take(read_integer(node, std::numeric_limits<std::int64_t>::min(),
                             std::numeric_limits<std::int64_t>::max(), found));
  else if constexpr (type == field_type::integer) {
    const auto read = read_integer(node, std::numeric_limits<plain>::min(),
                                   std::numeric_limits<plain>::max(), found);
    if (read) value = static_cast<plain>(*read);
    return read.has_value();
  } else if constexpr (type == field_type::percent)
    return take(read_percent(node, found));
  else if constexpr (type == field_type::date)
    return take(read_date(node, found));
  else if constexpr (type == field_type::timestamp)
    return take(read_time(node, found));
  else if constexpr (type == field_type::texts)
    return take(read_tags(node, found));
  else if constexpr (type == field_type::json)
    return take(read_json(node, found));
  else
    return take(read_any_text(node, found));
}

}  // namespace tidemark::host
