// SPDX-License-Identifier: BSL-1.0
#include "read_value.hpp"

#include <charconv>
#include <string_view>
#include <system_error>

#include <boost/json/parse.hpp>

#include <tidemark/value/decimal.hpp>

namespace tidemark::host {

namespace {

/// `"ctr": expected a percentage such as 2.4, found "high"`.
void report_value(diagnostics::issues& found, const yaml::located_node& node,
                  std::string_view wanted) {
  std::string message;
  if (node.key.at.line != 0) message = in_quotes(node.key.text) + ": ";
  message += "expected " + std::string(wanted) + ", found ";
  if (node.kind != yaml::node_kind::text) message += to_text(node.kind);
  else message += (node.plain ? "" : "the text ") + in_quotes(node.text);
  report(found, node.at, std::move(message));
}

/// The decimals of `text` that are not zero behind the last other one.
std::size_t decimals_of(std::string_view text) {
  const auto point = text.find('.');
  if (point == text.npos) return 0;
  const auto last = text.find_last_not_of('0');
  return last - point;
}

}  // namespace

std::optional<std::int64_t> read_integer(const yaml::located_node& node, std::int64_t min,
                                         std::int64_t max, diagnostics::issues& found) {
  const char* const end = node.text.data() + node.text.size();
  std::int64_t number = 0;
  const auto [stop, code] = std::from_chars(node.text.data(), end, number);
  const bool is_number = node.kind == yaml::node_kind::text && node.plain && stop == end;
  if (is_number && code == std::errc{} && number >= min && number <= max) return number;
  const bool too_large =
      is_number && (code == std::errc{} || code == std::errc::result_out_of_range);
  report_value(found, node,
               too_large ? "an integer from " + std::to_string(min) + " to " + std::to_string(max)
                         : "an integer such as 12");
  return std::nullopt;
}

std::optional<percent> read_percent(const yaml::located_node& node, diagnostics::issues& found) {
  const bool is_plain = node.kind == yaml::node_kind::text && node.plain;
  const auto read = parse_decimal(node.text, 4);
  if (!is_plain || read.error == decimal_error::malformed) {
    report_value(found, node, "a percentage such as 2.4");
    return std::nullopt;
  }
  if (decimals_of(node.text) > 4) {
    report_value(found, node, "a percentage with at most four decimals");
    return std::nullopt;
  }
  if (read.error || read.scaled > percent::units_max || read.scaled < -percent::units_max) {
    const std::string largest = to_text(percent{percent::units_max});
    report_value(found, node, "a percentage from -" + largest + " to " + largest);
    return std::nullopt;
  }
  return percent{read.scaled};
}

std::optional<date> read_date(const yaml::located_node& node, diagnostics::issues& found) {
  const auto read = parse_date(node.text);
  if (node.kind == yaml::node_kind::text && read) return read;
  report_value(found, node, "a day such as 2026-02-20");
  return std::nullopt;
}

std::optional<timestamp> read_time(const yaml::located_node& node, diagnostics::issues& found) {
  // Fractions of a second are cut by the readers of times, so they are read here.
  std::string text = node.text;
  std::int64_t micros = 0;
  bool is_exact = true;
  if (const auto point = text.find('.'); point != text.npos) {
    auto end = text.find_first_not_of("0123456789", point + 1);
    if (end == text.npos) end = text.size();
    const auto fraction = parse_decimal("0" + text.substr(point, end - point), 6);
    is_exact = !fraction.error && decimals_of("0" + text.substr(point, end - point)) <= 6;
    micros = fraction.scaled;
    text.erase(point, end - point);
  }
  auto read = parse_wall_time(text);
  if (!read) read = parse_rfc3339(text);
  if (node.kind == yaml::node_kind::text && is_exact && read)
    return timestamp{read->micros + micros};
  report_value(found, node, "a time such as 2026-02-20 09:15:00");
  return std::nullopt;
}

std::optional<std::string> read_any_text(const yaml::located_node& node,
                                         diagnostics::issues& found) {
  if (node.kind == yaml::node_kind::text) return node.text;
  report_value(found, node, "a text");
  return std::nullopt;
}

std::optional<tags> read_tags(const yaml::located_node& node, diagnostics::issues& found) {
  if (node.kind != yaml::node_kind::list) {
    report_value(found, node, "a list of texts such as [skincare, spf]");
    return std::nullopt;
  }
  tags list;
  bool is_read = true;
  for (const auto& item : node.children) {
    auto text = read_any_text(item, found);
    is_read = is_read && text.has_value();
    if (text) list.push_back(std::move(*text));
  }
  if (!is_read) return std::nullopt;
  return list;
}

std::optional<json> read_json(const yaml::located_node& node, diagnostics::issues& found) {
  boost::system::error_code code;
  if (node.kind == yaml::node_kind::text) boost::json::parse(node.text, code);
  if (node.kind == yaml::node_kind::text && !code) return json{node.text};
  report_value(found, node, "JSON as a text, such as '{\"gmv\":1}'");
  return std::nullopt;
}

}  // namespace tidemark::host
